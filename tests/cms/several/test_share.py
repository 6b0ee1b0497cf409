"""One news item in several communes, in one go: after their list was seen, each with its own copy."""

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import WorkflowState

from cms.models import BasePage, DocumentFile, Picture
from cms.several import copying
from cms.several.copying import Outcome, publish
from cms.several.sending import Sending, drawn
from cms.several.targets import targets
from modules.actualites.apps import Actualites
from modules.actualites.models import Actualites as NewsList
from modules.actualites.models import Article, Categorie
from sites.models import Commune, Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import add_page, build_commune

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from tests.world import World

pytestmark = pytest.mark.django_db
OTHERS = ("Belleville", "Cajarc")


@pytest.fixture
def secretary(world: "World") -> User:
    """Aubord's contributor, who writes for Belleville and Cajarc too."""
    cajarc = build_commune(world.aubord.departement, "30001", "Cajarc")
    add_page(cajarc.site.root_page.specific, NewsList(title="Actualités", slug="actualites"), world.webmestre)
    user = world.aubord.contributeur
    for commune in (world.belleville.commune, cajarc):
        Membership.objects.create(user=user, commune=commune, role=Role.CONTRIBUTEUR)
    return user


def url_of(article: Article) -> str:
    return reverse("several:share", args=("actualites", "article", article.pk))


def send(client: "Client", article: Article, *communes: Commune, step: str = "send", number: str = "") -> str:
    sent = {"step": step, "commune": [commune.pk for commune in communes], "number": number or uuid4().hex}
    return words(client.post(url_of(article), sent, follow=True).content)


def copies(article: Article) -> "list[tuple[str, str, bool]]":
    rows = Article.objects.filter(title=article.title).exclude(pk=article.pk).order_by("path")
    return [(row.get_parent().get_parent().title, row.slug, row.live) for row in rows]


def test_the_list_is_seen_before_anything_is_sent(world: "World", secretary: User) -> None:
    client, article = enter(secretary), world.aubord.article
    asked = words(client.get(url_of(article)).content)
    assert "Belleville</label>" in asked
    assert "Cajarc</label>" in asked
    assert "Aubord</label>" not in asked
    seen = send(client, article, world.belleville.commune, Commune.objects.get(name="Cajarc"), step="check")
    assert "Publier dans ces 2 communes" in seen
    assert "<strong>Belleville</strong>" in seen
    assert copies(article) == []
    assert "Cochez au moins une commune." in send(client, article)


def test_each_commune_has_its_own_copy_with_its_own_address_and_files(world: "World", secretary: User) -> None:
    article, belleville = world.aubord.article, world.belleville
    said = send(enter(secretary), article, belleville.commune)
    assert "C'est publié pour Belleville." in said.replace("’", "'")
    assert copies(article) == [("Belleville", "aubord-fete-l-ete", True)]
    copy = Article.objects.descendant_of(belleville.home).get(title=article.title)
    assert copy.owner == secretary
    assert (copy.intro, copy.image_alt, copy.date) == (article.intro, article.image_alt, article.date)
    assert copy.image is not None
    assert article.image is not None
    assert copy.image_id != article.image_id
    assert copy.image.collection_id == belleville.commune.collection_id
    assert copy.image.description == article.image.description
    assert copy.image.file.name != article.image.file.name
    assert copy.category == belleville.category  # of the same name there
    article.title = "Autre chose"
    article.save_revision().publish()
    assert Article.objects.get(pk=copy.pk).title != "Autre chose"


def test_a_second_copy_has_an_address_of_its_own_and_the_same_picture(world: "World", secretary: User) -> None:
    article, belleville = world.aubord.article, world.belleville
    for _time in range(2):
        send(enter(secretary), article, belleville.commune)
    assert [slug for _name, slug, _live in copies(article)] == ["aubord-fete-l-ete", "aubord-fete-l-ete-2"]
    pictures = (
        Article.objects.descendant_of(belleville.home).filter(title=article.title).values_list("image", flat=True)
    )
    assert len(set(pictures)) == 1


