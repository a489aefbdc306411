"""Corrections by people: out as a CSV, back into the log, laid over what the machine read."""
