"""How often a visitor may send something, by truncated address, kept in memory for some minutes and never written.

Each web process counts for itself: two of them let through twice as much, which is still no flood. What a commune
receives from everywhere is counted from what is kept, for the whole install: see ``cms.guichet.robots``.
"""

import threading
import time
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address, ip_network

# Bits kept: a street rather than a person.
KEPT_V4, KEPT_V6 = 24, 48
REMEMBERED = 10_000

_limiters: "weakref.WeakSet[Limiter]" = weakref.WeakSet()


def forget_everyone() -> None:
    """Every limiter of this process starts anew."""
    for limiter in list(_limiters):
        limiter.forget()


def truncated(address: str) -> str:
    """The network of an address, in which nobody can be told from their neighbours; empty for what is no address."""
    try:
        whole = ip_address(address)
    except ValueError:
        return ""
    if isinstance(whole, IPv6Address) and whole.ipv4_mapped is not None:
        whole = whole.ipv4_mapped
    bits = KEPT_V6 if isinstance(whole, IPv6Address) else KEPT_V4
    return str(ip_network(f"{whole}/{bits}", strict=False).network_address)


class Limiter:
    """Lets ``count`` things through in ``seconds``, for each key. Safe between threads, bounded in memory."""

    def __init__(self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.count = count
        self.seconds = seconds
        self.clock = clock
        self._seen: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = threading.Lock()
        _limiters.add(self)

    def takes(self, key: Hashable) -> bool:
        """Whether one more passes; it is then counted."""
        now = self.clock()
        with self._lock:
            times = self._recent(key, now)
            if len(times) >= self.count:
                return False
            times.append(now)
            return True

    def would_take(self, key: Hashable) -> bool:
        """The same, without counting."""
        with self._lock:
            return len(self._recent(key, self.clock())) < self.count

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._seen.clear()

    def _recent(self, key: Hashable, now: float) -> deque[float]:
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= now - self.seconds:
            times.popleft()
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return times