def test_what_the_text_refers_to_follows_it(world: "World", secretary: User) -> None:
    article, page, document = world.aubord.article, world.aubord.page, world.aubord.document
    text = (
        f'<p><a linktype="document" id="{document.pk}">le plan</a> et <a linktype="page" id="{page.pk}">le conseil</a> '
        f'et <a linktype="page" id="{world.aubord.draft.pk}">le budget</a></p>'
    )
    image = {"image": world.aubord.image.pk, "alt_text": "La place", "decorative": False}
    article.body = [
        {"type": "text", "value": text, "id": "a"},
        {"type": "image", "value": {"image": image, "caption": "", "width": "text"}, "id": "b"},
        {"type": "documents", "value": {"title": "", "style": "list", "documents": [
            {"type": "item", "value": {"document": document.pk, "label": ""}, "id": "c"}]}, "id": "d"},
    ]  # fmt: skip
    article.save_revision().publish()
    send(enter(secretary), article, world.belleville.commune)
    raw = list(Article.objects.descendant_of(world.belleville.home).get(title=article.title).body.raw_data)
    theirs = world.belleville.commune.collection
    copied = DocumentFile.objects.get(collection=theirs, title=document.title)
    picture = Picture.objects.get(collection=theirs, title=world.aubord.image.title)
    assert raw[0]["value"] == (
        f'<p><a id="{copied.pk}" linktype="document">le plan</a> et '
        f'<a href="http://aubord.localhost:8000/vie-municipale/conseil/">le conseil</a> et le budget</p>'
    )
    assert raw[1]["value"]["image"]["image"] == picture.pk
    assert raw[2]["value"]["documents"][0]["value"]["document"] == copied.pk


@pytest.mark.parametrize("failure", [OSError("disque plein"), KeyError("type"), LookupError("block")])
def test_one_failure_says_which_and_undoes_none_of_the_others(
    world: "World",
    secretary: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
) -> None:
    stored = copying._copy_page

    def fragile(source: Any, target: Any, user: User) -> Outcome:
        done = stored(source, target, user)
        if target.commune == world.belleville.commune:
            raise failure
        return done

    monkeypatch.setattr(copying, "_copy_page", fragile)
    article = world.aubord.article
    said = send(enter(secretary), article, world.belleville.commune, Commune.objects.get(name="Cajarc"))
    assert "Rien n’est publié pour Belleville" in said
    assert "C’est publié pour Cajarc." in said
    assert copies(article) == [("Cajarc", "aubord-fete-l-ete", True)]
    assert f"Not published in {world.belleville.commune.insee}" in caplog.text


def test_the_same_form_sent_twice_makes_no_second_copy(world: "World", secretary: User) -> None:
    client, article = enter(secretary), world.aubord.article
    seen = client.post(url_of(article), {"step": "check", "commune": world.belleville.commune.pk})
    found = re.search(r'name="number" value="([0-9a-f]{32})"', seen.content.decode())
    assert found is not None
    assert "C’est publié pour Belleville." in send(client, article, world.belleville.commune, number=found[1])
    said = send(client, article, world.belleville.commune, Commune.objects.get(name="Cajarc"), number=found[1])
    assert "Vous l’aviez déjà envoyé pour Belleville" in said
    assert "C’est publié pour Cajarc." in said
    assert sorted(name for name, _slug, _live in copies(article)) == ["Belleville", "Cajarc"]


def test_what_failed_may_be_sent_again_with_the_same_form(
    world: "World", secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, article, number = enter(secretary), world.aubord.article, uuid4().hex

    def broken(*_arguments: Any) -> bool:
        raise KeyError("block")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "_copy_page", broken)
        assert "Rien n’est publié pour Belleville" in send(client, article, world.belleville.commune, number=number)
    assert "C’est publié pour Belleville." in send(client, article, world.belleville.commune, number=number)


def test_a_form_that_is_still_at_work_is_not_begun_again(world: "World", secretary: User) -> None:
    article, number = world.aubord.article, uuid4().hex
    assert Sending(number).begin(world.belleville.commune) is None
    said = send(enter(secretary), article, world.belleville.commune, number=number)
    assert "Rien n’est publié pour Belleville : cet envoi y est déjà en cours." in said
    assert copies(article) == []


def test_a_form_without_its_number_is_shown_again(world: "World", secretary: User) -> None:
    client, article = enter(secretary), world.aubord.article
    for number in ("", "../../x"):
        sent = {"step": "send", "commune": world.belleville.commune.pk, "number": number}
        assert "Publier dans cette commune" in words(client.post(url_of(article), sent).content)
        assert drawn(number) != number
    assert copies(article) == []


def test_more_communes_than_one_request_bears_are_refused_with_their_number(
    world: "World", secretary: User, settings: "Settings"
) -> None:
    settings.BEFFROI_SEVERAL_MOST = 1
    client, article, both = enter(secretary), world.aubord.article, Commune.objects.filter(name__in=OTHERS)
    for step in ("check", "send"):
        said = send(client, article, *both, step=step)
        assert "Vous avez coché 2 communes : c’est 1 au plus à la fois." in said
        assert said.count(" checked>") == 2
    assert copies(article) == []
    send(client, article, both[0])
    assert len(copies(article)) == 1


