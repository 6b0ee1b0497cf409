"""What the demonstration shows at the end: one site for each pack, and who may log in."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from cms.terminal.greeting import address
from deploy.demo.orders import PEOPLE
from deploy.demo.towns import SHOWCASES
from sites.models import Commune
from sites.tenancy.roles import Role
from sites.themes import load

WIDEST = 23  # a password; never cut, even where the terminal is narrow
WEBMESTRE = ("webmestre@cdg.example", "Dominique Églantier")


def show(console: Console, logins: Path, port: int) -> None:
    """Both tables."""
    communes = Commune.objects.filter(insee__in=SHOWCASES).select_related("site").in_bulk(field_name="insee")
    sites = Table(title=_("Un site par pack"), title_justify="left", title_style="bold")
    for heading in (_("Pack"), _("Thème"), _("Commune"), _("Adresse")):
        sites.add_column(heading)
    for insee, showcase in SHOWCASES.items():
        commune = communes[insee]
        theme = load(commune.theme).label
        sites.add_row(showcase.pack.label, theme, commune.name, address(commune.site.hostname, port))
    console.print()
    console.print(sites)
    people = Table(title=_("Comptes de la démonstration"), title_justify="left", title_style="bold")
    people.add_column(_("Qui"))
    for heading in (_("Adresse électronique"), _("Mot de passe")):
        people.add_column(heading, no_wrap=True, min_width=WIDEST)
    known = passwords(logins)
    for role, where, email in accounts({insee: commune.name for insee, commune in communes.items()}):
        people.add_row(f"{role}, {where}", email, known.get(email, _("déjà changé")))
    console.print(people)
    admin = address(settings.BEFFROI_ADMIN_HOST, port)
    console.print(_("Administration : %s") % admin)
    console.print(
        _(
            "Le webmestre installe son second facteur à la première connexion ; sans téléphone, le code du moment "
            "s’obtient par « beffroi webmestre %s --code »."
        )
        % WEBMESTRE[0]
    )
    console.print(_("Ces mots de passe restent dans %s (lisible par vous seul).") % logins)


def accounts(names: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    """``(role, communes, address)`` of each account; somebody who works in three communes is one account."""
    by_email: dict[str, tuple[str, list[str]]] = {}
    for insee, role, _name, email in PEOPLE:
        by_email.setdefault(email, (str(Role(role).label), []))[1].append(names[insee])
    rows = [(role, ", ".join(where), email) for email, (role, where) in by_email.items()]
    return [(str(Role.WEBMESTRE.label), _("toutes les communes"), WEBMESTRE[0]), *rows]


def passwords(path: Path) -> dict[str, str]:
    """The last password written for each address."""
    if not path.exists():
        return {}
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1] for line in lines if len(line) > 1}
