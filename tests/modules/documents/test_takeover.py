"""``documents.toml``: what another site had published is taken over once, with its own dates."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from cms.models import DocumentFile
from cms.takeover.errors import ContentError
from modules.documents.models import Acte, Documents, Publication, Seance, Version
from tests.modules.documents.factories import pdf
from tests.world import PDF, Town

pytestmark = pytest.mark.django_db

TABLE: dict[str, Any] = {
    "reglages": {"siret": "00000000000000"},
    "seance": [{"date": date(2026, 6, 12), "heure": "20:30", "ordre_du_jour": ["Halle", "École"]}],
    "acte": [
        {
            "type": "deliberation",
            "numero": "D-1",
            "objet": "Halle",
            "date": date(2026, 6, 12),
            "seance": date(2026, 6, 12),
            "fichier": "documents/halle.pdf",
            "prenom": "Jeanne",
            "nom": "Martin",
            "qualite": "maire",
            "votes": [11, 10, 10, 0, 0],
            "mis_en_ligne": datetime(2026, 6, 15, 9, 30),  # noqa: DTZ001  # as TOML says it: in Paris
        }
    ],
    "telechargement": [
        {"fichier": "documents/b.pdf", "titre": "Bulletin", "categorie": "Journal", "date": date(2026, 5, 1)}
    ],
}


class Folder:
    """The files of a folder, all alike."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def document(self, _name: str) -> int:
        found = DocumentFile.objects.filter(title="Bulletin").first()
        return int((found or self._stored()).pk)

    def _stored(self) -> DocumentFile:
        file = ContentFile(PDF, "b.pdf")
        return DocumentFile.objects.create(title="B", file=file, collection=self.town.collection)

    def picture(self, _name: str, _shows: str = "") -> int:
        raise AssertionError

    def content(self, _name: str) -> bytes:
        return pdf()


def take(town: Town, **changes: Any) -> bool:
    module: Any = apps.get_app_config("documents")
    return bool(module.take_over(town.commune, {**TABLE, **changes}, Folder(town)))


def test_meetings_acts_and_downloads_are_written_with_their_dates(town: Town) -> None:
    assert take(town)
    version = Version.objects.get()
    assert version.put_online_at == datetime(2026, 6, 15, 7, 30, tzinfo=UTC)
    assert version.acte.seance == Seance.objects.get(date=date(2026, 6, 12))
    assert Seance.objects.get().agenda == "Halle\nÉcole"
    assert [(row.document.title, row.category) for row in Publication.objects.all()] == [("Bulletin", "Journal")]
    assert Documents.objects.get().siret == "00000000000000"


def test_a_second_time_changes_nothing(town: Town) -> None:
    take(town)
    assert take(town) is False
    assert (Acte.objects.count(), Version.objects.count(), Seance.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "loi"}, "le type d’acte «\u00a0loi\u00a0» n’existe pas\u202f; ce peut être\u00a0: "),
        ({"seance": date(2020, 1, 1)}, "aucune séance n’a la date du 2020-01-01"),
        ({"votes": [1]}, "les votes sont cinq nombres\u00a0: "),
        ({"auteur": "X"}, "n’existe pas ici"),
    ],
)
def test_a_wrong_line_is_said_in_one_sentence(town: Town, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ContentError) as error:
        take(town, acte=[{**TABLE["acte"][0], **changes}])
    assert said in str(error.value)
