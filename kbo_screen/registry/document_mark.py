"""How a Word document of ours says that nobody has changed it since it was written.

The mark is the document's identifier, a property that Word keeps; the text that it is a digest of changes with the
first word that anybody types. Writer and reader share its form.
"""

from __future__ import annotations

import hashlib
from typing import Final

#: What every mark begins with.
_OURS: Final = "kbo-screen document "


def mark_of(body: bytes) -> str:
    """The mark of a document, from the XML of its main part.

    >>> mark_of(b"<w:document/>")[:24]
    'kbo-screen document 0ae6'
    """
    return _OURS + hashlib.sha256(body).hexdigest()


def is_ours(mark: str) -> bool:
    """A document with that identifier was written by this program."""
    return mark.startswith(_OURS)
