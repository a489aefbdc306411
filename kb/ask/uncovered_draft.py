"""A metric of the catalogue in draft, made of a frequent subject: TOML to paste into a file of ``rules/metrics/``.

What a machine cannot know is for a person to write over: the English name, whether more is better, how provinces add
up, and sentences of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from kb.ask.uncovered import Seen, Subject
from rules.language.fold import bare

HEAD = """\
# Drafts of metrics. Paste what is a metric into the file of rules/metrics/ that fits. Then correct the English name,
# the bounds, better, total and source, add other ways of calling it to wordings, write example sentences of your own.
"""
MOST_QUOTE = 160
_SENTENCES: Mapping[str, str] = {
    "rate": "Tỷ lệ {phrase} đạt [[{number}]]%.",
    "score": "{title} đạt [[{number}]] điểm.",
    "rank": "{title} xếp thứ [[{number}]].",
    "amount": "{title} là [[{number}]] {unit}.",
    "frequency": "{title}: [[{number}]] {unit}.",
}
_SHARE = "tỷ lệ "
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with the subject that it is of."""

    subject: Subject
    id: str
    toml: str


def draft_metrics(subjects: Sequence[Subject], taken: Collection[str]) -> list[Draft]:
    """A draft for each subject; none has an id that is taken or that another draft has."""
    used = set(taken)
    drafts = []
    for subject in subjects:
        name = _free(subject.phrase, used)
        used.add(name)
        drafts.append(Draft(subject, name, _toml(subject, name)))
    return drafts


def _toml(subject: Subject, name: str) -> str:
    title = _title(subject.phrase)
    low, high = _bounds(subject)
    counted = ((subject.figures, "figure"), (subject.documents, "document"), (subject.provinces, "province"))
    told = ", ".join(_count(number, thing) for number, thing in counted)
    lines = [
        f"# {told}: /compare?thing={quote_plus(subject.thing)}",
        *(f"#   {_quoted(one)}" for one in subject.examples),
        "[[metric]]",
        f"id = {_string(name)}",
        f"name_vi = {_string(title)}",
        f"name_en = {_string(f'{title} (in English)')}",
        f"unit = {_string(subject.unit or 'đơn vị')}",
        f"kind = {_string(subject.kind)}",
        f"phrases = [{_string(_phrase(subject.phrase))}]",
        f"wordings = [{_string(_phrase(subject.phrase))}]",
        f"low = {_string(low)}",
        f"high = {_string(high)}",
        'better = "none"',
        'total = "never"',
        'source = "Báo cáo của tỉnh"',
        "examples = [",
        *(f"  {_string(sentence)}," for sentence in dict.fromkeys(_sentence(subject, one) for one in subject.examples)),
        "]",
    ]
    return "\n".join(lines) + "\n"


def _sentence(subject: Subject, one: Seen) -> str:
    """A plain sentence with the number marked: what a report prints is not ours to copy."""
    phrase = _phrase(subject.phrase)
    words = {"phrase": phrase, "title": _title(subject.phrase), "number": one.number, "unit": subject.unit}
    if subject.kind == "rate" and subject.phrase.startswith(_SHARE):
        return f"{words['title']} đạt [[{one.number}]]{subject.unit if subject.unit == '%' else f' {subject.unit}'}."
    if subject.kind in _SENTENCES and (subject.kind != "rate" or subject.unit == "%"):
        return _SENTENCES[subject.kind].format(**words)
    if bare(phrase).startswith(bare(subject.unit)):
        return f"Toàn tỉnh có [[{one.number}]] {phrase}."
    return f"Số {phrase}: [[{one.number}]] {subject.unit}".rstrip() + "."


def _bounds(subject: Subject) -> tuple[str, str]:
    """Bounds that hold what was seen with room to spare; a percentage and a rank have their own."""
    if subject.kind == "rank":
        return "1", "63"
    if subject.unit == "%" and subject.highest <= 100:
        return "0", "100"
    return "0", str(10 ** (len(str(int(abs(subject.highest)))) + 1))


def _quoted(one: Seen) -> str:
    page = f", p. {one.page}" if one.page else ""
    quote = " ".join(_CONTROL.sub(" ", one.quote).split())
    cut = quote if len(quote) <= MOST_QUOTE else quote[: MOST_QUOTE - 1] + "…"
    return f"{one.number} · {_CONTROL.sub(' ', one.filename)}{page}: {cut}"


def _free(phrase: str, used: Collection[str]) -> str:
    """An id of the phrase's letters; a number behind it where it is taken."""
    name = "_".join(re.findall(r"[a-z0-9]+", bare(phrase))) or "metric"
    name = name if name[0].isalpha() else f"m_{name}"
    return next(one for one in (name, *(f"{name}_{n}" for n in range(2, len(used) + 3))) if one not in used)


def _phrase(phrase: str) -> str:
    """The words as they stand inside a sentence: a capital that only opened it is lowered, that of a name stays."""
    first, _, rest = phrase.partition(" ")
    named = rest[:1].isupper() or first[1:] != first[1:].lower()
    return phrase if named else f"{first.lower()} {rest}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _title(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _string(words: str) -> str:
    return json.dumps(_CONTROL.sub(" ", words), ensure_ascii=False)
