"""Measurements: ``make bench``, or ``python -m bench``. No part of the program."""
