"""Opening a PDF: what is locked, damaged, endless or only a picture is told here, by name and with a way out."""

from __future__ import annotations

import io
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError

from extract.document import ReadError, Source
from extract.pdf.asked import pdfium
from extract.pdf.chars import BLANKS, Glyph, PageLetters, View, read_letters
from extract.pdf.forms import prepare_forms, with_forms
from extract.pdf.rulings import Rulings, read_rulings

MAX_PAGES = 5_000
FEW = 25  # letters: a page with fewer has no text layer worth the name
PICTURE = 0.4  # of the page: so much picture and no text is a scan
FOREIGN = 0.5  # of the letters outside of the Latin script
LATIN = re.compile("[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+")
CUT = 16_383  # letters: pdfium cuts a string at 32,767 bytes, and a letter of many fonts has two
LOST = 0.02  # of the letters that a person sees


@dataclass(slots=True)
class PageContent:
    """The letters and the rulings of a page, and the view they are seen in."""

    letters: PageLetters
    rulings: Rulings
    view: View | None = None

    @property
    def solid(self) -> int:
        """How many letters it has, blanks not counted."""
        return len(self.letters.text)

    @property
    def scanned(self) -> bool:
        """Whether it is a picture without text."""
        return self.rulings.pictures >= PICTURE and self.solid < FEW


def open_pages(source: Source, data: bytes) -> tuple[list[PageContent], list[str]]:
    """The pages of a PDF and what the reader doubts. pdfium reads first; what it refuses, pdfplumber tries once."""
    notes = [] if b"%%EOF" in data[-2048:] else ["the file has no end mark; it may be cut off, and pages missing"]
    refusal = "no page can be loaded"
    try:
        pages, unread = _by_pdfium(source, data)
    except PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ReadError(
                source.filename, "the PDF is locked with a password", "Save a copy without the password and use that"
            ) from error
        pages, unread = [], []
        refusal = str(error)
    if len(unread) == len(pages):
        pages, unread = by_pdfplumber(source, data, refusal), []
        notes.append("read with pdfplumber because pdfium could not read the file")
    if unread:
        notes.append(f"pages that could not be read: {listed(unread)}")
    if cut := [number for number, page in enumerate(pages) if page.letters.longest >= CUT]:
        notes += _whole(source, data, pages, cut)
    pages, again = _once(data, pages)
    return pages, notes + again


def _whole(source: Source, data: bytes, pages: list[PageContent], cut: Sequence[int]) -> list[str]:
    """Put pages (from 0) whose strings pdfium may have cut in their place as pdfplumber reads them, which cuts none."""
    import pdfplumber  # only for files that pdfium refuses or cuts

    longer = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number in cut:
                page = plumbed(document.pages[number])
                if page.solid > pages[number].solid + pages[number].letters.skipped:
                    pages[number] = page
                    longer.append(number + 1)
    except Exception as error:  # pdfminer raises whatever its parser stumbles over
        where = listed([number + 1 for number in cut])
        return [f"text of more than {CUT} letters in one piece may be cut off on pages: {where} ({error})"]
    return [f"read with pdfplumber because pdfium cuts so long a text: pages {listed(longer)}"] if longer else []


def _once(data: bytes, pages: list[PageContent]) -> tuple[list[PageContent], list[str]]:
    """The pages without those that the tree of pages only leads to again: a tree that holds itself, or one page twice.
    Two pages that are alike may be two, so the tree is asked where pages are alike, and only there."""
    texts = [page.letters.text for page in pages if page.solid]
    if len(set(texts)) == len(texts):
        return pages, []
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        own = len(list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data))))))
    except Exception:  # pdfminer raises whatever its parser stumbles over; pdfium read all of the pages
        return pages, ["some pages say the same; whether the file holds them twice could not be told"]
    seen: set[str] = set()
    kept: list[PageContent] = []
    for page in pages:
        again = page.solid and page.letters.text in seen
        kept.append(PageContent(PageLetters(page.letters.width, page.letters.height), Rulings()) if again else page)
        seen.add(page.letters.text)
    repeated = sum(old is not new for old, new in zip(pages, kept, strict=True))
    if len(pages) - repeated != own:
        return pages, []
    while kept and kept[-1] is not pages[len(kept) - 1]:
        kept.pop()  # those between stay, without text: the numbers of the pages behind them are printed elsewhere
    return kept, [f"pages that the file leads to a second time were read once: {repeated}"]


def _by_pdfium(source: Source, data: bytes) -> tuple[list[PageContent], list[int]]:
    open_document: Any = PdfDocument
    document = open_document(data)
    try:
        prepare_forms(document)
        _check_count(source, len(document))
        pages: list[PageContent] = []
        unread: list[int] = []
        for index in range(len(document)):
            try:
                page = document[index]
            except PdfiumError:
                unread.append(index + 1)
                pages.append(PageContent(PageLetters(0.0, 0.0), Rulings()))
                continue
            page = with_forms(document, page, index)
            pages.append(_content(page))
            page.close()
        return pages, unread
    finally:
        document.close()


