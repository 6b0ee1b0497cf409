"""A block that names no feed of the commune: the editor is told, the visitor sees nothing."""

from bs4 import BeautifulSoup
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import reverse

from modules.flux_externes.naming import names_in, warn
from sites.bake.preview import render_page
from tests.entering import enter
from tests.modules.flux_externes.factories import flux, line
from tests.modules.flux_externes.test_flux_externes import shown, town  # noqa: F401  # a fixture
from tests.world import Town, World


def placed(town: Town, name: str) -> BeautifulSoup:  # noqa: F811
    """The preview of a page whose block names this feed."""
    shown(town, name=name)
    return BeautifulSoup(render_page(town.page), "html.parser")


def test_the_preview_says_what_is_missing_and_a_visitor_sees_nothing(town: Town) -> None:  # noqa: F811
    said = placed(town, "").select_one(".wire__lacking")
    assert said is not None
    assert "La commune n’a aucun flux" in said.text
    flux(town, line("A"), name="Parc")
    flux(town, name="Lycée")
    for name, sentence in (
        ("Département", "Aucun flux ne s’appelle «\u00a0Département\u00a0». Ceux de la commune\u00a0: Lycée et Parc."),
        ("lycée", "Ce flux n’a encore donné aucune nouvelle."),
    ):
        said = placed(town, name).select_one(".wire__lacking")
        assert said is not None
        assert said.text == f"{sentence} Les visiteurs ne voient rien ici."
        public = BeautifulSoup(render_page(town.page, draft=False), "html.parser")
        assert public.select(".wire") == []
    assert placed(town, " parc ").select(".wire__lacking") == []


def test_who_saves_a_page_that_names_no_feed_of_the_commune_is_told(world: World, town: Town) -> None:  # noqa: F811
    flux(town, name="Parc")
    flux(world.belleville, name="Lycée")
    request = RequestFactory().get("/")
    for name, told in (("parc", []), ("", []), ("Lycée", ["Lycée"]), ("<b>", ["&lt;b&gt;"])):
        shown(town, name=name)
        request.session = {}  # type: ignore[assignment]  # never written to
        request._messages = said = FallbackStorage(request)  # type: ignore[attr-defined]  # of the middleware
        warn(request, town.page)
        assert [f"s’appelle «\u00a0{it}\u00a0»" in str(message) for it, message in zip(told, said, strict=True)] == [
            True
        ] * len(told)


def test_every_block_of_a_page_is_looked_at(town: Town) -> None:  # noqa: F811
    shown(town, name="Parc")
    other = {"type": "flux", "id": "g", "value": {"title": "", "name": "Lycée", "count": 5}}
    town.page.body = [*town.page.body.raw_data, other]
    assert sorted(names_in(town.page)) == ["Lycée", "Parc"]


def test_a_page_that_saves_itself_is_not_told_at_each_letter(town: Town) -> None:  # noqa: F811
    shown(town, name="Rien")
    request = RequestFactory().post("/", headers={"accept": "application/json"})
    warn(request, town.page)  # without a place for messages, a message would raise


def test_the_warning_reaches_the_editor(town: Town) -> None:  # noqa: F811
    """By the form of the page, as it is sent."""
    shown(town, name="Rien")
    editor = enter(town.contributeur)
    address = reverse("wagtailadmin_pages:edit", args=(town.page.pk,))
    body = {
        "title": town.page.title, "slug": town.page.slug, "body-count": "1", "body-0-deleted": "", "body-0-order": "0",
        "body-0-type": "flux", "body-0-id": "f", "body-0-value-title": "", "body-0-value-name": "Rien",
        "body-0-value-count": "5", "action-publish": "",
    }  # fmt: skip
    page = editor.get(address).content.decode()
    assert "Aucun flux de la commune" not in page
    answer = editor.post(address, _filled(page) | body, follow=True).content.decode()
    assert "Aucun flux de la commune ne s’appelle «\u00a0Rien\u00a0»" in answer


def _filled(page: str) -> dict[str, str]:
    """The hidden fields and texts of a form."""
    form = BeautifulSoup(page, "lxml").select_one("#page-edit-form")
    assert form is not None
    return {str(it["name"]): str(it.get("value", "")) for it in form.select("input[name]:not([type=checkbox])")}
