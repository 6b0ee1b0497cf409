"""What the people of the directory do from the site: register, correct, confirm, remove. No account."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.courrier.queue import RefusedMessageError
from cms.courrier.queue import send as send_message
from cms.guichet import receive
from cms.guichet.questions import Sheet
from cms.models import Mairie
from modules.annuaire.actors import links, moderation
from modules.annuaire.actors.sheet import BASE, correction, filled, new_sheet
from modules.annuaire.listing import REGISTER
from modules.annuaire.models import Annuaire, Fiche
from sites.bake.reader import below
from sites.public import answers

FORM = "annuaire/inscription.html"
SEE_OTHER = 303
OFFERED = {
    links.TRUE: gettext_lazy("Oui, tout est exact"),
    links.REMOVE: gettext_lazy("Retirer ma fiche"),
}

challenge = require_GET(receive.challenge)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A new entry is proposed."""
    sheet = _new(request)
    return receive.receive(request, sheet, _again(request, _("Inscrire mon activité")))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Read again, and confirmed."""
    return receive.confirm(request, _new(request))


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Thanked."""
    return receive.thank(request, _new(request))


@require_GET
def correct(request: HttpRequest, fiche_id: int) -> HttpResponse:
    """A form that anybody may fill in, with what the site shows already."""
    fiche, sheet = _shown(request, fiche_id)
    return answers.themed(request, FORM, _title(fiche), {"form": filled(sheet, fiche)})


@require_POST
def correct_send(request: HttpRequest, fiche_id: int) -> HttpResponse:
    """What anybody proposes about an entry."""
    fiche, sheet = _shown(request, fiche_id)
    return receive.receive(request, sheet, _again(request, _title(fiche)))


@require_POST
def correct_confirm(request: HttpRequest, fiche_id: int) -> HttpResponse:
    """Read again, and confirmed."""
    return receive.confirm(request, _shown(request, fiche_id)[1])


@require_GET
def correct_received(request: HttpRequest, fiche_id: int) -> HttpResponse:
    """Thanked."""
    return receive.thank(request, _shown(request, fiche_id)[1])


@require_GET
def held(request: HttpRequest, token: str) -> HttpResponse:
    """The form of who holds the entry, who alone may read what the site does not show."""
    found = _held(request, token)
    if found is None:
        return _void(request)
    return _private(answers.themed(request, FORM, _title(found[0]), {"form": filled(found[1], found[0])}))


@require_POST
def held_send(request: HttpRequest, token: str) -> HttpResponse:
    """Sent once: the link is used as soon as the correction is kept."""
    found = _held(request, token)
    if found is None:
        return _void(request)
    fiche, sheet = found
    answer = receive.receive(request, sheet, _again(request, _title(fiche)))
    if answer.status_code == SEE_OTHER:
        _use(fiche)
    return _private(answer)


