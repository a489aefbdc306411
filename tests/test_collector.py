"""What Python's collector of cycles is left to do when a document was read. Each case in a process of its own: what one
freezes would be frozen for all tests behind it."""

from __future__ import annotations

import subprocess
import sys

SETTING = """
import gc
from extract.collector import collector_resting, keep_for_good

def is_young(made):
    return any(one is made for one in gc.get_objects(generation=0))

def is_there():
    return any(type(one) is Knot for one in gc.get_objects())

class Knot:
    def __init__(self):
        self.own = self

class Lasting:
    pass
"""


def in_own_process(lines: str) -> None:
    done = subprocess.run([sys.executable, "-c", SETTING + lines], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_was_made_is_old_at_once_and_its_cycles_are_still_found() -> None:
    in_own_process("""
with collector_resting():
    made = Lasting()
    assert not gc.isenabled()
    Knot()
assert gc.isenabled() and not is_young(made) and gc.get_freeze_count() == 0
assert is_there()
gc.collect()
assert not is_there()
""")


def test_what_somebody_else_froze_stays_frozen() -> None:
    in_own_process("""
gc.freeze()
frozen = gc.get_freeze_count()
with collector_resting():
    Knot()
assert gc.isenabled() and frozen - 10 < gc.get_freeze_count() < frozen + 10
gc.collect()
assert not is_there()
""")


def test_in_a_process_that_ends_with_its_document_nothing_is_looked_over_again() -> None:
    in_own_process("""
keep_for_good()
frozen = gc.get_freeze_count()
with collector_resting():
    made = [Lasting() for _ in range(100)]
assert gc.isenabled() and not is_young(made) and gc.get_freeze_count() >= frozen + 100
""")


def test_a_failure_wakes_the_collector_and_one_that_rests_stays_at_rest() -> None:
    in_own_process("""
try:
    with collector_resting():
        raise ValueError
except ValueError:
    assert gc.isenabled()
gc.disable()
with collector_resting():
    pass
assert not gc.isenabled()
""")
