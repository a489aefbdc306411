"""Keep what LibreOffice makes of .doc, .rtf and .odt samples beside them, so that they are read without it.

``python corpus/making/keep_converted.py FILE …`` converts each file anew and writes ``FILE.converted.docx``.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from extract.office.kept import beside, signed
from extract.office.soffice import to_docx
from extract.sniff import sniff


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name)
        data = path.read_bytes()
        made = to_docx(data, f".{sniff(data, name).reader.format}")
        beside(path).write_bytes(signed(made, hashlib.sha256(data).hexdigest()))
        print(beside(path))


if __name__ == "__main__":
    main()
