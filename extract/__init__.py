"""Reading reports: a file in, a :class:`~extract.document.Document` out (:func:`extract.read.read`).

Knows files, knows no rules. Imports nothing here: whoever needs a noun of it need not load what reads.
"""
