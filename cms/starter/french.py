"""French around names of places: the articles that a template cannot guess."""

NARROW = "\u202f"
VOWELS = tuple("AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆHaeiouyàâäéèêëîïôöùûüœæh")

# How a département follows « le département »: those that are not here take « de » alone.
DU = (
    "Calvados", "Cantal", "Cher", "Doubs", "Finistère", "Gard", "Gers", "Jura", "Loir-et-Cher", "Loiret", "Lot",
    "Lot-et-Garonne", "Morbihan", "Nord", "Pas-de-Calais", "Puy-de-Dôme", "Bas-Rhin", "Haut-Rhin", "Rhône", "Tarn",
    "Tarn-et-Garonne", "Territoire de Belfort", "Val-de-Marne", "Val-d’Oise", "Var",
)  # fmt: skip
DE_LA = (
    "Charente", "Charente-Maritime", "Corrèze", "Corse-du-Sud", "Côte-d’Or", "Creuse", "Dordogne", "Drôme", "Gironde",
    "Guadeloupe", "Guyane", "Haute-Corse", "Haute-Garonne", "Haute-Loire", "Haute-Marne", "Haute-Saône",
    "Haute-Savoie", "Haute-Vienne", "Loire", "Loire-Atlantique", "Lozère", "Manche", "Marne", "Martinique", "Mayenne",
    "Meurthe-et-Moselle", "Meuse", "Moselle", "Nièvre", "Sarthe", "Savoie", "Seine-Maritime", "Seine-Saint-Denis",
    "Somme", "Vendée", "Vienne",
)  # fmt: skip
DES = (
    "Alpes-de-Haute-Provence", "Alpes-Maritimes", "Ardennes", "Bouches-du-Rhône", "Côtes-d’Armor", "Deux-Sèvres",
    "Hautes-Alpes", "Hautes-Pyrénées", "Hauts-de-Seine", "Landes", "Pyrénées-Atlantiques", "Pyrénées-Orientales",
    "Vosges", "Yvelines",
)  # fmt: skip
ELIDED = (
    "Ain", "Aisne", "Allier", "Ardèche", "Ariège", "Aube", "Aude", "Aveyron", "Essonne", "Eure", "Eure-et-Loir",
    "Hérault", "Ille-et-Vilaine", "Indre", "Indre-et-Loire", "Isère", "Oise", "Orne", "Yonne",
)  # fmt: skip

INTERCOMMUNALITIES = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
}


def curly(text: str) -> str:
    """With the apostrophes of print."""
    return text.replace("'", "’")


def of_commune(name: str) -> str:
    """« de Cahors », « d’Albas », « du Bastit », « des Arques », « de La Rochelle »."""
    name = curly(name)
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name.startswith(VOWELS) else f"de {name}"


def at_commune(name: str) -> str:
    """« à Cahors », « au Bastit », « aux Arques »."""
    name = curly(name)
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def of_departement(name: str) -> str:
    """« du Lot », « de la Creuse », « de l’Aveyron », « des Landes », « de Vaucluse »."""
    name = curly(name)
    for article, names in (("du ", DU), ("de la ", DE_LA), ("de l’", ELIDED), ("des ", DES)):
        if name in names:
            return article + name
    return f"d’{name}" if name.startswith(VOWELS) else f"de {name}"


def intercommunality(name: str) -> str:
    """« CC Grand-Figeac » written out: « communauté de communes Grand-Figeac »."""
    kind, _, rest = curly(name).partition(" ")
    return f"{INTERCOMMUNALITIES[kind]} {rest}" if kind in INTERCOMMUNALITIES else curly(name)


def number(value: int) -> str:
    """Thousands parted by a narrow space."""
    return f"{value:,}".replace(",", NARROW)


def inhabitants(population: int) -> str:
    """« 1 habitant », « 1 234 habitants »."""
    return f"{number(population)} habitant{'s' if population > 1 else ''}"
