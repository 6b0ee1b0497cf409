"""When an entry is asked about, and how long its links last: dated data."""

from collections.abc import Sequence
from datetime import date

from sites.law.dated import Delay

# GDPR, article 5, 1, d: personal data are kept accurate. Once a year is our choice.
ASK_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), months=12, source="RGPD, article 5, 1, d"),)
# Then the question is asked once more; then the town hall looks by itself.
ANSWER_WITHIN: Sequence[Delay] = (Delay(date(2026, 1, 1), 30),)
LINK_LASTS: Sequence[Delay] = (Delay(date(2026, 1, 1), 60),)
# GDPR, article 5, 1, e: no longer than needed. A table waits for its columns, then for second thoughts.
UNDECIDED_LASTS: Sequence[Delay] = (Delay(date(2026, 1, 1), 7, source="RGPD, article 5, 1, e"),)
UNDO_LASTS: Sequence[Delay] = (Delay(date(2026, 1, 1), 30, source="RGPD, article 5, 1, e"),)
MOST_ASKS = 2
