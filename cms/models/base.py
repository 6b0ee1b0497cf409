"""The base page, standing for Wagtail's ``Page`` (``WAGTAIL_PAGE_MODEL``)."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import AbstractPage, DefaultBasePageMixin

from cms import slugs
from cms.approval.workflow import ValidatedPage
from cms.forms import PageForm
from sites.bake.preview import NotInACommuneError, render_page
from sites.tenancy.pages import TenantPage

# Where the page of a module may stand: the menu follows the tree, and people move it as any other.
FIRST_LEVELS = ["cms.Accueil", "cms.Rubrique", "cms.Page"]
PREVIEW_WIDTHS = (
    ("mobile", "mobile-alt", 390, gettext_lazy("Sur un téléphone")),
    ("desktop", "desktop", 1280, gettext_lazy("Sur un ordinateur")),
)
SLUG_PANEL = FieldPanel(
    "slug",
    heading=gettext_lazy("Adresse de la page"),
    help_text=gettext_lazy(
        "Se remplit d’elle-même d’après le titre. Si vous la changez plus tard, l’ancienne adresse mène à la nouvelle."
    ),
)
SEARCH_ENGINE_PANELS = (
    FieldPanel(
        "seo_title",
        heading=gettext_lazy("Titre dans les moteurs de recherche"),
        help_text=gettext_lazy("Laissez vide pour reprendre le titre de la page."),
    ),
    FieldPanel(
        "search_description",
        heading=gettext_lazy("Description dans les moteurs de recherche"),
        help_text=gettext_lazy("Une ou deux phrases. Laissez vide pour reprendre l’introduction."),
    ),
)
MENU_PANEL = FieldPanel(
    "show_in_menus",
    heading=gettext_lazy("Dans le menu"),
    help_text=gettext_lazy("Décochez pour que la page reste en ligne sans paraître dans le menu."),
)
TITLE_HELP = gettext_lazy("Court et parlant : il paraît dans le menu et dans les moteurs de recherche.")
# For types whose address is not asked for: the other panel of titles writes it as one types.
TITLE_ALONE = FieldPanel("title", classname="title", help_text=TITLE_HELP)
FOR_SEARCH_ENGINES = gettext_lazy("Adresse et moteurs de recherche")


class BasePage(TenantPage, ValidatedPage, AbstractPage, DefaultBasePageMixin):
    """Every page of every commune.

    Being the *concrete* table that ``Site.root_page`` and every generic queryset point to, what it overrides also
    holds for instances that are not specific, which an abstract base would miss.

    A page type says ``template_name`` (the theme's template) and ``snapshot_type`` (its name in a snapshot); a type
    without them is no page of a site. ``api_fields`` are the fields that the API tells: none that is not shown.
    """

    template_name = ""
    snapshot_type = ""
    api_fields: ClassVar[tuple[str, ...]] = ()
    slug: Any
    member_form_class = PageForm

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel(
            "title",
            placeholder=gettext_lazy("Titre de la page"),
            help_text=TITLE_HELP,
        )
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([SLUG_PANEL, *SEARCH_ENGINE_PANELS], heading=FOR_SEARCH_ENGINES),
        MENU_PANEL,
    ]
    search_fields = AbstractPage.search_fields + DefaultBasePageMixin.search_fields

    @classmethod
    def slug_is_reserved(cls, slug: str) -> bool:
        """Whether an address below the parent belongs to something else than a page."""
        return slug == "_"

    def address_is_free(self, slug: str, parent: "BasePage | None") -> bool:
        """Whether this page may have the address below ``parent``."""
        return not self.slug_is_reserved(slug) and bool(self._slug_is_available(slug, parent, self))

    def _name_address(self) -> None:
        """Find a free address from the title, where the parent is known and none was written."""
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if self.slug or not parent_is_known or not self.title:
            return
        parent = self.get_parent()
        self.slug = slugs.first_free(slugs.slug_of(self.title), lambda slug: self.address_is_free(slug, parent))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """With an address made our way."""
        self._name_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same for a draft."""
        self._name_address()
        super().minimal_clean()

    def move(self, target: Any, pos: str | None = None, user: Any = None) -> None:
        """Anywhere but under itself."""
        below = pos in {"first-child", "last-child", "sorted-child"}
        if target.is_descendant_of(self) or (target.pk == self.pk and below):
            raise InvalidMoveToDescendant(under_itself(self))
        super().move(target, pos=pos, user=user)

    @cached_property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A telephone and a computer."""
        return preview_sizes()

    def serve(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The page as it is baked."""
        return self._rendered(request, draft=False)

    def serve_preview(self, request: HttpRequest, _mode_name: str) -> HttpResponse:
        """The page as it would be baked."""
        return self._rendered(request, draft=True)

    def _rendered(self, request: HttpRequest, *, draft: bool) -> HttpResponse:
        try:
            return HttpResponse(render_page(self, request, draft=draft))
        except NotInACommuneError as error:
            raise Http404(_("Cette page n’appartient à aucun site.")) from error


def preview_sizes() -> list[dict[str, Any]]:
    """As Wagtail asks for them: a telephone and a computer."""
    return [
        {"name": name, "icon": icon, "device_width": width, "label": label}
        for name, icon, width, label in PREVIEW_WIDTHS
    ]


def under_itself(page: Any) -> str:
    """Why a page cannot be moved there."""
    return _("« %(title)s » ne peut pas être rangée sous elle-même\u202f: choisissez un autre endroit du site.") % {
        "title": page.title
    }
