"""The delays of the law, as dated data: a reform is one more row. Pure."""

from collections.abc import Sequence
from datetime import date

from sites.law.dated import Delay, Threshold, begun

REFORM = date(2022, 7, 1)  # ordonnance 2021-1310 and décret 2021-1311

# An act stays online at least so long from the day it is put there.
PUBLICITY: Sequence[Delay] = (Delay(REFORM, months=2, source="CGCT, art. R2131-1"),)
# Within which a judge may be asked, from the day of publication on.
RECOURSE: Sequence[Delay] = (Delay(date(1965, 1, 11), months=2, source="CJA, art. R421-1"),)
# The list of deliberations examined, after the meeting; the minutes, after the meeting that approves them.
LIST: Sequence[Delay] = (Delay(REFORM, days=7, source="CGCT, art. L2121-25"),)
MINUTES: Sequence[Delay] = (Delay(REFORM, days=7, source="CGCT, art. L2121-15"),)
# Budget documents, after the vote.
BUDGET: Sequence[Delay] = (Delay(date(2016, 6, 26), months=1, source="CGCT, art. R2313-8"),)
# The number of inhabitants from which acts are published online and nowhere else (CGCT, art. L2131-1).
ELECTRONIC_ONLY: Sequence[Threshold] = (Threshold(REFORM, 3500),)


def must_be_electronic(population: int, today: date) -> bool:
    """Whether a commune of ``population`` has no choice."""
    threshold = begun(ELECTRONIC_ONLY, today)
    return threshold is not None and population >= threshold.number
