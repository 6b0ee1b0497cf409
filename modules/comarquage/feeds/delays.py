"""How often the feeds are asked for, and when their silence is an alarm: dated data."""

from collections.abc import Sequence
from datetime import date

from sites.law.dated import Delay

# The national service asks those who show its sheets to follow them each working day.
ASK_EVERY: Sequence[Delay] = (Delay(date(2026, 1, 1), 1, source="usage du co-marquage, une fois par jour ouvré"),)
# A long week-end and one day more.
SILENT_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), 5),)
# The directory of services changes little; its file is brought by hand or by a timer.
SERVICES_SILENT_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), 60),)
