"""A training site made new again: what goes, what stays, and whose it is."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings

from cms.models import BasePage, DocumentFile, Picture
from cms.partage.models import Rule
from deploy.ecole import resetting
from deploy.ecole.erasing import KEPT, owned
from deploy.models import HeldResource, Subscription
from deploy.resources import CmsSite
from sites.models import Commune, Membership
from tests.sites.tenancy.planted import PlantedWorld, build_planted_world

#: What one reset may leave for later, or writes for everybody.
MACHINERY = frozenset({"django_tasks_database.DBTaskResult", "taggit.Tag", "contenttypes.ContentType"})


@pytest.fixture
def planted(db: None, tmp_path: Path, settings: LazySettings) -> PlantedWorld:
    settings.BEFFROI_VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    made = build_planted_world()
    train(made.aubord.town.commune)
    return made


def train(commune: Commune) -> None:
    Commune.objects.filter(pk=commune.pk).update(training=True)
    Subscription.objects.filter(commune=commune.insee).update(training=True)
    facts = {
        "name": commune.name, "insee": commune.insee, "departement": "30", "departement_name": "Gard",
        "region_name": "", "population": 500, "postcodes": ["30000"], "siren": "", "epci_name": "",
        "latitude": None, "longitude": None,
    }  # fmt: skip
    site = CmsSite(commune.insee, facts, commune.pack, commune.theme, "aubord.localhost", training=True)
    payload = {name: getattr(site, name) for name in site.__dataclass_fields__ if name not in {"kind", "rank", "kept"}}
    HeldResource.objects.filter(kind="site", name=commune.insee).delete()
    HeldResource.objects.create(kind="site", group=commune.insee, name=commune.insee, payload=payload)


def counts() -> Counter[str]:
    return Counter(
        {model._meta.label: model._default_manager.count() for model in apps.get_models()}  # every table there is
    )


def of(commune: Commune) -> dict[str, int]:
    found = {}
    for model, name, is_site in owned():
        key = commune.site_id if is_site else commune.pk
        found[model._meta.label] = model._default_manager.filter(**{name: key}).count()
    home = commune.site.root_page
    found["pages"] = BasePage.objects.descendant_of(home).count()
    for media in (Picture, DocumentFile):
        found[media._meta.label] = media.objects.filter(collection__path__startswith=commune.collection.path).count()
    return found


def test_the_other_commune_loses_nothing(planted: PlantedWorld) -> None:
    other, mine = planted.belleville.town.commune, planted.aubord.town.commune
    before, people = of(other), Membership.objects.count()
    assert sum(before.values()) > 20
    resetting.reset(mine)
    assert of(other) == before
    assert Membership.objects.count() == people
    assert of(mine)[Picture._meta.label] == of(mine)[DocumentFile._meta.label] == 0


def test_a_row_of_another_commune_that_names_this_one_stays(planted: PlantedWorld) -> None:
    other, mine = planted.belleville.town.commune, planted.aubord.town.commune
    rule = Rule.objects.create(commune=other, scope="commune", source=mine)
    own = Rule.objects.create(commune=mine, scope="commune", source=other)
    resetting.reset(mine)
    assert set(Rule.objects.filter(pk__in=[rule.pk, own.pk])) == {rule}


def test_of_each_table_one_key_at_most_says_whose_the_row_is() -> None:
    tables = Counter(model for model, _name, _site in owned())
    assert set(tables.values()) == {1}
    named = {
        model for model in apps.get_models() if any(f.related_model is Commune for f in model._meta.concrete_fields)
    }
    left = {model for model in named if model._meta.app_label not in KEPT} - set(tables)
    assert left == set()  # a table that names two communes says in its policy whose it is


def test_a_second_reset_changes_no_number(planted: PlantedWorld) -> None:
    commune = planted.aubord.town.commune
    resetting.reset(commune)
    before = counts()
    resetting.reset(Commune.objects.get(pk=commune.pk))
    after = counts()
    assert {k: (before[k], after[k]) for k in after if after[k] != before[k] and k not in MACHINERY} == {}
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_a_reset_cut_short_leaves_the_old_site(planted: PlantedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    commune = planted.aubord.town.commune
    before = counts()

    def cut(_commune: Commune) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(resetting, "plant_again", cut)
    with pytest.raises(KeyboardInterrupt):
        resetting.reset(commune)
    assert counts() == before


def test_a_real_site_is_never_emptied(planted: PlantedWorld) -> None:
    before = counts()
    with pytest.raises(resetting.NotTrainingError):
        resetting.reset(planted.belleville.town.commune)
    assert counts() == before
