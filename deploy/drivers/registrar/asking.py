"""How a registrar is asked: through the door of all vendors, with the errors of this room."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from deploy.drivers.asking.door import Voice
from deploy.drivers.registrar.base import DoubtError, RegistrarError

NOT_FOUND = 404


class Refused(RegistrarError):  # noqa: N818  # it is what it says, and a RegistrarError
    """The registrar said no, with the status ``code``."""

    def __init__(self, code: int, said: str) -> None:
        """``said`` is its own words, already without any secret."""
        super().__init__(_("le bureau d’enregistrement refuse (%(code)d) : %(said)s") % {"code": code, "said": said})
        self.code = code


REGISTRAR = Voice("le bureau d’enregistrement", RegistrarError, DoubtError, Refused)


def known(ask: Callable[[], Any]) -> dict[str, Any] | None:
    """What is told of a thing; ``None`` when the registrar knows none of that name."""
    try:
        found = ask()
    except Refused as error:
        if error.code == NOT_FOUND:
            return None
        raise
    return found if isinstance(found, dict) else {}
