"""What a plan does, in the words of the desk: one sentence for each kind of thing and each action. Data."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sites.plan import Action

# The rooms of a commune's plan, in the order in which they are read.
ROOMS: Mapping[str, Promise] = {
    "site": _("Le site"),
    "address": _("L’adresse"),
    "mail": _("Le courrier"),
    "people": _("Les personnes"),
}
ROOM_OF: Mapping[str, str] = {
    "site": "site",
    "domain": "address",
    "dns": "address",
    "vhost": "address",
    "mailbox": "mail",
    "alias": "mail",
    "person": "people",
}
# « %(changes)s » lists what differs, « taille (Go) : 5 → 10 ». Two changes that say the same are told once.
SENTENCES: Mapping[tuple[str, Action], Promise] = {
    ("site", Action.CREATE): _("Ouvre le site, pack %(pack)s, modèle %(theme)s."),
    ("site", Action.UPDATE): _("Change le site\u00a0: %(changes)s."),
    ("site", Action.ORPHAN): _("Le site n’est plus commandé\u00a0: il reste, rien n’est supprimé."),
    ("domain", Action.CREATE): _("Réserve le nom de domaine %(name)s, ou le fait venir."),
    ("domain", Action.UPDATE): _("Change le nom de domaine %(name)s\u00a0: %(changes)s."),
    ("domain", Action.ORPHAN): _("Le nom de domaine %(name)s n’est plus commandé\u00a0: il est gardé."),
    ("dns", Action.CREATE): _("Fait mener %(name)s au site."),
    ("dns", Action.UPDATE): _("Corrige où mène %(name)s\u00a0: %(changes)s."),
    ("dns", Action.DELETE): _("%(name)s ne mène plus au site."),
    ("mailbox", Action.CREATE): _("Crée la boîte %(name)s, %(gigabytes)s\u00a0Go."),
    ("mailbox", Action.UPDATE): _("Change la boîte %(name)s\u00a0: %(changes)s."),
    ("mailbox", Action.ORPHAN): _("La boîte %(name)s n’est plus commandée\u00a0: elle est gardée, avec ses messages."),
    ("alias", Action.CREATE): _("Redirige %(name)s vers %(targets)s."),
    ("alias", Action.UPDATE): _("Change la redirection %(name)s\u00a0: %(changes)s."),
    ("alias", Action.DELETE): _("Retire la redirection %(name)s."),
    ("vhost", Action.CREATE): _("Le site répond à l’adresse %(name)s."),
    ("vhost", Action.UPDATE): _("Change ce que répond l’adresse %(name)s\u00a0: %(changes)s."),
    ("vhost", Action.DELETE): _("Le site ne répond plus à l’adresse %(name)s."),
    ("person", Action.CREATE): _("Invite %(who)s (%(email)s), %(role)s."),
    ("person", Action.UPDATE): _("Change l’accès de %(who)s\u00a0: %(changes)s."),
    ("person", Action.DELETE): _("Retire l’accès de %(who)s (%(email)s) à ce site."),
}
# What the records of a domain's mail do, all told in one sentence.
MAIL_RECORDS: Mapping[Action, Promise] = {
    Action.CREATE: _("Règle le courrier de %(zone)s\u00a0: réception, signature, logiciels de messagerie."),
    Action.UPDATE: _("Corrige les réglages du courrier de %(zone)s."),
    Action.DELETE: _("Retire des réglages du courrier de %(zone)s."),
}
CERTIFICATES: Mapping[Action, Promise] = {
    Action.CREATE: _("Dit qui peut délivrer le certificat de %(zone)s."),
    Action.UPDATE: _("Corrige qui peut délivrer le certificat de %(zone)s."),
    Action.DELETE: _("Ne dit plus qui peut délivrer le certificat de %(zone)s."),
}
REDIRECTION: Promise = _("%(name)s renvoie vers %(target)s.")
# Without them a site is not put online: what the order did not say is asked for in the admin.
NEEDED: Mapping[str, Promise] = {
    "address": _("l’adresse"),
    "phone": _("le téléphone"),
    "director": _("la direction de la publication"),
}
