"""How to cite what a page shows: BibTeX and CSL-JSON, with the permalink, the day it was seen and the version that made it."""

import hashlib
import re
from datetime import date

import msgspec

from dragoman import __version__

_SPECIAL = re.compile(r"[\\{}$&#^_%~]")
_ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def key_of(address: str) -> str:
    """A short key that the same address always gives."""
    return f"dragoman-{hashlib.blake2b(address.encode(), digest_size=4).hexdigest()}"


def bibtex(title: str, address: str, seen: date) -> str:
    """An entry for BibTeX and BibLaTeX."""
    fields = {
        "title": f"{{{_tex(title)}}}",
        "author": "{dragoman}",
        "year": str(seen.year),
        "url": address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": seen.isoformat(),
        "note": f"View of a dragoman {__version__} store",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key_of(address)},\n{lines}\n}}\n"


def csl(title: str, address: str, seen: date) -> str:
    """An item for Zotero, pandoc and other readers of CSL-JSON."""
    item = {
        "id": key_of(address),
        "type": "webpage",
        "title": title,
        "author": [{"literal": "dragoman"}],
        "issued": {"date-parts": [[seen.year, seen.month, seen.day]]},
        "accessed": {"date-parts": [[seen.year, seen.month, seen.day]]},
        "URL": address,
        "note": f"View of a dragoman {__version__} store",
    }
    return msgspec.json.format(msgspec.json.encode([item]), indent=2).decode()


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found.group(), "\\" + found.group()), text)
