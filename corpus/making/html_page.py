"""A sample report as HTML: as a portal publishes it (menu, related links), or as a plain page of tables and notes."""

from __future__ import annotations

from html import escape
from pathlib import Path

from letterhead import CLOSING, RIGHT, STATE, banner
from sample import Figure, Grid, Mark, Report, Span

STYLE = (
    "body{font:16px/1.5 serif;margin:0}main,article{max-width:50em;margin:auto;padding:0 1em}"
    "table.data{border-collapse:collapse;width:100%}table.data td,table.data th{border:1px solid #444;padding:4px}"
    "nav,aside,footer{font-family:sans-serif;font-size:14px;background:#eef;padding:.5em 1em}.c{text-align:center}"
)


def write_html(report: Report, path: Path) -> None:
    """Write a report; ``portal = true`` in its head puts it into a portal's page."""
    title = escape(str(report.head["title"]))
    head = f'<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    head += f"<style>{STYLE}</style>\n</head>\n<body>\n"
    article = "\n".join([letterhead(report), *body(report), closing(), notes(report)])
    page = portal(report, article) if report.head.get("portal") else f"<main>\n{article}\n</main>"
    path.write_text(f"{head}{page}\n</body>\n</html>\n", encoding="utf-8")


def letterhead(report: Report) -> str:
    """The two columns at the head."""
    left = f"{banner(report)}<br><b>{report.text('seat')}</b><br>Số: {report.text('number')}"
    right = f"<b>{STATE}</b><br><b>{RIGHT}</b><br><i>{report.text('place_and_date')}</i>"
    return f'<table class="head"><tr><td class="c">{left}</td><td class="c">{right}</td></tr></table>'


def body(report: Report) -> list[str]:
    """The blocks in order."""
    out: list[str] = []
    tags = {"doctype": "h1", "title": "h2", "heading1": "h3", "heading2": "h4"}
    for block in report.blocks:
        if isinstance(block, Grid):
            out.append(table(block, report))
        else:
            tag = tags.get(block.kind, "p")
            centre = ' class="c"' if block.kind in ("doctype", "title") else ""
            out.append(f"<{tag}{centre}>{inline(block.spans, report)}</{tag}>")
    return out


def inline(spans: list[Span], report: Report) -> str:
    """Words and linked footnote marks."""
    out = ""
    for span in spans:
        if isinstance(span, Mark):
            label = report.labels[span.name]
            out += f'<sup><a href="#_ftn{label}" id="_ftnref{label}">[{label}]</a></sup>'
        elif isinstance(span, str | Figure):
            out += escape(span if isinstance(span, str) else span.number, quote=False)
    return out


def table(grid: Grid, report: Report) -> str:
    """A table with its spans."""
    out = ['<table class="data">']
    for row in range(grid.rows):
        out.append("<tr>")
        for cell in grid.row(row):
            tag = "th" if cell.header else "td"
            spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            out.append(f"<{tag}{spans}>{inline(cell.spans, report)}</{tag}>")
        out.append("</tr>")
    return "\n".join([*out, "</table>"])


def notes(report: Report) -> str:
    """The footnote bodies at the foot of the article."""
    out = [
        f'<p id="_ftn{label}"><a href="#_ftnref{label}">[{label}]</a> {inline(report.notes[name], report)}</p>'
        for name, label in report.labels.items()
    ]
    return "\n".join(["<hr>", *out]) if out else ""


def closing() -> str:
    """The last lines of a report."""
    left, right = ("<br>".join(escape(w) for w in words) for words in CLOSING)
    return f'<table class="head"><tr><td>{left}</td><td class="c">{right}</td></tr></table>'


def portal(report: Report, article: str) -> str:
    """A portal's page around the article. Its menu, counters and links hold digits that the report does not state."""
    menu = ["Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Chuyển đổi số", "Văn bản", "Dịch vụ công", "Hỏi đáp 1022"]
    links = "".join(f'<li><a href="#m{i}">{words}</a></li>' for i, words in enumerate(menu))
    related = report.head.get("related", [])
    assert isinstance(related, list)
    more = "".join(f'<li><a href="#t{i}">{escape(str(words))}</a></li>' for i, words in enumerate(related))
    return (
        f"<header><nav><ul>{links}</ul></nav></header>\n"
        '<div class="breadcrumb"><a href="#m0">Trang chủ</a> » <a href="#m3">Chuyển đổi số</a> » Báo cáo</div>\n'
        '<div class="tools">Cỡ chữ: <a href="#a">A-</a> <a href="#a">A+</a> | <a href="#in">In trang</a></div>\n'
        f"<article>\n{article}\n</article>\n"
        f'<aside class="related"><h3>Tin liên quan</h3><ul>{more}</ul></aside>\n'
        "<footer><p>Trang mẫu của Solieu, dựng lại cách một cổng thông tin đăng báo cáo. Phiên bản 3.0</p></footer>"
    )
