"""What a person wrote and what cannot be taken: one reason in Vietnamese, the same in English."""

from __future__ import annotations


class RefusedError(ValueError):
    """A cell of the review CSV that is refused; ``vi`` and ``en`` are sentences without a stop at the end."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
