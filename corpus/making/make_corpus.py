"""Rebuild the demo corpus: ``python corpus/making/make_corpus.py`` writes the documents, their gold, and the README.

Each ``*.source`` becomes one document of ``corpus/`` and one ``tests/reports/<name>.figures.jsonl``. With ``--out`` all
is written into another folder; with ``--no-pdf`` the documents that need LibreOffice (PDF, scans, ``.doc``) are left as
they are. After a new ``.doc`` or scan, ``keep_converted.py`` and ``keep_recognised.py`` keep what was read of them.
``--sources tests/unseen_reports`` makes the documents and gold of another folder, in place and without a README: their
figures are invented and have no public sources to name.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from docx_page import write_docx
from gold import gold_lines
from html_page import write_html
from markdown_page import write_markdown
from markup import parse
from pdf_page import write_doc, write_pdf
from sample import Report
from scan_page import write_scan
from sheet_page import write_sheet
from text_page import write_tcvn3, write_text

MAKING = Path(__file__).resolve().parent
WRITERS = {
    "pdf": (write_pdf, ".pdf"),
    "scan": (write_scan, ".pdf"),
    "docx": (write_docx, ".docx"),
    "doc": (write_doc, ".doc"),
    "html": (write_html, ".html"),
    "text": (write_text, ".txt"),
    "tcvn3": (write_tcvn3, ".txt"),
    "markdown": (write_markdown, ".md"),
    "xlsx": (write_sheet, ".xlsx"),
}
NEED_OFFICE = ("pdf", "scan", "doc")


def write_readme(reports: list[Report], path: Path) -> None:
    """The README: its head as written by hand, then every document with every source of its figures."""
    sources = tomllib.loads((MAKING / "public-sources.toml").read_text(encoding="utf-8"))
    out = [(MAKING / "README.head.md").read_text(encoding="utf-8").rstrip(), ""]
    for report in reports:
        out += [f"### `{report.name}{WRITERS[report.text('format')][1]}`", "", f"{report.head['title']}", ""]
        if "remark" in report.head:
            out += [report.text("remark"), ""]
        keys = report.head["sources"]
        assert isinstance(keys, list)
        for key in keys:
            source = sources[key]
            words = [source["title"], source["publisher"], source.get("date", "không ghi ngày / undated")]
            out.append("- " + " · ".join(words) + (f" · <{source['url']}>" if "url" in source else ""))
        out.append("")
    path.write_text("\n".join(out).rstrip() + "\n", encoding="utf-8")


def main() -> None:
    """Command line: see the module's words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these sources")
    parser.add_argument("--out", type=Path, help="write documents, README and gold here instead")
    parser.add_argument("--no-pdf", action="store_true", help="leave what needs LibreOffice as it is")
    parser.add_argument("--sources", type=Path, help="make the *.source files of this folder, beside them")
    args = parser.parse_args()
    documents = args.out or args.sources or MAKING.parent
    gold = args.out or args.sources or MAKING.parent.parent / "tests" / "reports"
    reports = [parse(path) for path in sorted((args.sources or MAKING).glob("*.source"))]
    for report in reports:
        fmt = report.text("format")
        if args.names and report.name not in args.names:
            continue
        lines = gold_lines(report, fmt)
        (gold / f"{report.name}.figures.jsonl").write_text(lines, encoding="utf-8")
        write, suffix = WRITERS[fmt]
        if not (fmt in NEED_OFFICE and args.no_pdf):
            write(report, documents / f"{report.name}{suffix}")
        print(f"{report.name}{suffix}: {lines.count(chr(10))} figures")
    if args.sources is None:
        write_readme(reports, documents / "README.md")


if __name__ == "__main__":
    main()
