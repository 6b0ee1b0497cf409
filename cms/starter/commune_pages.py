"""Starter pages that tell who the commune is: its place, its council, how to reach it."""

from cms.starter import french
from cms.starter.facts import Facts
from cms.starter.raw import Raw, accordion, block, contact, link, link_groups, table, text, town_hall_hours
from cms.starter.seeds import Seed, leaf


def discover(facts: Facts, title: str, slug: str) -> Seed:
    """What the national reference says of the commune."""
    figures = table("La commune en quelques chiffres", ("Repère", "Valeur"), _figures(facts))
    body: list[Raw] = [text(*_situation(facts)), figures]
    if facts.map_url:
        outside = (("Où nous trouver", "map-pin", [link("Voir la commune sur OpenStreetMap", facts.map_url)]),)
        body.append(link_groups("", outside))
    body.append(
        text(
            "Sources\u00a0: code officiel géographique et populations légales (Insee), "
            "codes postaux (La Poste), intercommunalités (DGCL)."
        )
    )
    return leaf(title, slug, f"Faites connaissance avec la commune {facts.of}, en quelques repères.", body)


def _situation(facts: Facts) -> list[str]:
    where = f"La commune {facts.of} se trouve"
    if facts.departement_name:
        where += f" dans le département {french.of_departement(facts.departement_name)}"
    if facts.region_name and facts.region_name != facts.departement_name:
        where += f", en région {french.curly(facts.region_name)}"
    lines = [f"{where}."] if facts.departement_name else []
    if facts.population is not None:
        lines.append(f"Elle compte {french.inhabitants(facts.population)}.")
    if facts.epci_name:
        lines.append(
            f"Elle fait partie de {facts.epci}, avec laquelle elle partage une partie de ses services\u00a0: "
            "la gestion des déchets et le développement économique, par exemple."
        )
    lines.append(
        "Vous venez d’arriver, ou vous préparez une visite\u202f? "
        "La mairie vous renseigne volontiers sur la vie de la commune."
    )
    return lines


def _figures(facts: Facts) -> list[tuple[str, str]]:
    several = len(facts.postcodes) > 1
    rows = [
        ("Population municipale", french.inhabitants(facts.population) if facts.population is not None else ""),
        ("Codes postaux" if several else "Code postal", ", ".join(facts.postcodes)),
        ("Code Insee", facts.insee),
        ("Département", _departement(facts)),
        ("Région", french.curly(facts.region_name)),
        ("Intercommunalité", _capital(french.intercommunality(facts.epci_name))),
        ("Numéro SIREN", _spaced(facts.siren)),
    ]
    return [(name, value) for name, value in rows if value]


def _departement(facts: Facts) -> str:
    name = french.curly(facts.departement_name)
    return f"{name} ({facts.departement_code})" if name else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _spaced(siren: str) -> str:
    return french.NARROW.join(siren[start : start + 3] for start in range(0, len(siren), 3))


def council(facts: Facts) -> Seed:
    """The mayor, the deputies, and what a council does."""
    body: list[Raw] = []
    if facts.director:
        role = facts.director_role or "maire"
        body.append(text(f"<h2>{_capital(role)} {facts.of}</h2>", facts.director))
    body += [
        block("section", {"module": "equipe_municipale", "title": "", "count": 12}),
        text(
            "<h2>Le conseil municipal</h2>",
            "Le conseil municipal règle par ses délibérations les affaires de la commune\u00a0: le budget, les écoles, "
            "la voirie, l’urbanisme, les équipements et la vie associative. Ses membres sont élus pour six ans par "
            "les habitants\u202f; ils élisent parmi eux le maire et ses adjoints.",
            "<h2>Rencontrer un élu</h2>",
            "Le maire et ses adjoints reçoivent sur rendez-vous. Prenez contact avec le secrétariat de la mairie.",
        ),
        town_hall_hours("Horaires de la mairie"),
    ]
    return leaf(
        "L’équipe municipale", "equipe-municipale", "Les élus qui vous représentent, et comment les rencontrer.", body
    )


def meetings(facts: Facts) -> Seed:
    """What the law says of the meetings of the council and of their minutes."""
    body = [
        text(
            "Le conseil municipal se réunit au moins une fois par trimestre. Ses séances sont publiques\u00a0: chacun "
            "peut y assister, sans prendre la parole. L’ordre du jour est affiché à la mairie avant chaque séance."
        ),
        accordion(
            "Suivre les décisions",
            (
                (
                    "La liste des délibérations",
                    "Elle est affichée à la mairie et mise en ligne dans la semaine qui suit la séance.",
                ),
                (
                    "Le procès-verbal",
                    "Arrêté au début de la séance suivante, il est ensuite publié sur ce site dans la semaine.",
                ),
                (
                    "Consulter un acte ancien",
                    (
                        "Toute personne peut demander à la mairie communication des procès-verbaux, des délibérations, "
                        "des budgets et des comptes de la commune."
                    ),
                ),
            ),
        ),
    ]
    return leaf(
        "Conseil municipal", "conseil-municipal", f"Les séances du conseil municipal {facts.of} et ses décisions.", body
    )


def epci(facts: Facts) -> Seed:
    """The group of communes."""
    body = [
        text(
            f"La commune {facts.of} est membre de {facts.epci}."
            if facts.epci_name
            else "La plupart des communes partagent des services au sein d’une intercommunalité.",
            "Les communes d’une intercommunalité s’unissent pour mener ensemble ce qu’aucune ne ferait aussi bien "
            "seule\u00a0: la collecte et le traitement des déchets, l’accueil des entreprises, la promotion du "
            "tourisme, la gestion des rivières, l’aménagement du territoire.",
            "Elle est administrée par un conseil communautaire, où siègent des élus de chaque commune.",
        )
    ]
    return leaf("Intercommunalité", "intercommunalite", "Ce que la commune fait avec ses voisines.", body)


def contact_page(facts: Facts) -> Seed:
    """How to reach the town hall."""
    body = [
        contact(f"Mairie {facts.of}", phone=facts.phone, email=facts.email, address=address(facts)),
        town_hall_hours("Horaires d’ouverture"),
        text(
            "<h2>Avant de vous déplacer</h2>",
            "Un doute sur les pièces à apporter, un empêchement, une difficulté pour venir jusqu’à la mairie\u202f? "
            "Dites-le-nous\u00a0: nous cherchons la solution avec vous.",
            "En cas d’urgence, faites le 112.",
        ),
    ]
    return leaf("Contact", "contact", "La mairie est à votre écoute.", body)


def address(facts: Facts) -> str:
    """The postal address of the town hall, on its lines."""
    city = f"{facts.postcodes[0]} {facts.printed_name}" if len(facts.postcodes) == 1 else facts.printed_name
    return "\n".join(line for line in (facts.address, city) if line)
