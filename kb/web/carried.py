"""Addresses of the files that a page becomes: the page's own address with an ending, all that was chosen kept."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from kb.ask.table_parquet import is_there

FILE_NAMES = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"} | ({"parquet": "Parquet"} if is_there() else {})
"""What is offered of a page, by the ending of its address; Parquet where it can be written."""
PICTURE_NAMES = {"png": "PNG", "svg": "SVG"}
"""What is offered of a chart."""


def file_address(page: str, ending: str) -> str:
    """The address of a page as a file.

    >>> file_address("/compare/bts_stations?year=2024&lang=en", "xlsx")
    '/compare/bts_stations.xlsx?year=2024&lang=en'
    """
    return _ending(page, f".{ending}")


def citation_address(page: str, ending: str) -> str:
    """The address of a page's citation.

    >>> citation_address("/compare/bts_stations?year=2024", "bib")
    '/compare/bts_stations/cite.bib?year=2024'
    """
    return _ending(page, f"/cite.{ending}")


def _ending(page: str, more: str) -> str:
    parts = urlsplit(page)
    return urlunsplit(parts._replace(path=parts.path + more))
