"""Starter pages of procedures: civil status, papers, elections, building, school. They hold in every commune."""

from cms.starter.facts import Facts
from cms.starter.raw import Raw, accordion, link, link_groups, table, text, town_hall_hours
from cms.starter.seeds import Seed, leaf

SERVICE_PUBLIC = "https://www.service-public.gouv.fr/particuliers/vosdroits/"

# Sheets of the national guide: label and code.
CIVIL_STATUS = (
    ("Demander un acte de naissance", "F1427"),
    ("Demander un acte de mariage", "F1432"),
    ("Demander un acte de décès", "F1444"),
    ("Déclarer une naissance", "F961"),
    ("Se marier", "F930"),
    ("Se pacser", "F1618"),
)
IDENTITY = (
    ("Carte d’identité", "N358"),
    ("Passeport", "N360"),
    ("Autorisation de sortie du territoire", "F1359"),
)
CITIZENSHIP = (
    ("S’inscrire sur les listes électorales", "F1367"),
    ("Vérifier son inscription électorale", "F34687"),
    ("Voter par procuration", "F1604"),
    ("Se faire recenser à 16 ans", "F870"),
)
PLANNING = (
    ("Autorisations d’urbanisme", "N319"),
    ("Déclaration préalable de travaux", "F17578"),
    ("Permis de construire", "F1986"),
    ("Certificat d’urbanisme", "F1633"),
)
SCHOOL = (
    ("Inscrire un enfant à l’école maternelle", "F1864"),
    ("Inscrire un enfant à l’école élémentaire", "F1865"),
)


def _sheets(sheets: tuple[tuple[str, str], ...]) -> list[Raw]:
    return [link(label, f"{SERVICE_PUBLIC}{code}") for label, code in sheets]


GROUPS = (
    ("État civil", "file-text", CIVIL_STATUS),
    ("Papiers d’identité", "id-card", IDENTITY),
    ("Citoyenneté", "vote", CITIZENSHIP),
    ("Urbanisme", "house", PLANNING),
)


def procedures_block(title: str = "Vos démarches") -> Raw:
    """The procedures that people ask for most."""
    return link_groups(title, [(name, icon, _sheets(sheets)) for name, icon, sheets in GROUPS])


def procedures(facts: Facts) -> Seed:
    """All procedures on one page."""
    body = [
        procedures_block("Les démarches les plus demandées"),
        text(
            "<h2>La mairie vous accompagne</h2>",
            "Vous n’avez pas d’ordinateur, ou la démarche vous semble compliquée\u202f? Venez nous voir\u00a0: nous "
            "vous aidons à la faire, ou nous vous orientons vers la maison France services la plus proche.",
        ),
        town_hall_hours("Horaires de la mairie"),
    ]
    intro = f"Les démarches courantes des habitants {facts.of}, et où les faire."
    return leaf("Démarches administratives", "demarches-administratives", intro, body)


def civil_status() -> Seed:
    """Births, weddings, deaths."""
    body = [
        accordion(
            "À savoir",
            (
                (
                    "Où demander un acte\u202f?",
                    (
                        "L’acte de naissance, de mariage ou de décès se demande à la mairie du lieu de l’évènement. "
                        "La demande est gratuite."
                    ),
                ),
                (
                    "Déclarer une naissance",
                    (
                        "La naissance se déclare à la mairie du lieu de naissance, dans les cinq jours qui suivent "
                        "le jour de l’accouchement."
                    ),
                ),
                (
                    "Déclarer un décès",
                    (
                        "Le décès se déclare à la mairie du lieu où il est survenu, dans les vingt-quatre heures. "
                        "Les pompes funèbres peuvent s’en charger."
                    ),
                ),
                (
                    "Se marier, se pacser",
                    "Retirez le dossier à la mairie\u202f: elle vous dit les pièces à réunir et les dates possibles.",
                ),
            ),
        ),
        link_groups("Le guide officiel", [("État civil", "file-text", _sheets(CIVIL_STATUS))]),
    ]
    return leaf(
        "État civil", "etat-civil", "Naissance, mariage, Pacs, décès\u00a0: les actes et les déclarations.", body
    )


