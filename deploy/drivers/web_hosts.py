"""The names web servers answer for: the embedded one and Caddy both follow the folder ``hosts`` that a bake lays down.

Giving a name belongs to the site, whose driver knows which of its names shows it; taking one away belongs here. A
commune whose convention ends keeps its site, its pages and what was baked of them: no name leads to them until another
order gives one.
"""

from wagtail.models import Site

from deploy.drivers.memory import MemoryDriver
from sites.models import Host
from sites.plan import Action, Change

#: RFC 2606 §2: a name that nobody can have. Wagtail wants one for each site, and no two alike.
NO_NAME = "{}.invalid"


class WebHostsDriver(MemoryDriver):
    """Remembers what it was given, as the driver it extends does."""

    def __init__(self) -> None:
        """Names only."""
        super().__init__({"vhost"})

    def apply(self, change: Change) -> None:
        """At most five statements. A name that another commune has taken since is left to it."""
        super().apply(change)
        if change.action is Action.DELETE:
            # Deleting marks the commune: the bake that follows takes the name away from the folder.
            Host.objects.filter(name=change.key[1], commune__insee=change.group).delete()
            named = Site.objects.filter(commune__insee=change.group, hostname=change.key[1])
            named.update(hostname=NO_NAME.format(change.group.lower()))