def test_the_version_online_goes_and_not_the_draft(world: "World", secretary: User) -> None:
    client, article = enter(secretary), world.aubord.article
    online = article.title
    assert "la version en ligne qui sera recopiée" not in words(client.get(url_of(article)).content)
    article.title, article.intro = "Pas encore relu", "Brouillon"
    article.save_revision()
    assert "la version en ligne qui sera recopiée" in words(client.get(url_of(article)).content)
    send(client, article, world.belleville.commune)
    copy = Article.objects.descendant_of(world.belleville.home).get(title=online)
    assert (copy.title, copy.draft_title) == (online, online)
    assert copy.intro != "Brouillon"
    assert not Article.objects.filter(title="Pas encore relu").exists()


def test_what_is_not_online_is_not_copied(world: "World", secretary: User) -> None:
    client, article = enter(secretary), world.aubord.article
    article.unpublish()
    said = send(client, article, world.belleville.commune)
    assert "Ce contenu n’est pas en ligne : publiez-le d’abord dans sa commune." in said
    assert "Publier dans plusieurs communes" not in said
    assert copies(article) == []


def test_what_waits_for_validation_is_not_copied(world: "World", secretary: User) -> None:
    Commune.objects.filter(pk=world.aubord.commune.pk).update(validation=True)
    article = Article.objects.get(pk=world.aubord.article.pk)
    article.save_revision(user=secretary)
    workflow = article.get_workflow()
    assert workflow is not None
    workflow.start(article, secretary)
    said = send(enter(secretary), article, world.belleville.commune)
    assert "Des changements de ce contenu attendent d’être validés" in said
    assert copies(article) == []


def test_where_the_town_hall_validates_the_copy_is_proposed(world: "World", secretary: User) -> None:
    Commune.objects.filter(pk=world.belleville.commune.pk).update(validation=True)
    article = world.aubord.article
    said = send(enter(secretary), article, world.belleville.commune)
    assert "C’est proposé à la validation pour Belleville." in said
    assert [live for _name, _slug, live in copies(article)] == [False]
    assert WorkflowState.objects.active().count() == 1


def test_a_commune_without_the_module_or_where_one_does_not_write_is_not_offered(
    world: "World", secretary: User
) -> None:
    belleville = world.belleville.commune
    belleville.options = {"modules_off": ["actualites"]}
    belleville.save(update_fields=["options"])
    client, article = enter(secretary), world.aubord.article
    assert "Belleville" not in words(client.get(url_of(article)).content)
    assert "Cochez au moins une commune." in send(client, article, belleville)
    assert copies(article) == []
    assert enter(world.belleville.contributeur).get(url_of(article)).status_code == 404


def test_what_no_module_shares_is_not_found(world: "World", secretary: User) -> None:
    client = enter(secretary)
    page = world.aubord.page
    assert client.get(reverse("several:share", args=("cms", "page", page.pk))).status_code == 404


def test_rows_that_are_no_pages_are_shared_the_same_way(
    world: "World", secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Actualites, "shared_types", ("actualites.Categorie",))
    Membership.objects.filter(user=secretary).update(role=Role.GESTIONNAIRE)
    category = world.aubord.category
    world.belleville.category.delete()
    fresh = User.objects.get(pk=secretary.pk)
    names = [target.commune.name for target in targets(fresh, category, world.aubord.commune)]
    assert names == ["Belleville", "Cajarc"]
    outcomes = publish(category, targets(fresh, category, world.aubord.commune), fresh, Sending(drawn("")))
    assert [one.error for one in outcomes] == ["", ""]
    assert Categorie.objects.filter(name=category.name).count() == 3
    again = publish(category, targets(fresh, category, world.aubord.commune), fresh, Sending(drawn("")))
    assert ["existe déjà" in one.error for one in again] == [True, True]


def test_a_published_news_item_offers_the_other_communes(world: "World", secretary: User) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))
    assert "Publier dans plusieurs communes" in words(enter(secretary).get(edit).content)
    alone = enter(world.aubord.gestionnaire).get(edit)
    assert "Publier dans plusieurs communes" not in words(alone.content)


def test_the_list_costs_the_same_for_two_and_five_communes(world: "World", secretary: User) -> None:
    client = enter(secretary)

    def cost() -> int:
        client.get(url_of(world.aubord.article))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(world.aubord.article)).status_code == 200
        return len(queries)

    few = cost()
    for rank in range(3):
        other = build_commune(world.aubord.departement, f"31{rank:03}", f"Village-{rank}")
        add_page(other.site.root_page.specific, NewsList(title="Actualités", slug="actualites"), world.webmestre)
        Membership.objects.create(user=secretary, commune=other, role=Role.CONTRIBUTEUR)
    assert cost() == few
    assert BasePage.objects.filter(title="Actualités").count() >= 4