def identity_papers() -> Seed:
    """Identity card and passport."""
    body = [
        text(
            "La carte d’identité et le passeport se demandent, sur rendez-vous, dans n’importe quelle mairie équipée "
            "d’une station d’enregistrement, où que vous habitiez.",
            "<ol><li>Remplissez la pré-demande en ligne et notez son numéro.</li>"
            "<li>Prenez rendez-vous dans une mairie équipée.</li>"
            "<li>Venez avec votre photo récente, votre justificatif de domicile et vos anciens titres.</li>"
            "<li>Retirez le titre dans la même mairie.</li></ol>",
        ),
        link_groups(
            "Faire la demande",
            [
                ("Rendez-vous", "calendar-days", [
                    link("Trouver une mairie équipée", "https://rendezvouspasseport.ants.gouv.fr/")
                ]),
                ("Le guide officiel", "id-card", _sheets(IDENTITY)),
            ],
        ),
    ]  # fmt: skip
    return leaf("Papiers d’identité", "papiers-d-identite", "Carte d’identité et passeport, pas à pas.", body)


def citizenship() -> Seed:
    """Voting, and the census at sixteen."""
    body = [
        text(
            "<h2>Voter</h2>",
            "Pour participer à un scrutin, inscrivez-vous sur les listes électorales au plus tard le sixième vendredi "
            "qui le précède, en ligne ou à la mairie, avec une pièce d’identité et un justificatif de domicile.",
            "<h2>Se faire recenser</h2>",
            "Chaque jeune de nationalité française se fait recenser dans les trois mois qui suivent son seizième "
            "anniversaire, en ligne ou à la mairie. L’attestation est demandée pour s’inscrire à un examen et au "
            "permis de conduire.",
        ),
        link_groups("Le guide officiel", [("Citoyenneté", "vote", _sheets(CITIZENSHIP))]),
    ]
    return leaf("Citoyenneté", "citoyennete", "Élections et recensement citoyen.", body)


def planning(facts: Facts) -> Seed:
    """Building and renovating."""
    body = [
        text(
            "Construire, agrandir, changer une fenêtre, poser une clôture\u202f: la plupart des travaux visibles de "
            "l’extérieur demandent une autorisation. Parlez-en à la mairie avant de commencer.",
            f"Le dossier se dépose à la mairie {facts.of} ou s’envoie par voie électronique.",
        ),
        table(
            "Délais d’instruction habituels",
            ("Demande", "Délai à partir d’un dossier complet"),
            (
                ("Déclaration préalable", "1 mois"),
                ("Permis de construire une maison individuelle", "2 mois"),
                ("Autre permis de construire", "3 mois"),
                ("Certificat d’urbanisme d’information", "1 mois"),
                ("Certificat d’urbanisme opérationnel", "2 mois"),
            ),
        ),
        text("Le délai est plus long dans certains cas, notamment aux abords d’un monument historique."),
        link_groups("Le guide officiel", [("Urbanisme", "house", _sheets(PLANNING))]),
    ]
    return leaf("Urbanisme", "urbanisme", "Vos projets de travaux et de construction.", body)


def childhood(facts: Facts) -> Seed:
    """School."""
    body = [
        text(
            "L’instruction est obligatoire de 3 à 16 ans. L’inscription commence à la mairie, qui vous indique l’école "
            f"des enfants {facts.of} et vous remet le certificat d’inscription.",
            "<h2>Pièces à apporter</h2>",
            "<ul><li>le livret de famille ou un extrait d’acte de naissance</li>"
            "<li>un justificatif de domicile</li>"
            "<li>un document attestant que l’enfant est à jour de ses vaccinations obligatoires</li></ul>",
        ),
        link_groups("Le guide officiel", [("École", "school", _sheets(SCHOOL))]),
    ]
    return leaf("Enfance et école", "enfance-et-ecole", "Inscrire un enfant à l’école.", body)
