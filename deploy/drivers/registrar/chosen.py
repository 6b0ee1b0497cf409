"""The registrar that the settings choose, for who needs it outside of a plan."""

from deploy.drivers.chosen import by_kind
from deploy.drivers.registrar.base import Registrar
from deploy.drivers.registrar.domains import DomainDriver
from deploy.resources import Domain


def chosen_registrar() -> Registrar | None:
    """``None`` where domains exist on paper only."""
    driver = by_kind()[Domain.kind]
    return driver.registrar if isinstance(driver, DomainDriver) else None
