"""``CITATION.cff``: how a publication is cited, in the form that GitHub, Zenodo and Zotero read (version 1.2.0)."""

from __future__ import annotations

import json

from kb.publish.package import About

FILE = "CITATION.cff"


def citation(about: About) -> str:
    """The file's content. Every value is written as JSON, which YAML reads as it is whatever letters it holds."""
    said = {
        "cff-version": "1.2.0",
        "message": "Khi dùng số liệu này, xin dẫn nguồn như sau. If you use these data, please cite them as below.",
        "type": "dataset",
        "title": about.title,
        "abstract": about.description,
        "authors": [{"name": about.publisher}],
        "version": about.version,
        "date-released": about.day,
        "license": about.licence,
        "url": about.address,
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items() if value)
    return "".join(lines)
