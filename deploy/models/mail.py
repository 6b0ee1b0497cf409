"""Mail as our own tables hold it. Postfix, Dovecot and SOGo read the views ``mail_…`` that a migration lays over them.

Nothing in the views is an account of the CMS, and no password of the CMS stands here: hashes are those that Dovecot
and SOGo check (``deploy.mail.passwords``).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ADDRESS = 254  # RFC 5321 §4.5.3.1.3, without the brackets


class MailState(models.TextChoices):
    """Active, or closed in one of two ways: a suspended box comes back as it was, an archived one will be deleted."""

    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspendue")
    ARCHIVED = "archived", _("archivée")


class MailDomain(models.Model):
    """What follows the @: a domain of one commune, or the shared one of the CDG (then ``insee`` is empty)."""

    name = models.CharField(_("nom"), max_length=253, primary_key=True)
    insee = models.CharField(_("commune"), max_length=5, blank=True, db_index=True)
    selector = models.CharField(_("sélecteur DKIM"), max_length=40)

    class Meta:
        verbose_name = _("domaine de messagerie")
        verbose_name_plural = _("domaines de messagerie")

    def __str__(self) -> str:
        return self.name


class Mailbox(models.Model):
    """A place where mail is kept. ``address`` is whole and in lower case."""

    address = models.CharField(_("adresse"), max_length=ADDRESS, unique=True)
    local = models.CharField(_("nom"), max_length=64)
    domain = models.ForeignKey(
        MailDomain, on_delete=models.PROTECT, related_name="mailboxes", verbose_name=_("domaine")
    )
    insee = models.CharField(_("commune"), max_length=5, db_index=True)
    quota = models.BigIntegerField(_("place (octets)"))
    style = models.CharField(_("type"), max_length=13)
    state = models.CharField(_("état"), max_length=9, choices=MailState.choices, default=MailState.ACTIVE)
    recovery = models.CharField(
        _("adresse de secours"), max_length=ADDRESS, blank=True, help_text=_("Où part le lien qui ouvre la boîte.")
    )
    password = models.CharField(_("empreinte du mot de passe"), max_length=255, blank=True)
    password_set_at = models.DateTimeField(_("mot de passe choisi à"), null=True, blank=True)
    link_sent_at = models.DateTimeField(_("lien envoyé à"), null=True, blank=True)
    archived_on = models.DateField(_("archivée le"), null=True, blank=True)
    delete_on = models.DateField(_("à effacer le"), null=True, blank=True)

    class Meta:
        verbose_name = _("boîte aux lettres")
        verbose_name_plural = _("boîtes aux lettres")
        ordering = ("address",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quota__gt=0), name="a_mailbox_has_room"),
            models.CheckConstraint(
                condition=Q(state="archived", delete_on__isnull=False) | ~Q(state="archived"),
                name="an_archive_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class MailShare(models.Model):
    """Someone else who opens a box, from a box of their own."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="shares", verbose_name=_("boîte"))
    member = models.CharField(_("ouverte aussi à"), max_length=ADDRESS)

    class Meta:
        verbose_name = _("partage de boîte")
        verbose_name_plural = _("partages de boîtes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailbox", "member"], name="one_share_per_member")]

    def __str__(self) -> str:
        return f"{self.mailbox} → {self.member}"


class MailAlias(models.Model):
    """An address that stores nothing. With several targets it is a group."""

    address = models.CharField(_("adresse"), max_length=ADDRESS, unique=True)
    domain = models.ForeignKey(MailDomain, on_delete=models.PROTECT, related_name="aliases", verbose_name=_("domaine"))
    insee = models.CharField(_("commune"), max_length=5, db_index=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("alias")
        ordering = ("address",)

    def __str__(self) -> str:
        return self.address


class MailTarget(models.Model):
    """Where an alias leads."""

    alias = models.ForeignKey(MailAlias, on_delete=models.CASCADE, related_name="targets", verbose_name=_("alias"))
    address = models.CharField(_("vers"), max_length=ADDRESS, db_index=True)

    class Meta:
        verbose_name = _("destination d’alias")
        verbose_name_plural = _("destinations d’alias")
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["alias", "address"], name="one_target_per_alias")]

    def __str__(self) -> str:
        return f"{self.alias} → {self.address}"


class MailChore(models.Model):
    """What only the machine of Dovecot can do, queued for ``beffroi courriel entretenir``: done once, else retried."""

    class Kind(models.TextChoices):
        KICK = "kick", _("fermer les connexions")
        SHARE = "share", _("ouvrir à quelqu’un")
        UNSHARE = "unshare", _("fermer à quelqu’un")
        REMOVE = "remove", _("effacer le courrier")

    kind = models.CharField(_("nature"), max_length=8, choices=Kind.choices)
    address = models.CharField(_("boîte"), max_length=ADDRESS, db_index=True)
    member = models.CharField(_("personne"), max_length=ADDRESS, blank=True)
    asked_at = models.DateTimeField(_("demandée à"), auto_now_add=True)
    done_at = models.DateTimeField(_("faite à"), null=True, blank=True)
    error = models.CharField(_("erreur"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tâche de messagerie")
        verbose_name_plural = _("tâches de messagerie")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.address} {self.member}".strip()
