"""The checks are arithmetic: no Vietnamese and no metric stands in them but in ``messages.toml``, which says each text
in both languages."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from kb.check.repairs import FAULTS
from kb.check.texts import FILE, Told, load_texts, told
from rules.catalogue import load_catalogue
from rules.strict_toml import CatalogueError

FOLDER = Path(__file__).parents[1] / "kb" / "check"
LETTERS = re.compile(r"[À-ÖØ-öø-ɏ̀-ͯ\u1ea0-\u1eff]")
FILES = sorted(FOLDER.glob("*.py"))


def literals(path: Path) -> list[str]:
    """The strings of a module, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    return [node.value for node in found if isinstance(node.value, str)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_check_knows_no_vietnamese_and_no_metric(path: Path) -> None:
    catalogue = load_catalogue()
    assert [text for text in literals(path) if LETTERS.search(text)] == []
    assert [text for text in literals(path) if text in catalogue] == []


def test_every_message_is_told_by_a_check_in_both_languages() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in FILES)
    texts = load_texts()
    assert tuple(texts.faults) == FAULTS
    for key, message in texts.messages.items():
        asked = f'"{key}"' in code or (key.startswith("column_") and 'told(f"column_{name}"' in code)
        assert asked or key in ("between_documents", "restated"), key
        braces = [{name for _, name, *_ in string.Formatter().parse(text) if name} for text in message]
        assert braces[0] == braces[1], key


def test_a_value_that_differs_by_language_is_told_in_each() -> None:
    message = told("bounds", what=Told("Trạm BTS", "BTS stations"), shown="9", expected="1–5")
    assert message.vi.startswith("Trạm BTS: 9 nằm ngoài") and message.en.startswith("BTS stations: 9 is outside")


@pytest.mark.parametrize(
    ("old", "new"),
    [("[faults]", "[fault]"), ('vi = "thiếu', 'vn = "thiếu'), ('met = "đạt"', 'met = ""'), ("[words]", "[words.all]")],
)
def test_a_misspelt_text_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "messages.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"messages\.toml"):
        load_texts(tmp_path / "messages.toml")
