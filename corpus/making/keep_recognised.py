"""Keep the recognised pages of scans beside them, so that they are read without an engine.

``python corpus/making/keep_recognised.py FILE …`` reads each scan anew and writes ``FILE.recognised.json``. Look at
what was read before it is committed: it is believed as it stands.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from extract.read import read
from extract.scan.store import beside, kept_pages, written


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        beside(path).unlink(missing_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SOLIEU_CACHE"] = folder
            read(path)
            pages = kept_pages()
        beside(path).write_text(written(pages), encoding="utf-8")
        print(f"{beside(path)}: {len(pages)} pages")


if __name__ == "__main__":
    main()