@require_POST
def held_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Read again, and confirmed."""
    found = _held(request, token)
    if found is None:
        return _void(request)
    answer = receive.confirm(request, found[1])
    if answer.status_code == SEE_OTHER:
        _use(found[0])
    return _private(answer)


@require_GET
def held_received(request: HttpRequest, token: str) -> HttpResponse:
    """Thanked."""
    found = _held(request, token, answered=True)
    return _void(request) if found is None else receive.thank(request, found[1])


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    """« Toujours exacte », « Retirer ». Reading the link does nothing, as mail filters do; the button answers."""
    commune: Any = _commune(request)
    fiche = links.asked(token, purpose, commune) if purpose in OFFERED else None
    if fiche is None:
        return _void(request)
    if request.method == "POST":
        return _private(_answered(request, token, purpose))
    context = {"fiche": fiche, "purpose": purpose, "label": OFFERED[purpose], "action": request.path}
    return _private(answers.themed(request, "annuaire/repondre.html", _title(fiche), context))


@transaction.atomic
def _answered(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    commune: Any = _commune(request)
    fiche = links.asked(token, purpose, commune)
    if fiche is None or not Fiche.objects.select_for_update().filter(pk=fiche.pk, turn=fiche.turn).exists():
        return _void(request)
    if purpose == links.REMOVE:
        name = fiche.name
        moderation.forget(fiche)
        _tell_town(commune, name)
        return answers.say(
            request,
            200,
            _("Votre fiche est retirée"),
            _("Elle quitte le site dans quelques minutes. Vos données sont effacées."),
        )
    fiche.checked_on, fiche.asks, fiche.asked_at = timezone.localdate(), 0, None
    fiche.turn += 1
    fiche.save()
    return answers.say(request, 200, _("Merci, c’est noté"), _("La fiche est dite exacte à la date d’aujourd’hui."))


def _tell_town(commune: Any, name: str) -> None:
    mairie = Mairie.objects.filter(site=commune.site_id).first()
    if mairie is None or not mairie.email:
        return
    subject = _("Une fiche de l’annuaire est retirée")
    body = _(
        "La personne qui tenait la fiche « %(name)s » l’a retirée de l’annuaire du site. Ses données sont effacées."
    ) % {"name": name}
    try:
        send_message(commune=commune, to=[mairie.email], subject=subject, body=body)
    except RefusedMessageError:
        return


def _use(fiche: Fiche) -> None:
    """Any answer makes the links sent before void; nothing of what visitors see has changed yet."""
    Fiche.objects.filter(pk=fiche.pk, turn=fiche.turn).update(turn=fiche.turn + 1, asks=0, asked_at=timezone.now())


def _void(request: HttpRequest) -> HttpResponse:
    return _private(
        answers.say(
            request,
            410,
            _("Ce lien n’est plus valable"),
            _("Il a déjà servi, ou il est trop ancien. Écrivez à la mairie, ou proposez une correction sur la fiche."),
        )
    )


def _private(answer: HttpResponse) -> HttpResponse:
    """The address holds a secret: no other site is told it, no search engine keeps it."""
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _again(request: HttpRequest, title: str) -> Callable[[Mapping[str, Any], int], HttpResponse]:
    def show(context: Mapping[str, Any], status: int) -> HttpResponse:
        return answers.themed(request, FORM, title, context, status)

    return show


def _title(fiche: Fiche) -> str:
    return _("Corriger «\u00a0%(name)s\u00a0»") % {"name": fiche.name}


def _page(request: HttpRequest) -> tuple[Annuaire, str]:
    """The live page of the directory, and its address on the site."""
    home = _commune(request).site.root_page
    page = Annuaire.objects.filter(below(home.path), live=True).first()
    if page is None:
        raise Http404
    return page, page.url_path[len(home.url_path) - 1 :]


def _new(request: HttpRequest) -> Sheet:
    page, url = _page(request)
    if not page.registration:
        raise Http404
    return new_sheet(_commune(request).name, f"{url}{REGISTER}")


def _shown(request: HttpRequest, fiche_id: int) -> tuple[Fiche, Sheet]:
    """An entry that visitors see."""
    commune = _commune(request)
    page, url = _page(request)
    fiche = Fiche.objects.filter(commune=commune, online=True, pk=fiche_id).first() if page.registration else None
    if fiche is None:
        raise Http404
    where = f"{url}{fiche.type.slug}/{fiche.slug}/"
    return fiche, correction(commune.name, where, f"{BASE}corriger/{fiche_id}/", fiche, held=False)


def _held(request: HttpRequest, token: str, *, answered: bool = False) -> tuple[Fiche, Sheet] | None:
    commune = _commune(request)
    fiche = links.asked(token, links.CORRECT, commune, answered=answered)
    if fiche is None:
        return None
    base = f"{BASE}lien/{token}/corriger/"
    return fiche, correction(commune.name, base, base, fiche, held=True)


def _commune(request: HttpRequest) -> Any:
    return request.commune  # type: ignore[attr-defined]  # set by the middleware of public views
