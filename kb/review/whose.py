"""Whether a row is that of the figure whose id it bears.

Who sorts some columns of a sheet, and not all, gives every row another's id: what was written beside one sentence would
be laid on the number of another.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.review.damage import changed_cells
from kb.review.export import shown_cells
from kb.review.file import Row
from kb.review.find import alike
from kb.review.refused import RefusedError
from kb.review.state import Standing
from rules.language.fold import bare_words

Snapshots = Mapping[str, dict[str, Standing] | None]
"""What each export showed, by the name of its batch and the ids of figures; None where no snapshot is left."""


class Whose:
    """Holds rows against what was shown in them."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._by_quote: dict[str, dict[str, list[Standing]]] = {}

    def refuse_another(self, row: Row, now: Standing) -> None:
        """RefusedError where sentence, number or document of a row are another figure's than that of its id.

        What a spreadsheet made of them, and a slip in one of them, is neither.
        """
        seen = (self._snapshots[row["batch"]] or {}).get(row["id"])
        figure = seen or now
        differ = _differing(row, figure, by_name=seen is not None)
        if not differ:
            return
        # A slip is in one cell; and without a snapshot nothing tells whose number it is instead.
        moved = len(differ) > 1 or (seen is None and "number" in differ)
        moved = moved or ("quote" in differ and not alike(row["quote"], figure.quote))
        others = self._with(row["batch"], row["quote"] or figure.quote)
        if moved or any(one is not figure and not _differing(row, one, by_name=True) for one in others):
            raise RefusedError(
                f"câu, số in hoặc tài liệu của dòng này không phải của mã {row['id']}: có lẽ cột mã đã được sắp xếp"
                " riêng. Hãy sắp xếp cả bảng, hoặc chép lại các cột bên trái từ tệp đã nhận",
                f"sentence, number or document of this row are not those of {row['id']}: perhaps a column was sorted by"
                " itself; sort the whole table, or copy the left columns from the file as it was exported",
            )

    def _with(self, batch: str, quote: str) -> list[Standing]:
        """The figures of an export with this sentence."""
        if batch not in self._by_quote:
            known: dict[str, list[Standing]] = {}
            for one in (self._snapshots[batch] or {}).values():
                known.setdefault(bare_words(one.quote), []).append(one)
            self._by_quote[batch] = known
        return self._by_quote[batch].get(bare_words(quote), [])


def _differing(row: Row, figure: Standing, by_name: bool) -> set[str]:
    """Which of the columns that tell whose row it is a person seems to have changed; the name of the document only
    where it is that of the export."""
    shown = shown_cells(figure, {})
    told = {name: shown[name] for name in ("quote", "number", *(["document"] if by_name else []))}
    return {name for name, _, became in changed_cells(row, told) if became == "person"}
