"""Reading reports: a file in, a :class:`~extract.document.Document` out. Knows files, knows no rules."""

from extract.read import read

__all__ = ["read"]
