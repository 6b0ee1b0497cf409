from contextlib import suppress
from datetime import date

import pytest

from deploy.orders.faults import OrderError
from deploy.orders.parse import ParsedCommune, ParsedOrder, parse
from deploy.orders.source import Known, Source

KNOWN = Known(frozenset({"causse", "utopia"}), frozenset({"contributeur", "gestionnaire"}))
HEAD = '[[commune]]\ninsee = "46042"\npack = "expert"\n'


def read(text: str) -> ParsedOrder:
    return parse(Source("cahors.toml", text), KNOWN)


def commune(more: str = "") -> ParsedCommune:
    return read(HEAD + more).communes[0]


def refusal(text: str) -> str:
    with pytest.raises(OrderError) as refused:
        read(text)
    sentence = str(refused.value)
    # One fault a line, each a whole sentence that names its place.
    assert all(line.startswith("cahors.toml") for line in sentence.split("\n"))
    return sentence.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_smallest_order_names_a_commune_and_a_pack() -> None:
    order = read('auteur = "CDG 46"\ndate = 2026-11-01\n' + HEAD)
    assert (order.author, order.date) == ("CDG 46", date(2026, 11, 1))
    assert order.communes[0].insee == "46042"
    assert order.communes[0].theme == "causse"


def test_one_commune_needs_no_double_brackets() -> None:
    assert read('[commune]\ninsee = "46042"\npack = "mini_site"\n').communes[0].theme == "utopia"


