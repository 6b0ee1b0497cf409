"""Starter pages of everyday life: waste, numbers to keep, help, clubs. What they say holds in every commune."""

from cms.starter.facts import Facts
from cms.starter.raw import Raw, accordion, link, link_groups, table, text, town_hall_hours
from cms.starter.seeds import Seed, leaf


def waste(facts: Facts) -> Seed:
    """Waste and a quiet neighbourhood."""
    body = [
        text(
            f"La collecte et le traitement des déchets ménagers relèvent de {facts.epci}, ou du syndicat auquel ce "
            "service est confié. Les jours de collecte vous sont indiqués par la mairie."
        ),
        accordion(
            "Trier et réduire",
            (
                (
                    "Les emballages",
                    "Tous les emballages se trient, de même que les papiers. Le verre se dépose à part.",
                ),
                (
                    "Les déchets de cuisine",
                    "Ils se compostent au jardin, ou se déposent dans les points de collecte prévus pour cela.",
                ),
                (
                    "Les déchets verts",
                    "Les brûler à l’air libre est interdit. Compostez-les, broyez-les, ou portez-les à la déchèterie.",
                ),
                (
                    "Les encombrants et les produits dangereux",
                    "Peintures, piles, appareils, gravats\u00a0: ils se déposent à la déchèterie.",
                ),
            ),
        ),
    ]
    return leaf("Déchets et environnement", "dechets", "La collecte, le tri, le compost.", body)


def emergency_numbers() -> Raw:
    """National numbers, free from every telephone."""
    return table(
        "Numéros d’urgence gratuits",
        ("Service", "Numéro"),
        (
            ("Toutes les urgences, en Europe", "112"),
            ("Urgences par SMS ou visio, pour les personnes sourdes ou malentendantes", "114"),
            ("Samu", "15"),
            ("Pompiers", "18"),
            ("Police, gendarmerie", "17"),
            ("Samu social", "115"),
            ("Enfance en danger", "119"),
            ("Violences faites aux femmes", "3919"),
            ("Prévention du suicide", "3114"),
        ),
    )


def useful_numbers() -> Seed:
    """Emergency and help."""
    return leaf("Numéros utiles", "numeros-utiles", "Les numéros à garder sous la main.", [emergency_numbers()])


def solidarity() -> Seed:
    """Health and help."""
    body = [
        text(
            "Une perte d’autonomie, une difficulté passagère, un logement à adapter\u202f? La mairie vous écoute en "
            "toute discrétion et vous oriente vers le bon interlocuteur\u00a0: les services du département, la caisse "
            "d’allocations familiales, une maison France services.",
            "Si vous êtes âgé, handicapé ou isolé, demandez votre inscription au registre de la commune\u00a0: "
            "nous prendrons de vos nouvelles en cas de canicule ou de grand froid.",
        ),
        link_groups("S’informer", [("Aides", "heart-handshake", [
            link("Trouver une maison France services", "https://www.france-services.gouv.fr/"),
            link("Pour les personnes âgées", "https://www.pour-les-personnes-agees.gouv.fr/"),
            link("Mon parcours handicap", "https://www.monparcourshandicap.gouv.fr/"),
        ])]),
    ]  # fmt: skip
    return leaf("Santé et solidarité", "sante-et-solidarite", "Ne restez pas seul avec une difficulté.", body)


def associations(facts: Facts) -> Seed:
    """Clubs and societies."""
    body = [
        text(
            f"Les associations font vivre la commune {facts.of}. Pour en rejoindre une, réserver une salle ou annoncer "
            "une manifestation, adressez-vous à la mairie.",
            "<h2>Créer une association</h2>",
            "Deux personnes suffisent. La déclaration se fait en ligne, gratuitement\u202f; la mairie peut vous aider "
            "à trouver un lieu de réunion.",
        ),
        link_groups("S’informer", [("Vie associative", "users", [
            link("Le guide officiel des associations", "https://www.service-public.gouv.fr/associations")
        ])]),
    ]  # fmt: skip
    return leaf("Associations", "associations", "Se rencontrer, s’engager, organiser.", body)


def practical(facts: Facts) -> Seed:
    """Everything practical on one page, for the smallest communes."""
    body = [
        town_hall_hours("Horaires de la mairie"),
        emergency_numbers(),
        accordion(
            "La vie de tous les jours",
            (
                (
                    "Déchets",
                    (
                        f"La collecte et le traitement relèvent de {facts.epci}, ou du syndicat auquel ce service est "
                        "confié. La mairie vous indique les jours de passage et la déchèterie."
                    ),
                ),
                (
                    "École",
                    (
                        "L’inscription commence à la mairie, avec le livret de famille, un justificatif de domicile "
                        "et un document attestant des vaccinations obligatoires."
                    ),
                ),
                (
                    "Travaux",
                    (
                        "La plupart des travaux visibles de l’extérieur demandent une autorisation\u00a0: parlez-en à "
                        "la mairie avant de commencer."
                    ),
                ),
            ),
        ),
    ]
    return leaf("Informations pratiques", "informations-pratiques", f"La vie de tous les jours {facts.at}.", body)
