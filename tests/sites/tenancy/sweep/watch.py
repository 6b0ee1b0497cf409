"""Has something of a town changed, or been taken up by somebody else's content?"""

from typing import Any

from django.db import connection
from django.db.models import Model
from wagtail.models import Collection, Site

from cms.courrier.models import Message
from cms.models import BasePage, DocumentFile, Picture
from modules.actualites.models import Categorie
from modules.annuaire.models import Fiche
from sites.models import Commune
from tests.sites.tenancy.planted import Planted

#: Bookkeeping: it follows the content, which is watched.
IGNORED_TABLES = (
    "django_session",
    "django_tasks",
    "axes_",
    "wagtailcore_referenceindex",
    "wagtailsearch",
    "modelsearch",
)
IGNORED = {"wagtailcore.ReferenceIndex"}


class Watch:
    """The state of a town before anybody came."""

    def __init__(self, it: Planted) -> None:
        self.it = it
        self.rows, self.links = self._rows(), self._links()

    def damage(self) -> str:
        """What changed, or nothing."""
        rows = self._rows()
        if rows != self.rows:
            changed = set(rows) ^ set(self.rows)
            return f"CHANGES {min(changed, key=len)[:300]}"
        return "TAKES UP" if self._links() != self.links else ""

    def _rows(self) -> list[str]:
        """Every row holding the marker, as stored."""
        lines = []
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                if not table.startswith(IGNORED_TABLES):
                    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                    names = [column[0] for column in cursor.description]  # the only name that both databases give
                    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                    lines += [f"{table} {row}" for row in map(str, self._its_own(table, rows)) if self._marked(row)]
        return sorted(lines)

    def _marked(self, text: str) -> bool:
        return self.it.marker in text.lower()

    def _its_own(self, table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """But letters of another commune to somebody of the town, and its entries: who wrote them knew the address."""
        if table == Fiche._meta.db_table:
            own, typed = self.it.commune.pk, {"email": "", "holder_email": ""}
            return [row for row in rows if row["commune_id"] == own or self._marked(str({**row, **typed}))]
        if table != Message._meta.db_table:
            return rows
        return [row for row in rows if row["commune_id"] == self.it.commune.pk or not self._marked(str(row["to"]))]

    def _links(self) -> dict[str, int]:
        """How many rows point to what belongs to the town."""
        it = self.it
        mine: dict[type[Model], list[int]] = {
            Picture: [it.image.pk],
            DocumentFile: [it.document.pk],
            Categorie: [it.category.pk],
            Collection: [it.collection.pk, it.subcollection.pk],
            Commune: [it.commune.pk],
            Site: [it.site.pk],
            BasePage: [it.home.pk, it.page.pk, it.rubrique.pk, it.article.pk],
        }
        return {
            f"{relation.related_model._meta.label}.{relation.field.name}": relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": pks}
            ).count()
            for model, pks in mine.items()
            for relation in model._meta.related_objects
            if relation.related_model._meta.label not in IGNORED
        }