def test_everything_an_order_may_say_is_read() -> None:
    whole = commune(
        """
modele = "causse"
debut = 2026-12-01
fin = 2027-12-01
demonstration = true
sous_domaine = "Cahors"
domaines = ["Cahors.fr", "ville-éclair.fr"]
modules = ["comarquage"]
sans_modules = ["meteo"]
droits = ["workflow"]

[commune.mairie]
adresse = "73 boulevard Gambetta"
code_postal = "46000"
ville = "Cahors"
telephone = "05 65 00 00 00"
courriel = "Mairie@cahors.fr"
directeur = "Marie Exemple"
fonction = "maire"
horaires = { lundi = ["9h-12h", "14h-17h30"], samedi = ["10:00-12:15"], dimanche = [] }

[[commune.boite]]
adresse = "Mairie"
go = 10
type = "collaborative"

[[commune.alias]]
adresse = "contact"
vers = ["mairie@cahors.fr"]

[[commune.personne]]
nom = "Anne Dupont"
courriel = "Anne@Example.org"
role = "gestionnaire"
"""
    )
    assert whole.domains == ("cahors.fr", "xn--ville-clair-gbb.fr")
    assert (whole.label, whole.since, whole.until) == ("cahors", date(2026, 12, 1), date(2027, 12, 1))
    assert whole.facts["email"] == "mairie@cahors.fr"
    assert whole.facts["hours"] == {"monday": "09:00-12:00 14:00-17:30", "saturday": "10:00-12:15"}
    assert (whole.mailboxes[0].address, whole.mailboxes[0].gigabytes) == ("mairie", 10)
    assert whole.aliases == (("contact", ("mairie@cahors.fr",)),)
    assert whole.people[0].email == "anne@example.org"
    assert whole.demo is True


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "cahors.toml : aucune commune n’est commandée ; il manque un tableau [[commune]]."),
        ("commune = 3", "cahors.toml, ligne 1, clé « commune » : attendu : un tableau [[commune]]."),
        (
            '[[commune]]\ninsee = "46042"\n',
            "cahors.toml, ligne 1, clé « commune » : il manque la clé « pack ».",
        ),
        (
            '[[commune]]\ninsee = 46042\npack = "expert"\n',
            "cahors.toml, ligne 2, clé « insee » : attendu : un texte entre guillemets ; trouvé : un nombre.",
        ),
        (
            '[[commune]]\ninsee = "4604"\npack = "expert"\n',
            (
                "cahors.toml, ligne 2, clé « insee » : « 4604 » n’est pas un code INSEE : cinq chiffres, "
                "comme « 46042 » (2A… et 2B… en Corse)."
            ),
        ),
        (
            '[[commune]]\ninsee = "46042"\n\npack = "confor"\n',
            "cahors.toml, ligne 4, clé « pack » : pack inconnu « confor ». Vouliez-vous dire « confort » ?",
        ),
        (
            HEAD + 'modele = "cause"\n',
            "cahors.toml, ligne 4, clé « modele » : modèle inconnu « cause ». Vouliez-vous dire « causse » ?",
        ),
        (
            HEAD + 'domaine = ["cahors.fr"]\n',
            "cahors.toml, ligne 4, clé « domaine » : clé inconnue. Vouliez-vous dire « domaines » ?",
        ),
        (
            HEAD + 'domaines = "cahors.fr"\n',
            "cahors.toml, ligne 4, clé « domaines » : attendu : une liste entre crochets ; trouvé : un texte.",
        ),
        (
            HEAD + "demonstration = 1\n",
            "cahors.toml, ligne 4, clé « demonstration » : attendu : true ou false ; trouvé : un nombre.",
        ),
        (
            HEAD + 'debut = "demain"\n',
            (
                "cahors.toml, ligne 4, clé « debut » : attendu : une date sans guillemets, comme 2026-12-01 ; "
                "trouvé : un texte."
            ),
        ),
        (
            HEAD + "debut = 2027-01-01\nfin = 2026-01-01\n",
            "cahors.toml, ligne 5, clé « fin » : l’abonnement finirait avant d’avoir commencé.",
        ),
        (
            '[[commune]]\ninsee = "46042"\npack = "decouverte"\nmodules = ["agenda"]\n',
            "cahors.toml, ligne 4, clé « modules » : le pack Découverte ne vend pas le module « Agenda ».",
        ),
        (
            '[[commune]]\ninsee = "46042"\npack = "mini_site"\nmodele = "causse"\n',
            "cahors.toml, ligne 4, clé « modele » : le pack Mini-site ne propose pas le modèle « causse ».",
        ),
        (
            '[[commune]]\ninsee = "46042"\npack = "mini_site"\ndroits = ["workflow"]\n',
            "cahors.toml, ligne 4, clé « droits » : le pack Mini-site ne vend pas : circuit de validation.",
        ),
        (
            HEAD + '[[commune.boite]]\nadresse = "mairie"\n[[commune.boite]]\nadresse = "élus"\n',
            (
                "cahors.toml, ligne 7, clé « adresse » : « élus » n’est pas un nom de boîte : lettres sans accent, "
                "chiffres, points et tirets."
            ),
        ),
        (
            HEAD + '[[commune.boite]]\nadresse = "mairie"\ngo = 7\n',
            "cahors.toml, ligne 6, clé « go » : une boîte de 7 Go n’est pas vendue : 5 ou 10 Go.",
        ),
        (
            HEAD + '[[commune.personne]]\nnom = "A"\ncourriel = "a@example.org"\nrole = "contributrice"\n',
            "cahors.toml, ligne 7, clé « role » : rôle inconnu « contributrice ». Vouliez-vous dire « contributeur » ?",
        ),
        (
            HEAD + '[[commune.personne]]\nnom = "A"\ncourriel = "chez moi"\nrole = "contributeur"\n',
            "cahors.toml, ligne 6, clé « courriel » : « chez moi » n’est pas une adresse électronique.",
        ),
        (
            HEAD + '[commune.mairie]\nhoraires = { lundi = ["9h-7h"] }\n',
            "cahors.toml, ligne 5, clé « horaires » : « 9h-7h » n’est pas une plage horaire possible.",
        ),
        (
            HEAD + '[commune.mairie]\nhoraires = { lundis = ["9h-12h"] }\n',
            "cahors.toml, ligne 5, clé « horaires » : « lundis » n’est pas un jour de la semaine.",
        ),
        (
            HEAD + '[commune.mairie]\ntelephone = "appelez-nous"\n',
            (
                "cahors.toml, ligne 5, clé « telephone » : « appelez-nous » n’est pas un numéro de téléphone, "
                "comme « 05 65 00 00 00 »."
            ),
        ),
    ],
)
def test_each_fault_gets_one_sentence_with_its_place(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


def test_the_fault_of_a_second_commune_is_found_on_its_own_line() -> None:
    text = HEAD + '[commune.mairie]\nville = "Cahors"\n\n' + '[[commune]]\ninsee = "46102"\npack = "or"\n'
    assert refusal(text).startswith("cahors.toml, ligne 9, clé « pack »")


@pytest.mark.parametrize(
    "text", ['pack = "expert', "[[commune]\n", "a = 1\na = 2\n", "=\n", "\x00", "[a]\n[a]\n", 'a = "\\x"']
)
def test_what_is_no_toml_is_said_to_be_none(text: str) -> None:
    assert refusal(text).startswith("cahors.toml : ce fichier n’est pas du TOML valide (")


@pytest.mark.parametrize("value", ["1", "1.5", "true", "2026-01-01", "[]", "{}", "[1, 2]", '""', '"\\u0007"'])
@pytest.mark.parametrize(
    "key",
    ["insee", "pack", "modele", "debut", "demonstration", "sous_domaine", "domaines", "modules", "boite", "mairie"],
)
def test_a_value_of_any_type_under_any_key_is_read_or_refused_in_french(key: str, value: str) -> None:
    others = {"insee": '"46042"', "pack": '"expert"'} | {key: value}
    text = "[[commune]]\n" + "".join(f"{name} = {raw}\n" for name, raw in others.items())
    with suppress(OrderError):
        assert read(text).communes[0].insee == "46042"
        return
    assert refusal(text).startswith("cahors.toml, ligne ")
