"""``/help`` and ``/help/NAME``: the guides, one for each kind of user, made of the Markdown of docs/guides.

The folder ``guides`` beside this file is a link to ``docs/guides``: there people read them, here they are packaged.
What is written in them is ours, and is escaped all the same: HTML in it is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Request, Response
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from kb.web.answer import VIETNAMESE, database_name, fill, missing
from kb.web.language import Language, words
from kb.web.site import Site

FOLDER = Path(__file__).parent / "guides"
GUIDES = ("researcher", "analyst", "reviewer", "keeper")
"""In the order of the list: from who only looks to who keeps the base."""

ADDRESS = re.compile(r"/[a-z][\w./?=&%+-]*\Z", re.ASCII)
"""A page of ours as a guide writes it in code: it becomes a link. What a reader is to fill in is in capitals."""
_PLACEHOLDER = re.compile(r"/[A-Z]{2,}")
_GUIDE = re.compile(r"(?P<name>[a-z]+)\.(?:vi|en)\.md\Z")
_PICTURE = re.compile(r"[a-z-]+\.png\Z")
_OUTSIDE = re.compile(r"[^\x00-\x7f“”‘’–—…×]")

Link = Callable[[str], str]
Environment = MutableMapping[str, Any]


async def guides(datasette: Site, request: Request) -> Response:
    """The list, with what each guide is for: the first paragraph of its text."""
    said = words(request)
    told = [(name, *_opening(source(name, said.language))) for name in GUIDES]
    return await fill(datasette, request, "solieu_help.html", {"told": told})


async def guide(datasette: Site, request: Request) -> Response:
    """One guide; a name that is none is told on a page of ours."""
    said = words(request)
    name = request.url_vars["guide"]
    if name not in GUIDES:
        return await missing(datasette, request, said("help.unknown", name=name))
    base = database_name(datasette)

    def link(path: str) -> str:
        return datasette.urls.path(said.link(re.sub(r"^/kb(?=/|\?|\Z)", f"/{base}", path)))

    text = source(name, said.language)
    others = [(one, _opening(source(one, said.language))[0]) for one in GUIDES if one != name]
    context = {"title": _opening(text)[0], "guide": rendered(text, said.language, link), "others": others}
    return await fill(datasette, request, "solieu_guide.html", context)


async def picture(datasette: Site, request: Request) -> Response:
    """A picture of a guide, by its name alone."""
    name = request.url_vars["picture"]
    path = FOLDER / "pictures" / name
    if not _PICTURE.match(name) or not path.is_file():
        return await missing(datasette, request, words(request)("help.unknown", name=name))
    answer: Any = Response
    shown: Response = answer(path.read_bytes(), content_type="image/png", headers={"cache-control": "max-age=3600"})
    return shown


def source(name: str, language: Language) -> str:
    """The Markdown of a guide."""
    return (FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")


def rendered(text: str, language: Language, link: Link) -> Markup:
    """The guide as HTML: addresses in code are links, other guides are our pages, and what is Vietnamese on an English
    page (it stands in code or in italics) says so to a voice that reads it."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule in (_code_inline, _fence, _em_open, _link_open, _image):
        parser.add_render_rule(rule.__name__.removeprefix("_"), rule)
    return Markup(parser.render(text, {"link": link, "language": language}))


def _opening(text: str) -> tuple[str, str]:
    """The heading and the first paragraph, which is plain text."""
    heading, _, rest = text.partition("\n")
    return heading.removeprefix("# "), " ".join(rest.strip().partition("\n\n")[0].split())


def _spoken(content: str, env: Environment) -> Markup:
    return Markup(VIETNAMESE[env["language"]] if _OUTSIDE.search(content) else "")


def _code_inline(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Environment) -> str:
    content = tokens[at].content
    shown = Markup("<code{}>{}</code>").format(_spoken(content, env), content)
    if ADDRESS.match(content) and not _PLACEHOLDER.search(content):
        shown = Markup('<a href="{}">{}</a>').format(env["link"](content), shown)
    return str(shown)


def _fence(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Environment) -> str:
    content = tokens[at].content
    return str(Markup("<pre{}><code>{}</code></pre>\n").format(_spoken(content, env), content))


def _em_open(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Environment) -> str:
    return f"<em{_spoken(tokens[at + 1].content, env)}>"


def _link_open(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Environment) -> str:
    target = str(tokens[at].attrs["href"])
    if named := _GUIDE.match(target):
        target = env["link"](f"/help/{named['name']}")
    return f'<a href="{escape(target)}">'


def _image(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Environment) -> str:
    target = "/help/" + str(tokens[at].attrs["src"])
    return str(Markup('<img src="{}" alt="{}">').format(env["link"](target), tokens[at].content))
