"""The way of a sending, the same for every form: checked, kept, told, thanked. Public views of modules call these."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.guichet import attachments, retention, robots
from cms.guichet.mails import tell
from cms.guichet.models import Envoi, PieceJointe, State
from cms.guichet.questions import Filled, Sheet, fill, written
from cms.models import Mairie
from sites.public import answers

CONFIRM = "pages/confirm.html"
SEE_OTHER = 303

# What shows the page of the form again, told more, under this status.
Again = Callable[[Mapping[str, Any], int], HttpResponse]


def challenge(request: HttpRequest) -> JsonResponse:
    """What the script of a form works at."""
    return JsonResponse(robots.challenge(_commune(request).pk))


def receive(request: HttpRequest, sheet: Sheet, again: Again) -> HttpResponse:
    """A form that was sent; ``again`` shows its page with what was typed, when something lacks."""
    visitor = robots.Visitor.of(request)
    if not visitor.may_try():
        if not visitor.may_read_why():
            return answers.too_many()
        return answers.say(request, 429, _("Trop d’envois en peu de temps"), _too_many(request), back=sheet.page_url)
    filled = fill(sheet, request.POST, request.FILES)
    attachments.check(filled)
    if trap := robots.fell_for_it(request):
        filled.errors[""] = trap
    if filled.errors:
        return again({"form": filled}, 422)
    if not visitor.may_store():
        filled.errors[""] = _too_many(request)
        return again({"form": filled}, 429)
    proof = robots.proven(request)
    try:
        envoi = _store(_commune(request), sheet, filled, proof)
    except IntegrityError:  # the same page was sent twice: it was received
        return _see(sheet.received)
    return _see(sheet.received) if proof else _ask_to_confirm(request, sheet, envoi)


def confirm(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The button of the page that asks to read again: for browsers without script, after some seconds."""
    read = robots.ticket_read(request.POST.get(robots.TOKEN, ""))
    if read is None or read[1] > robots.CONFIRM_LATEST:
        return _lost(request, sheet)
    number, age = read
    with transaction.atomic():
        mine = Envoi.objects.filter(commune=_commune(request), module=sheet.module, source=sheet.source)
        envoi = mine.select_for_update().filter(pk=number).first()
        if envoi is None:
            return _lost(request, sheet)
        if age < robots.CONFIRM_SOONEST:
            return _ask_to_confirm(request, sheet, envoi, request.POST[robots.TOKEN], too_soon=True)
        if envoi.state == State.UNCONFIRMED:
            envoi.state = State.NEW
            envoi.save(update_fields=["state"])
            tell(envoi, sheet)
    return _see(sheet.received)


def thank(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Said once it is kept."""
    sentences = [sheet.thanks or _("La mairie a bien reçu votre envoi. Elle vous répondra dès que possible.")]
    if sheet.confirms:
        sentences.append(_("Si vous avez donné une adresse électronique, un message vous le confirme."))
    return answers.say(request, 200, _("Merci, c’est bien arrivé"), *sentences, back=sheet.page_url)


@transaction.atomic
def _store(commune: Any, sheet: Sheet, filled: Filled, proof: str) -> Envoi:
    now = timezone.now()
    service = filled.values.get(sheet.service, "") if sheet.service else ""
    envoi = Envoi.objects.create(
        commune=commune,
        module=sheet.module,
        source=sheet.source,
        title=sheet.title,
        service=service,
        sender=filled.sender,
        answers=filled.answers(),
        state=State.NEW if proof else State.UNCONFIRMED,
        received_at=now,
        keep_until=retention.until(timezone.localdate(now), sheet.kept),
        proof=proof,
    )
    labels = {question.name: question.label for question in sheet.questions}
    for name, files in filled.files.items():
        for file in files:
            called = attachments.harmless(file.name)
            PieceJointe.objects.create(envoi=envoi, question=labels[name], name=called, size=file.size, file=file)
    if proof:
        tell(envoi, sheet)
    return envoi


def _ask_to_confirm(
    request: HttpRequest, sheet: Sheet, envoi: Envoi, token: str = "", *, too_soon: bool = False
) -> HttpResponse:
    context = {
        "confirm": {
            "action": sheet.confirmation,
            "name": robots.TOKEN,
            "token": token or robots.ticket(envoi.pk),
            "answers": [(answer["label"], written(answer)) for answer in envoi.answers],
            "files": [piece.name for piece in envoi.pieces.all()],
            "too_soon": too_soon,
            "back": sheet.page_url,
        }
    }
    return answers.themed(request, CONFIRM, _("Relisez, puis confirmez"), context)


def _lost(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return answers.say(
        request,
        410,
        _("Cette confirmation n’est plus valable"),
        _("Votre envoi attendait depuis trop longtemps. Remplissez de nouveau le formulaire, ou appelez la mairie."),
        back=sheet.page_url,
    )


def _too_many(request: HttpRequest) -> str:
    said = _(
        "Beaucoup d’envois viennent d’arriver de votre connexion\u202f: attendez %(minutes)d minutes, puis envoyez de "
        "nouveau."
    ) % {"minutes": robots.MINUTES}
    phone = Mairie.objects.filter(site=_commune(request).site_id).values_list("phone", flat=True).first()
    return f"{said} {_('Si c’est pressé, appelez la mairie au %(phone)s.') % {'phone': phone}}" if phone else said


def _see(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=SEE_OTHER)


def _commune(request: HttpRequest) -> Any:
    return request.commune  # type: ignore[attr-defined]  # set by the middleware of public views
