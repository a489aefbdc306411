"""From when on a reading is relied on. By itself, so that who only asks for the number loads no rules."""

SURE = 0.85
"""A field below this chance is not sure, a figure below it stands in no comparison until somebody looked."""
