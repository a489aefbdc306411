"""Measurements, run by hand: ``python -m bench.reading``. No part of the program."""