def _content(page: Any) -> PageContent:
    """A page as displayed; one whose text lies on its side, as it is turned to be read."""
    view = View(page)
    letters = read_letters(page, view)
    side, lying = letters.lying.most_common(1)[0] if letters.lying else (0, 0)
    if lying >= FEW and lying > len(letters.text):
        view = view.turned(side)
        letters = read_letters(page, view)
    return PageContent(letters, read_rulings(page, view), view)


def by_pdfplumber(source: Source, data: bytes, refusal: str) -> list[PageContent]:
    """The pages as pdfplumber reads them, for a file that pdfium refuses with the words ``refusal``."""
    import pdfplumber  # only for files that pdfium refuses

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            _check_count(source, len(document.pages))
            return [plumbed(page) for page in document.pages]
    except ReadError:
        raise
    except Exception as error:  # pdfminer raises whatever its parser stumbles over in a damaged file
        raise ReadError(
            source.filename,
            f"the PDF is damaged: {refusal.rstrip('.')}",
            "Fetch the file again from where it came, or save it anew with the program that made it",
        ) from error


def plumbed(page: Any) -> PageContent:
    """A page of pdfplumber's, as pdfium's are."""
    letters = PageLetters(float(page.width), float(page.height))
    for order, char in enumerate(page.chars):
        if not char["upright"]:
            letters.skipped += 1
            continue
        base = float(page.height) - char["matrix"][5]
        bold = "bold" in char["fontname"].lower()
        x0, x1, top, bottom = (float(char[key]) for key in ("x0", "x1", "top", "bottom"))
        for letter in char["text"]:
            letters.glyphs.append(Glyph(x0, x1, base, top, bottom, float(char["size"]), letter, bold, order))
    letters.text = "".join([glyph.text for glyph in letters.glyphs if glyph.text not in BLANKS])
    rulings = Rulings()
    for edge in page.edges:
        rulings.add((float(edge["x0"]), float(edge["top"])), (float(edge["x1"]), float(edge["bottom"])))
    area = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    rulings.pictures = min(1.0, area / max(1.0, float(page.width) * float(page.height)))
    return PageContent(letters, rulings)


def _check_count(source: Source, count: int) -> None:
    if count == 0:
        raise ReadError(source.filename, "the PDF has no pages", "Fetch the file again from where it came")
    if count > MAX_PAGES:
        raise ReadError(
            source.filename,
            f"the PDF has {count} pages, more than the {MAX_PAGES} that are read",
            "Split it, and add the parts",
        )


def refuse_textless(source: Source, pages: list[PageContent]) -> None:
    """Raise ReadError (``empty``) where no page has letters; what was seen on pictures is asked before."""
    if any(page.solid for page in pages):
        return
    raise ReadError(
        source.filename, "the PDF holds no text", "Check that this is the right file, or get the original", "empty"
    )


def doubts(pages: list[PageContent], pictures: Container[int] = ()) -> list[str]:
    """What a person should know of how sure the reading is. Of ``pictures`` (from 0) the letters were not used."""
    notes = []
    blank = [n for n, page in enumerate(pages, 1) if not page.solid and not page.scanned and n - 1 not in pictures]
    if blank:
        notes.append(f"pages without any text: {listed(blank)}")
    pages = [PageContent(PageLetters(0.0, 0.0), Rulings()) if n in pictures else page for n, page in enumerate(pages)]
    hidden = [number for number, page in enumerate(pages, 1) if page.letters.hidden]
    if hidden:
        notes.append(f"pages read from the invisible text of a recognised scan: {listed(hidden)}")
    total = sum(page.solid for page in pages)
    unmapped = sum(page.letters.unmapped for page in pages)
    skipped = sum(page.letters.skipped for page in pages)
    if unmapped > LOST * total:
        notes.append(f"letters that have no Unicode in the file: {unmapped} of {total}")
    if skipped > LOST * (total + skipped):
        notes.append(f"letters left out because they are turned or too small to read: {skipped} of {total + skipped}")
    fonts = sorted({font for page in pages for font in page.letters.old_fonts})
    if fonts:
        notes.append(f"letters of old Vietnamese fonts were made Unicode: {', '.join(fonts[:5])}")
    foreign, letters = _scripts(pages)
    if letters and foreign > FOREIGN * letters:
        notes.append(f"most letters are not Latin ({foreign} of {letters}): a font's table of letters may be wrong")
    return notes


def _scripts(pages: list[PageContent]) -> tuple[int, int]:
    """How many letters are of another script than Latin, and how many there are at all."""
    foreign = letters = 0
    for page in pages:
        text = page.letters.text
        others = LATIN.sub("", text)
        foreign += (strange := sum(map(str.isalpha, others)))
        letters += len(text) - len(others) + strange
    return foreign, letters


def listed(numbers: Sequence[int]) -> str:
    """Page numbers for people, runs folded: ``1-3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(shown[:20]) + (" …" if len(shown) > 20 else "")
