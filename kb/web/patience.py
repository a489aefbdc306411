"""Who gives a wrong password waits before the next try: longer each time, by the address that they come from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from time import monotonic

FREE = 3
"""So many slips of typing cost nothing."""
LONGEST = 300.0
"""Seconds: twelve letters are not found by three hundred tries a day."""
MOST_ADDRESSES = 10_000


class Patience:
    """What each address still has to wait. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Whole seconds until the next try of an address is looked at; 0 where it may try."""
        _, until = self._wrong.get(_net(address), (0, 0.0))
        left = until - self._clock()
        return int(left) + 1 if left > 0 else 0

    def wrong(self, address: str) -> None:
        """A wrong password came from there."""
        net = _net(address)
        times = self._wrong.pop(net, (0, 0.0))[0] + 1
        delay = 0.0 if times <= FREE else min(LONGEST, 2.0 ** min(times - FREE, 20))
        self._wrong[net] = (times, self._clock() + delay)
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)

    def right(self, address: str) -> None:
        """The right one came from there."""
        self._wrong.pop(_net(address), None)


def _net(address: str) -> str:
    """An address; of IPv6 the first half, which one customer has whole."""
    try:
        one = ip_address(address)
    except ValueError:
        return address
    return one.exploded[:19] if isinstance(one, IPv6Address) else str(one)
