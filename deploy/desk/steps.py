"""The steps of an intervention, as data: from which state, by which form, to which state; and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deploy.desk.forms import AcceptForm, DayForm, EstimateForm
from deploy.models.billing import Intervention, State
from deploy.prices import DAY, Prices, to_the_cent


@dataclass(frozen=True, slots=True)
class Step:
    """What a button of an intervention does. ``day`` is the column that its day goes to."""

    label: Promise
    form: type[Any]
    starts: frozenset[str]
    state: State
    day: str


STEPS: Mapping[str, Step] = {
    "chiffrer": Step(_("Chiffrer"), EstimateForm, frozenset({State.ASKED}), State.ESTIMATED, "estimated_on"),
    "accepter": Step(_("Accepter"), AcceptForm, frozenset({State.ESTIMATED}), State.ACCEPTED, "accepted_on"),
    "terminer": Step(_("Terminer"), DayForm, frozenset({State.ACCEPTED}), State.DONE, "done_on"),
    "abandonner": Step(
        _("Abandonner"), DayForm, frozenset({State.ASKED, State.ESTIMATED, State.ACCEPTED}), State.REFUSED, "refused_on"
    ),
}
# What each state wrote, and goes with it when one comes back.
WROTE: Mapping[str, tuple[str, ...]] = {
    State.ESTIMATED: ("estimated_on", "days", "euros"),
    State.ACCEPTED: ("accepted_on", "accepted_by"),
    State.DONE: ("done_on",),
    State.REFUSED: ("refused_on",),
}
DAYS = ("requested_on", "estimated_on", "accepted_on", "done_on", "refused_on")


def open_to(row: Intervention) -> dict[str, Step]:
    """The steps that may follow."""
    return {code: step for code, step in STEPS.items() if row.state in step.starts}


def last_day(row: Intervention) -> date:
    """The day of the last step made."""
    return max(day for name in DAYS if (day := getattr(row, name)))


def take(row: Intervention, step: Step, told: Mapping[str, Any], prices: Prices) -> None:
    """Write a step; an estimate in days alone takes the price of a day of work on the day it is made."""
    values = {name: value for name, value in told.items() if name != "day"}
    if step.state is State.ESTIMATED and values["euros"] is None:
        values["euros"] = to_the_cent(values["days"] * (prices.on(DAY, told["day"]) or 0))
    for name, value in values.items():
        setattr(row, name, value)
    setattr(row, step.day, told["day"])
    row.state = step.state
    row.save()


def back(row: Intervention) -> None:
    """Undo the last step; there is none to undo on what was only asked."""
    for name in WROTE[row.state]:
        setattr(row, name, "" if name == "accepted_by" else None)
    row.state = _state_of(row)
    row.save()


def _state_of(row: Intervention) -> State:
    if row.accepted_on:
        return State.ACCEPTED
    return State.ESTIMATED if row.estimated_on else State.ASKED
