"""The settings name the vendors; what none of them holds stays on paper."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from deploy.drivers.chosen import ROOMS, drivers


def test_by_default_everything_but_the_sites_is_on_paper() -> None:
    assert [type(driver).__name__ for driver in drivers()] == [
        "MemoryDriver",
        "WebHostsDriver",
        "CmsSiteDriver",
        "CmsPeopleDriver",
    ]
    assert not any(driver.external for driver in drivers())


@pytest.mark.parametrize("setting", sorted(ROOMS))
def test_an_unknown_vendor_is_refused_with_the_choices(setting: str) -> None:
    with override_settings(**{setting: "nuage"}), pytest.raises(ImproperlyConfigured) as refused:
        drivers()
    assert f"{setting} : « nuage » est inconnu ; les choix sont memory" in str(refused.value)
