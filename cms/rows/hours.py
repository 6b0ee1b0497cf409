"""A week as one table to fill in: seven lines, morning and afternoon, a remark."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _

from cms.rows.week import HALVES, values
from sites.rendering.french import DAY_CODES, DAYS

HOURS = tuple(name for pair in HALVES for name in pair)
MAX_NOTE = 80


class WeekWidget(forms.Widget):
    """Twenty-eight small fields, each with a label that a screen reader says in full."""

    template_name = "desk/week_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """One line for each day of the week."""
        context = super().get_context(name, value, attrs)
        lines = {line["day"]: line for line in reversed(values(value))}
        faulty = _faulty(values(value)) if (attrs or {}).get("aria-invalid") else ("", ())
        context["lines"] = [
            {
                "code": code,
                "label": label.capitalize(),
                "note": lines.get(code, {}).get("note") or "",
                "focus": faulty[1][0] if code == faulty[0] else "",
                "hours": [
                    (hour, str(lines.get(code, {}).get(hour) or "")[:5], code == faulty[0] and hour in faulty[1])
                    for hour in HOURS
                ],
            }
            for code, label in zip(DAY_CODES, DAYS, strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> Any:
        """Raw days as typed; a line left empty is no day."""
        lines = [
            {"day": code, **{part: (data.get(f"{name}-{code}-{part}") or "").strip() for part in (*HOURS, "note")}}
            for code in DAY_CODES
        ]
        return [line for line in lines if any(line[part] for part in (*HOURS, "note"))]

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        """The first field is always sent, even empty."""
        return f"{name}-monday-{HOURS[0]}" not in data

    def id_for_label(self, id_: str) -> str:
        """The table has many fields: its own labels say which."""
        return f"{id_}-monday-{HOURS[0]}" if id_ else id_


class WeekFormField(forms.Field):
    """Raw days, checked: hours in pairs, in order, the morning before the afternoon."""

    widget = WeekWidget

    def __init__(self, **kwargs: Any) -> None:
        """Django gives what a column of JSON asks for; nothing of it is of use here."""
        for name in ("encoder", "decoder", "max_length"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """As the town hall stores them: ``09:00:00``, nothing for what was left empty."""
        return [_line(line) for line in values(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as stored."""
        try:
            return list(initial or ()) != self.to_python(data)
        except ValidationError:
            return True


class _FaultyLineError(ValidationError):
    """What is wrong, in one sentence, with the fields of the table to correct."""

    def __init__(self, message: str, hours: tuple[str, ...]) -> None:
        super().__init__(message)
        self.hours = hours


def _faulty(lines: Iterable[Mapping[str, Any]]) -> tuple[str, tuple[str, ...]]:
    """The day and the hours that the sentence speaks of: those of the first line that is refused."""
    for line in lines:
        try:
            _line(line)
        except _FaultyLineError as error:
            return line["day"], error.hours
    return "", ()


def _line(typed: Mapping[str, Any]) -> dict[str, Any]:
    name = DAYS[DAY_CODES.index(typed["day"])]
    found: dict[str, Any] = {"day": typed["day"]}
    for hour in HOURS:
        found[hour] = _time(typed.get(hour) or "", name, hour)
    for start, end in HALVES:
        if (found[start] is None) != (found[end] is None) or (found[start] and found[start] >= found[end]):
            raise _FaultyLineError(
                _("Le %(day)s\u00a0: donnez l’heure d’ouverture puis celle de fermeture, plus tardive.")
                % {"day": name},
                (start, end),
            )
    noon, after = found["morning_to"], found["afternoon_from"]
    if noon and after and after < noon:
        raise _FaultyLineError(
            _("Le %(day)s\u00a0: l’après-midi commence après la fin de la matinée.") % {"day": name},
            ("afternoon_from", "morning_to"),
        )
    found["note"] = (typed.get("note") or "")[:MAX_NOTE]
    return {**found, **{hour: found[hour].isoformat() if found[hour] else None for hour in HOURS}}


def _time(typed: Any, day: str, hour: str) -> Any:
    if not typed:
        return None
    try:
        found = parse_time(str(typed))
    except ValueError:
        found = None
    if found is None:
        raise _FaultyLineError(_("Le %(day)s\u00a0: écrivez l’heure ainsi\u00a0: 09:00.") % {"day": day}, (hour,))
    return found.replace(second=0, microsecond=0)


class WeekField(models.JSONField):
    """The hours of a place, in a column of its own: read with the lists, unlike what a StreamField holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Empty by default."""
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        """The table to fill in."""
        return WeekFormField(label=kwargs.get("label", self.verbose_name), help_text=self.help_text, required=False)


def kept(stored: Iterable[Any] | None, written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was written in the table, with the second lines that some days have and the table does not show."""
    seen: set[str] = set()
    more = []
    for line in values(stored):
        if line["day"] in seen:
            more.append(dict(line))
        seen.add(line["day"])
    return [*written, *more]
