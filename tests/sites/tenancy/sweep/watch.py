"""Has something of a town changed, or been taken up by somebody else's content?"""

from django.apps import apps
from django.db.models import Model
from wagtail.models import Collection, Site

from cms.models import BasePage, DocumentFile, Picture
from modules.actualites.models import Categorie
from sites.models import Commune
from tests.sites.tenancy.planted import Planted

IGNORED = {"wagtailcore.ReferenceIndex", "sessions.Session", "django_tasks_db.DBTaskResult", "axes.AccessLog"}


class Watch:
    """The state of a town before anybody came."""

    def __init__(self, it: Planted) -> None:
        self.it = it
        self.rows, self.links = self._rows(), self._links()

    def damage(self) -> str:
        """What changed, or nothing."""
        if self._rows() != self.rows:
            return "CHANGES"
        return "TAKES UP" if self._links() != self.links else ""

    def _rows(self) -> list[str]:
        """Every row holding the marker, and every page, as text."""
        home = BasePage.objects.get(pk=self.it.home.pk)
        lines = [str(row) for row in BasePage.objects.filter(path__startswith=home.path).order_by("pk").values_list()]
        for model in apps.get_models():
            if model._meta.label not in IGNORED and model._meta.managed:
                rows = map(str, model._base_manager.order_by("pk").values_list())
                lines += [row for row in rows if self.it.marker in row.lower()]
        return lines

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
