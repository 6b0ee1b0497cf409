"""``beffroi migrate`` with a bar: the command itself says when each migration is done."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cms.terminal.interruption import whole
from cms.terminal.progress import Advance, bar

DONE = " OK"


class Listener(StringIO):
    """Where ``migrate`` writes; each « OK » is a migration."""

    def __init__(self, advance: Advance) -> None:
        super().__init__()
        self._advance = advance

    def write(self, said: str) -> int:
        """Keep what is said, and count."""
        if DONE in said:
            self._advance()
        return super().write(said)


def migrate() -> None:
    """Bring the database up to date; nothing is drawn when it is.

    Ctrl-C waits for the end of a migration: its tables are committed before it is noted as done; stopped in between, it
    would make them twice.
    """
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        with bar(_("Base de données"), waiting) as advance, whole():
            call_command("migrate", stdout=Listener(advance), no_color=True)
