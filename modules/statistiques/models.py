"""Views of pages by day, and how far each log was read."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from sites.tenancy.reach import owned_by_commune

# Id of a commune, day, address, times.
Count = tuple[int, date, str, int]


class Daily(models.Model):
    """How many times an address of a site was asked for on a day. Of who asked, nothing was ever known."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    day = models.DateField(_("jour"))
    path = models.CharField(_("adresse"), max_length=255)

    # It stands on no page: counting a reading must not bake the site again.
    baked: ClassVar = False

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.path} {self.day}"

    @classmethod
    def add(cls, rows: Sequence[Count]) -> None:
        """Add to what stands, or lay down: one statement, whatever was known."""
        if not rows:
            return
        table = connection.ops.quote_name(cls._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(name) for name in ("commune_id", "day", "path", "count"))
        count = connection.ops.quote_name("count")
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s) "  # noqa: S608  # names of our own model
                f"ON CONFLICT (commune_id, day, path) DO UPDATE SET {count} = {table}.{count} + excluded.{count}",
                rows,
            )


@owned_by_commune()
class Views(Daily):
    """How many times a page was read on a day."""

    count = models.PositiveIntegerField(_("lectures"))

    class Meta:
        verbose_name = _("lectures d’une page")
        verbose_name_plural = _("lectures des pages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "day", "path"], name="one_count_a_page_and_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="views_by_day")]


@owned_by_commune(area="redirect")
class Missing(Daily):
    """How many times an address that leads nowhere was asked for on a day."""

    count = models.PositiveIntegerField(_("demandes"))

    class Meta:
        verbose_name = _("adresse introuvable")
        verbose_name_plural = _("adresses introuvables")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "day", "path"], name="one_count_a_missing_address_and_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="missing_by_day")]


@owned_by_commune(area="redirect")
class Ignored(models.Model):
    """An address that leads nowhere, and that somebody chose to leave so."""

    commune = models.ForeignKey("sites.Commune", on_delete=models.CASCADE, related_name="+", verbose_name=_("commune"))
    path = models.CharField(_("adresse"), max_length=255)

    baked: ClassVar = False

    class Meta:
        verbose_name = _("adresse ignorée")
        verbose_name_plural = _("adresses ignorées")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune", "path"], name="an_address_is_ignored_once"),
        ]

    def __str__(self) -> str:
        return self.path


class ReadLog(models.Model):
    """A log, known by its place on the disk (it keeps it when it is renamed), and the bytes already counted."""

    inode = models.CharField(max_length=64, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("journal lu")
        verbose_name_plural = _("journaux lus")

    def __str__(self) -> str:
        return self.inode
