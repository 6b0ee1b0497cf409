"""Where the addresses of an order lead: nowhere in circles, and to nobody who does not exist. Pure."""

from collections.abc import Iterable, Mapping

from deploy.subscriptions import OrderedMailbox

Alias = tuple[str, tuple[str, ...]]


def loose_end(boxes: Iterable[OrderedMailbox], aliases: Iterable[Alias], own: frozenset[str]) -> tuple[str, str] | None:
    """The key and the French sentence of the first thing that leads nowhere; ``None`` when all is well.

    ``own`` are the domains that only this order gives addresses on: a target there must be one of them.
    """
    boxes, targets = tuple(boxes), dict(aliases)
    addresses = {box.address for box in boxes}
    for box in boxes:
        if box.recovery == box.address:
            return "secours", f"« {box.address} » ne peut pas être sa propre adresse de secours."
        for member in box.members:
            if member == box.address:
                return "partage", f"« {box.address} » n’a pas à être ouverte à elle-même."
            if member not in addresses:
                return "partage", f"« {member} » n’est pas une boîte de cette commande."
    for address, leads_to in targets.items():
        for target in leads_to:
            if target.rpartition("@")[2] in own and target not in addresses | targets.keys():
                return (
                    "vers",
                    f"« {address} » mène à « {target} », qui n’est ni une boîte ni un alias de cette commande.",
                )
    if around := _around(targets):
        return "vers", f"« {around} » finit par se contenir lui-même."
    return None


def _around(targets: Mapping[str, Iterable[str]]) -> str:
    """An alias from which one comes back to it, or an empty string."""
    settled: set[str] = set()
    for start in sorted(targets):
        following = list(targets[start])
        seen: set[str] = set()
        while following:
            address = following.pop()
            if address == start:
                return start
            if address not in seen | settled:
                seen.add(address)
                following += targets.get(address, ())
        settled.add(start)
    return ""
