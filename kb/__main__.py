"""``python -m kb`` is ``solieu``."""

from kb.cli import main

main(prog_name="solieu")
