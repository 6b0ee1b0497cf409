"""``equipe_municipale.toml``: members in their order, then commissions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from cms.takeover.errors import ContentError
from cms.takeover.toml import checked

if TYPE_CHECKING:
    from sites.modules import Files

KEYS: Mapping[str, type] = {"elus": list, "commissions": list}
MEMBER_KEYS: Mapping[str, type] = {
    "nom": str, "place": str, "fonction": str, "delegations": str, "liste": str, "permanence": str, "photo": str,
}  # fmt: skip
COMMISSION_KEYS: Mapping[str, type] = {"nom": str, "objet": str, "presidence": str, "membres": list}


def write(commune: Any, table: Mapping[str, Any], files: "Files") -> bool:
    """Write what the file says; whether anything changed."""
    table = checked(table, KEYS)
    members = [checked(one, MEMBER_KEYS, ("nom",)) for one in table.get("elus", [])]
    commissions = [checked(one, COMMISSION_KEYS, ("nom",)) for one in table.get("commissions", [])]
    changed = [_member(commune, one, files) for one in members]
    changed += [_commission(commune, one) for one in commissions]
    return any(changed)


def _member(commune: Any, told: Mapping[str, Any], files: "Files") -> bool:
    values = {
        "group": told.get("place", "conseiller"),
        "function": told.get("fonction", ""),
        "delegations": told.get("delegations", ""),
        "majority": told.get("liste", ""),
        "hours": told.get("permanence", ""),
    }
    if told.get("photo"):
        values["photo_id"] = files.picture(told["photo"], told["nom"])
    model: Any = apps.get_model("equipe_municipale.Elu")
    row = model._default_manager.filter(commune=commune, name=told["nom"]).first()
    return _saved(row or model(commune=commune, name=told["nom"]), values)


def _saved(row: Any, values: Mapping[str, Any]) -> bool:
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return True


def _commission(commune: Any, told: Mapping[str, Any]) -> bool:
    model: Any = apps.get_model("equipe_municipale.Commission")
    people = {row.name: row for row in apps.get_model("equipe_municipale.Elu")._default_manager.filter(commune=commune)}
    names = list(dict.fromkeys([*filter(None, [told.get("presidence")]), *told.get("membres", [])]))
    if unknown := [name for name in names if name not in people]:
        raise ContentError(_("« %(name)s » n’est pas parmi les élus du fichier.") % {"name": unknown[0]})
    row = model._default_manager.filter(commune=commune, name=told["nom"]).first()
    row = row or model(commune=commune, name=told["nom"])
    president = people.get(told.get("presidence", ""))
    changed = _saved(row, {"mission": told.get("objet", ""), "president": president})
    wanted = {people[name].pk for name in names}
    if wanted == set(row.members.values_list("pk", flat=True)):
        return changed
    row.members.set(wanted)
    row.save()  # what is linked to a row sends no signal of its own
    return True
