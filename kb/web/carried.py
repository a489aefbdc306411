"""Addresses of the files that a page becomes: the page's own address with an ending, all that was chosen kept."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from datasette.utils.asgi import Request

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


def files_offered(request: Request) -> dict[str, str]:
    """The page that is asked for as files, by what a file is called; of a list in pages a file holds all."""
    return _offered(request, FILE_NAMES)


def pictures_offered(request: Request) -> dict[str, str]:
    """The chart of the page that is asked for as pictures."""
    return _offered(request, PICTURE_NAMES)


def citation_address(page: str, ending: str) -> str:
    """The address of a page's citation.

    >>> citation_address("/compare/bts_stations?year=2024", "bib")
    '/compare/bts_stations/cite.bib?year=2024'
    """
    return _ending(page, f"/cite.{ending}")


def _offered(request: Request, names: Mapping[str, str]) -> dict[str, str]:
    asked = [one for one in parse_qsl(request.query_string, keep_blank_values=True) if one[0] not in ("page", "as_of")]
    here = request.path + (f"?{urlencode(asked)}" if asked else "")
    return {name: file_address(here, ending) for ending, name in names.items()}


def _ending(page: str, more: str) -> str:
    parts = urlsplit(page)
    return urlunsplit(parts._replace(path=parts.path + more))
