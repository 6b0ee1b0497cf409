"""A commune's site as data: who it belongs to, under which names it answers, what was bought, what is online."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.tenancy.roles import Role


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their e-mail address, whatever its case."""

    def _create(self, email: str, password: str | None, **fields: Any) -> "User":
        if not email:
            raise ValueError(_("Une adresse électronique est nécessaire."))
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account without any right; a ``Membership`` gives them."""
        return self._create(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account of the platform's own team."""
        return self._create(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Used at log-in; e-mail addresses are compared without case."""
        return self.get(email__iexact=username)


# An address, in what reads mail, or a line of its own; « J.-P. » is none.
NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029:/@<>\\]|\.\w{2}")


def plain_name(value: str) -> None:
    """Raise ``ValidationError`` for a name that would lead who reads it in a message somewhere else."""
    if NO_NAME.search(value):
        raise ValidationError(_("Écrivez un nom seul\u00a0: ni adresse, ni retour à la ligne."), "no_name")


class User(AbstractUser):
    """A person. The e-mail address is the name of the account; rights come from memberships alone."""

    username = None  # type: ignore[assignment]  # the address stands for it
    email = models.EmailField(_("adresse électronique"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Messages to others begin with these names."""
        super().clean()
        plain_name(self.first_name)
        plain_name(self.last_name)


class Departement(models.Model):
    """A département: the folder of its communes' pages, and of their collections."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    name = models.CharField(_("nom"), max_length=60)
    folder = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("dossier")
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", verbose_name=_("collection")
    )

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """One tenant: a site whose root page is its home page, a collection, a pack."""

    insee = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=100)
    departement = models.ForeignKey(
        Departement, on_delete=models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.PROTECT, related_name="commune", verbose_name=_("site")
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="commune", verbose_name=_("collection")
    )
    pack = models.CharField(_("pack"), max_length=20)
    theme = models.CharField(_("thème"), max_length=40, default="causse")
    population = models.PositiveIntegerField(_("population"), default=0)
    epci = models.CharField(
        _("intercommunalité"),
        max_length=9,
        blank=True,
        db_index=True,
        help_text=_("Numéro SIREN : les sites qui ont le même sont de la même intercommunalité."),
    )
    options = models.JSONField(
        _("options"),
        default=dict,
        blank=True,
        help_text=_("Modules et droits ajoutés ou retirés au pack : modules_on, modules_off, rights_on."),
    )
    validation = models.BooleanField(
        _("validation avant publication"),
        default=False,
        help_text=_("Une contributrice propose, une personne de la mairie valide."),
    )
    demo = models.BooleanField(
        _("site de démonstration"),
        default=False,
        help_text=_("Affiché comme tel, et absent des moteurs de recherche."),
    )
    training = models.BooleanField(
        _("site d’entraînement"), default=False, help_text=_("Remis à neuf chaque nuit, et absent des moteurs.")
    )

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A name under which a commune answers. The primary one is that of its Wagtail ``Site``; the others lead to it."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="hosts", verbose_name=_("commune"))
    name = models.CharField(_("nom d’hôte"), max_length=253, unique=True)
    is_primary = models.BooleanField(_("adresse principale"), default=False)

    class Meta:
        verbose_name = _("adresse")
        verbose_name_plural = _("adresses")
        ordering = ("-is_primary", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commune"], condition=Q(is_primary=True), name="one_primary_host"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """``user`` holds ``role`` on one commune; a webmestre may also hold it on a département, or everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("compte")
    )
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices)
    commune = models.ForeignKey(
        Commune,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("commune"),
    )
    departement = models.ForeignKey(
        Departement, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("département")
    )

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "commune"], name="one_role_per_commune"),
            models.CheckConstraint(
                condition=Q(commune__isnull=False, departement__isnull=True)
                | Q(commune__isnull=True, role=Role.WEBMESTRE),
                name="wide_memberships_are_for_webmestres",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} : {self.get_role_display()} ({self.commune or self.departement or _('partout')})"


class BakeState(models.Model):
    """What stands online for a commune, and whether it is out of date. One row per commune, made with it."""

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, primary_key=True, related_name="bake_state")
    # Grows with each change: tells a bake that the commune changed again meanwhile, and previews that menus did.
    version = models.PositiveBigIntegerField(_("version"), default=0)
    dirty_at = models.DateTimeField(_("modifié à"), null=True, blank=True, db_index=True)
    claimed_at = models.DateTimeField(_("pris en charge à"), null=True, blank=True)
    live_at = models.DateTimeField(_("en ligne à"), null=True, blank=True)
    due_at = models.DateTimeField(
        _("prochaine échéance"), null=True, blank=True, db_index=True, help_text=_("Contenu daté qui change seul.")
    )
    retry_at = models.DateTimeField(_("nouvel essai à"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    generation = models.PositiveIntegerField(_("génération"), default=0)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    removals = models.PositiveIntegerField(
        _("retraits expliqués"),
        default=0,
        help_text=_("Pages retirées par une action, depuis la dernière mise en ligne."),
    )
    error = models.TextField(_("erreur"), blank=True)
    error_page = models.CharField(_("page en erreur"), max_length=255, blank=True)
    traceback = models.TextField(_("trace technique"), blank=True)

    class Meta:
        verbose_name = _("état de publication")
        verbose_name_plural = _("états de publication")

    def __str__(self) -> str:
        return f"{self.commune} : {self.live_at or _('jamais en ligne')}"
