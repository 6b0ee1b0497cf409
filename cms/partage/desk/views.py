"""« Proposé par d’autres communes »: what waits for an answer, what is shown, what is taken without asking."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.desk.choice import chosen
from cms.desk.reach import A_FEW, communes_of
from cms.partage import answering, journal
from cms.partage.desk.forms import ReceptionForm, RuleForm
from cms.partage.gateway import Granted, count_offered, granted, offered
from cms.partage.lending import kinds, kinds_of
from cms.partage.models import Answer, Reception, Rule
from cms.partage.people import decides
from sites.bake.snapshot import base_url_of
from sites.marking import mark
from sites.models import Commune
from sites.public.numbers import number_in

SOME = 50


def start(request: HttpRequest) -> HttpResponseBase:
    """For which commune: asked only where there are several."""
    user: Any = request.user
    here = chosen(request)
    rows = [here] if here else list(communes_of(user)[: SOME + 1])
    mine = [commune for commune in rows if kinds_of(commune) and decides(user, commune)]
    if len(mine) == 1:
        return redirect("partage:board", mine[0].pk)
    counts = {one.pk: count_offered([one]) for one in mine} if len(mine) <= A_FEW else {}
    context = {
        "page_title": _("Proposé par d’autres communes"),
        "header_icon": "site",
        "rows": [(commune, counts.get(commune.pk)) for commune in mine[:SOME]],
        "many": len(mine) > SOME,
    }
    return TemplateResponse(request, "partage/start.html", context)


def board(request: HttpRequest, commune_id: int) -> HttpResponseBase:
    """Everything on one screen, each answer one button."""
    user: Any = request.user
    commune = get_object_or_404(Commune.objects.select_related("site__root_page"), pk=commune_id)
    if not kinds_of(commune) or not decides(user, commune):
        raise Http404
    rule_form = RuleForm(commune)
    changed: dict[int, ReceptionForm] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "rule":
            rule_form = RuleForm(commune, request.POST)
            done = rule_form.is_valid() and _add_rule(request, rule_form)
        elif do == "adjust":
            done = _adjust(request, commune, changed)
        else:
            done = do in DOES and DOES[do](request, commune)
        if done:
            return redirect("partage:board", commune.pk)
    return TemplateResponse(request, "partage/board.html", _context(commune, rule_form, changed))


def _context(commune: Commune, rule_form: RuleForm, changed: Mapping[int, ReceptionForm]) -> dict[str, Any]:
    receptions = {row.pk: row for row in Reception.objects.filter(commune=commune).select_related("rule")}
    shown = [(one, receptions[one.reception["pk"]]) for one in granted(commune)]
    refused = Reception.objects.filter(commune=commune, state=Answer.REFUSED).select_related("proposition__source")
    return {
        "page_title": _("Proposé par d’autres communes"),
        "page_subtitle": commune.name,
        "header_icon": "site",
        "commune": commune,
        "offers": [_line(one) for one in offered(commune)],
        "shown": [
            _line(one) | {"row": row, "form": changed.get(row.pk) or _form(one.kind.lent.day, row)}
            for one, row in shown
        ],
        "refused": refused.order_by("-at")[:SOME],
        "rules": [(rule, _kind_words(rule)) for rule in Rule.objects.filter(commune=commune).select_related("source")],
        "rule_form": rule_form,
        "notes": journal.of(commune),
    }


def _line(one: Granted) -> dict[str, Any]:
    """What is told of a content: all of it stands on the public site of its commune."""
    return {
        "number": one.proposition,
        "title": one.page["title"],
        "intro": one.intro,
        "day": one.day,
        "kind": one.kind.lent.label,
        "source": one.source.name,
        "url": base_url_of(one.source.host) + one.path,
    }


def _kind_words(rule: Rule) -> str:
    kind = kinds().get(rule.kind)
    return str(kind.module.verbose_name) if kind else _("tous les contenus")


def _form(day: str, row: Reception, data: Any = None) -> ReceptionForm:
    return ReceptionForm(data, instance=row, prefix=f"c{row.pk}", dated=bool(day))


def _number(request: HttpRequest, name: str = "proposition") -> int:
    return number_in(request.POST.get(name, "")) or 0


def _accept(request: HttpRequest, commune: Commune) -> bool:
    user: Any = request.user
    if answering.accept(commune, _number(request), user):
        messages.success(request, _("C’est repris\u00a0: le contenu paraît dans vos listes, avec son origine."))
    else:
        messages.error(request, _("Ce contenu n’est plus proposé, ou n’est plus en ligne."))
    return True


def _refuse(request: HttpRequest, commune: Commune) -> bool:
    user: Any = request.user
    if answering.refuse(commune, _number(request), user):
        messages.success(
            request, _("C’est noté\u00a0: il ne vous sera plus proposé. Vous pouvez revenir sur ce choix.")
        )
    else:
        messages.error(request, _("Ce contenu n’est plus proposé."))
    return True


def _undo(request: HttpRequest, commune: Commune) -> bool:
    if answering.undo(commune, _number(request)):
        messages.success(request, _("C’est annulé."))
    return True


def _adjust(request: HttpRequest, commune: Commune, changed: dict[int, ReceptionForm]) -> bool:
    """Own date and words."""
    rows = {one.reception["pk"]: one for one in granted(commune) if one.proposition == _number(request)}
    for pk, one in rows.items():
        form = _form(one.kind.lent.day, Reception.objects.get(pk=pk), request.POST)
        if not form.is_valid():
            changed[pk] = form
            return False
        form.save()
        mark(communes=[commune.pk])
        messages.success(request, _("C’est enregistré."))
    return True


def _add_rule(request: HttpRequest, form: RuleForm) -> bool:
    rule, new = form.rule()
    if not new:
        messages.info(request, _("Cette règle existe déjà."))
        return True
    taken = answering.apply(rule)
    said = ngettext(
        "La règle est enregistrée\u00a0: %d contenu déjà proposé est repris.",
        "La règle est enregistrée\u00a0: %d contenus déjà proposés sont repris.",
        taken,
    )
    messages.success(request, said % taken if taken else _("La règle est enregistrée."))
    return True


def _forget_rule(request: HttpRequest, commune: Commune) -> bool:
    rule = Rule.objects.filter(commune=commune, pk=_number(request, "rule")).first()
    if rule is not None:
        gone = answering.drop(rule)
        said = ngettext(
            "La règle est supprimée, et le contenu qu’elle avait repris attend de nouveau votre réponse.",
            "La règle est supprimée, et les %d contenus qu’elle avait repris attendent de nouveau votre réponse.",
            gone,
        )
        messages.success(request, (said % gone if gone > 1 else said) if gone else _("La règle est supprimée."))
    return True


DOES: Mapping[str, Callable[[HttpRequest, Commune], bool]] = {
    "accept": _accept,
    "refuse": _refuse,
    "undo": _undo,
    "forget": _forget_rule,
}
