"""The accessibility record: kept by the commune and by its département, declared in versions, published, renewed."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accessibilite import declaring, reminding
from cms.accessibilite.models import Audit, Contact, Declaration, Derogation, NonConformity, Plan
from cms.courrier.models import Message
from cms.desk.waiting import lines
from cms.models import PageLegale
from sites.bake.bakery import bake, store_of
from sites.models import BakeState, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import Town, World, add_page, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town(world: World) -> Town:
    """Aubord, with the page of its statement."""
    town = world.aubord
    add_page(
        town.home, PageLegale(title="Accessibilité", slug="accessibilite", kind="accessibilite"), town.contributeur
    )
    return town


@pytest.fixture
def webmestre(town: Town) -> User:
    """Who looks after all the communes of the Gard."""
    return member("gard@cdg.example", Role.WEBMESTRE, departement=town.departement, name="Gard")


def audit(town: Town, days_ago: int = 10, rate: float = 78, **more: Any) -> Audit:
    row = {"commune": town.commune, "by": "Un cabinet", "rate": rate, "pages": "Accueil\nContact", **more}
    return Audit.objects.create(on=TODAY - timedelta(days=days_ago), **row)


def text(html: bytes) -> str:
    """What one reads, tags left out, those inside a sentence without a trace."""
    inside = re.sub(r"</?(?:strong|time|a|sup)\b[^>]*>", "", html.decode())
    return words(unescape(re.sub(r"<[^>]+>", " ", inside)))


def page(town: Town, url: str = "/accessibilite/") -> str:
    bake(town.commune)
    return text((store_of(town.commune.insee).root / "current" / "www" / url.strip("/") / "index.html").read_bytes())


def test_without_a_record_the_statement_says_the_least_and_how_to_complain(town: Town) -> None:
    said = page(town)
    assert "Ce site est non conforme" in said
    assert "aucun audit de conformité n’a encore été réalisé" in said
    assert "Signaler un obstacle" in said
    assert "Libre réponse 71120, 75342 Paris CEDEX 07" in said
    assert "Accessibilité : non conforme" in page(town, "/")


def test_the_statement_has_every_part_that_the_law_asks(town: Town) -> None:
    audit(town, technologies="HTML", environment="Firefox et NVDA", tools="Contraste Finder")
    Plan.objects.create(
        commune=town.commune, first=TODAY.year, last=TODAY.year + 2, text="Former.", actions="Reprendre"
    )
    NonConformity.objects.create(
        commune=town.commune, what="Le plan n’a pas de texte", criterion="1.1", planned_on=date(2027, 3, 1)
    )
    NonConformity.objects.create(commune=town.commune, what="Déjà fait", mended_on=TODAY)
    Derogation.objects.create(
        commune=town.commune, kind="charge", what="Le cadastre", reason="Trop cher", instead="À la mairie"
    )
    Derogation.objects.create(commune=town.commune, kind="direct", what="Le conseil filmé")
    Contact.objects.create(commune=town.commune, name="Anne Référente", mailbox="anne@aubord.example")
    said = page(town)
    for part in (
        "Ce site est partiellement conforme",
        "en raison des non-conformités et des dérogations énumérées ci-dessous",
        f"schéma pluriannuel de mise en accessibilité {TODAY.year}–{TODAY.year + 2}",
        "réalisé le",
        "par Un cabinet révèle que 78 % des critères",
        "Le plan n’a pas de texte, critère 1.1 du RGAA, correction prévue le",
        "Le cadastre : Trop cher À la place : À la mairie",
        "Le conseil filmé : son ou vidéo diffusés en direct",
        "Cette déclaration a été établie le",
        "Technologies utilisées HTML",
        "Firefox et NVDA",
        "Contraste Finder",
        "Pages du site vérifiées Accueil Contact",
        "Anne Référente",
        "écrire au Défenseur des droits",
    ):
        assert part in said, part
    assert "Déjà fait" not in said
    plan = page(town, "/accessibilite/schema-pluriannuel/")
    assert "Former." in plan
    assert "Plan d’actions de l’année Reprendre" in plan


def test_what_is_common_is_inherited_and_a_commune_adds_its_own(town: Town) -> None:
    NonConformity.objects.create(departement=town.departement, what="Le menu du modèle")
    Plan.objects.create(departement=town.departement, first=TODAY.year, last=TODAY.year, text="Du CDG")
    common = Declaration.objects.get(departement=town.departement, current=True)
    assert [fault["what"] for fault in common.content["faults"]] == ["Le menu du modèle"]
    assert not Declaration.objects.filter(commune__isnull=False).exists()
    assert "Le menu du modèle" in page(town)
    NonConformity.objects.create(commune=town.commune, what="La carte")
    own = Declaration.objects.get(commune=town.commune, current=True)
    assert [fault["what"] for fault in own.content["faults"]] == ["La carte", "Le menu du modèle"]
    assert (own.content["plan"]["text"], own.own_plan) == ("Du CDG", False)
    Plan.objects.create(commune=town.commune, first=TODAY.year, last=TODAY.year, text="D’Aubord")
    assert "D’Aubord" in page(town, "/accessibilite/schema-pluriannuel/")


def test_a_common_audit_speaks_for_the_sites_only_where_it_says_so(town: Town) -> None:
    common = audit(town, commune=None, departement=town.departement, rate=100)
    assert "Ce site est non conforme" in page(town)
    common.for_sites = True
    common.save()
    assert "Ce site est totalement conforme" in page(town)
    NonConformity.objects.create(commune=town.commune, what="La carte")
    assert "Ce site est partiellement conforme" in page(town), "a fault that is known forbids the word « totalement »"


def test_another_departement_inherits_nothing(world: World, town: Town) -> None:
    NonConformity.objects.create(departement=town.departement, what="Le menu du modèle")
    assert bake(world.belleville.commune).error == ""
    assert Declaration.objects.filter(departement=world.belleville.departement).count() == 0
    content = declaring.content_of({}, {})
    assert content["faults"] == []


def test_a_version_is_written_when_what_it_says_changes_and_the_site_follows(town: Town) -> None:
    BakeState.objects.update(dirty_at=None)
    row = audit(town)
    assert Declaration.objects.get().number == 1
    row.save()
    assert Declaration.objects.count() == 1, "nothing else was said"
    row.rate = 80
    row.save()
    assert list(Declaration.objects.order_by("number").values_list("number", "current")) == [(1, False), (2, True)]
    assert Declaration.objects.get(number=1).content["audit"]["rate"] == 78
    row.delete()
    assert Declaration.objects.get(current=True).content["audit"] is None
    assert Declaration.objects.count() == 3


def test_what_came_without_a_signal_is_declared_by_the_worker(town: Town) -> None:
    NonConformity.objects.bulk_create([NonConformity(commune=town.commune, what="Reprise")])
    assert declaring.turn() == len(Declaration.objects.all()) > 0
    assert Declaration.objects.get(commune=town.commune).faults == 1
    assert declaring.turn() == 0


def test_a_plan_lasts_three_years_at_most_and_a_burden_is_justified(town: Town) -> None:
    client = enter(town.gestionnaire)
    long = {"first": 2026, "last": 2029, "text": "Long"}
    said = client.post(reverse("accessibilite:add", args=(town.commune.pk, "schemas")), long)
    assert "trois ans au plus" in text(said.content)
    burden = {"kind": "charge", "what": "Le cadastre"}
    said = client.post(reverse("accessibilite:add", args=(town.commune.pk, "derogations")), burden)
    assert "soit justifiée" in text(said.content)
    said = client.post(
        reverse("accessibilite:add", args=(town.commune.pk, "non-conformites")), {"what": "x", "criterion": "14.1"}
    )
    assert "Le RGAA n’a pas ce critère" in text(said.content)
    assert not Declaration.objects.exists()


def test_an_audit_is_written_by_who_says_that_people_made_it(town: Town) -> None:
    client = enter(town.gestionnaire)
    url = reverse("accessibilite:add", args=(town.commune.pk, "audits"))
    sent = {
        "on": TODAY.isoformat(),
        "by": "axe",
        "rate": "100",
        "version": "4.1",
        "pages": "Accueil",
        "technologies": "HTML",
    }
    assert client.post(url, sent).status_code == 200
    assert not Audit.objects.exists()
    assert client.post(url, sent | {"by_people": "on"}).status_code == 302
    assert Audit.objects.get().commune == town.commune
    assert "for_sites" not in text(client.get(url).content)


def test_a_contributeur_keeps_no_record_and_a_gestionnaire_not_the_common_one(town: Town, webmestre: User) -> None:
    record, common = (
        reverse("accessibilite:record", args=(town.commune.pk,)),
        reverse("accessibilite:common", args=(town.departement.pk,)),
    )
    row = NonConformity.objects.create(departement=town.departement, what="Le menu du modèle")
    edit = reverse("accessibilite:non-conformites_edit", args=(row.pk,))
    assert enter(town.contributeur).get(record).status_code in {302, 403, 404}
    client = enter(town.gestionnaire)
    assert "commun au département" in text(client.get(record).content)
    assert client.get(common).status_code == 404
    assert client.get(edit).status_code == 404
    theirs = enter(webmestre)
    assert theirs.get(common).status_code == 200
    assert theirs.post(edit, {"what": "Le menu", "where": "", "criterion": ""}).status_code == 302
    assert NonConformity.objects.get().what == "Le menu"


def test_whoever_keeps_one_record_is_led_to_it(town: Town) -> None:
    answer = enter(town.gestionnaire).get(reverse("accessibilite:index"))
    assert answer["Location"] == reverse("accessibilite:record", args=(town.commune.pk,))


def test_the_overview_is_filtered_taken_away_and_costs_the_same_for_all(world: World, town: Town) -> None:
    audit(town)
    client = enter(world.webmestre)

    def cost(query: str = "?p=1") -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            said = text(client.get(f"{reverse('accessibilite:index')}{query}").content)
        return len(queries), said

    cost()
    before, said = cost()
    assert "partiellement conforme" in said
    assert "non conforme" in said
    for other in range(3):
        NonConformity.objects.create(commune=world.belleville.commune, what=f"Défaut {other}")
    audit(world.belleville, rate=40)
    assert cost()[0] == before
    assert "Belleville" not in cost("?etat=partiel")[1].partition("Aubord")[2]
    assert "Belleville" not in cost("?q=aubord")[1].partition("Aubord")[2]
    table = b"".join(client.get(f"{reverse('accessibilite:index')}?export=csv")).decode()
    assert "30020,Aubord,partiellement conforme" in table
    assert "69264,Belleville,non conforme" in table


@pytest.mark.parametrize(("months", "sent"), [(40, 1), (31, 1), (28, 0)])
def test_an_audit_that_ends_is_told_at_home_and_by_mail_once(town: Town, months: int, sent: int) -> None:
    audit(town, days_ago=round(months * 30.5))
    told = [str(line.label) for line in lines(town.gestionnaire, [town.commune])]
    assert any("à renouveler" in label for label in told) == bool(sent)
    assert reminding.turn() == sent
    assert reminding.turn() == 0, "each notice once"
    assert {message.to[0] for message in Message.objects.all()} >= ({town.gestionnaire.email} if sent else set())
    assert town.contributeur.email not in {message.to[0] for message in Message.objects.all()}
    if sent:
        assert "Aubord" in Message.objects.all()[0].subject


def test_a_common_plan_that_ends_is_told_to_the_webmestres_of_the_departement_alone(
    town: Town, webmestre: User
) -> None:
    NonConformity.objects.create(commune=town.commune, what="La carte")
    Plan.objects.create(departement=town.departement, first=TODAY.year - 2, last=TODAY.year - 1, text="Fini")
    assert reminding.turn() == 1
    recipients = {message.to[0] for message in Message.objects.all()}
    assert webmestre.email in recipients
    assert town.gestionnaire.email not in recipients
    assert "a pris fin avec l’année" in Message.objects.all()[0].body
    assert "arrivé à son terme" in page(town)


def test_nobody_else_reads_the_record_of_a_commune(world: World, town: Town) -> None:
    audit(town)
    stranger = enter(world.belleville.gestionnaire)
    for url in (
        reverse("accessibilite:record", args=(town.commune.pk,)),
        reverse("accessibilite:version", args=(Declaration.objects.get().pk,)),
        reverse("accessibilite:audits_edit", args=(Audit.objects.get().pk,)),
    ):
        assert stranger.get(url).status_code in {403, 404}, url


def test_a_version_that_was_published_can_be_read_again(town: Town) -> None:
    audit(town)
    said = enter(town.gestionnaire).get(reverse("accessibilite:version", args=(Declaration.objects.get().pk,)))
    assert "78 % des critères" in text(said.content)


def test_a_stranger_is_asked_to_log_in() -> None:
    assert Client().get(reverse("accessibilite:index")).status_code in {302, 404}
