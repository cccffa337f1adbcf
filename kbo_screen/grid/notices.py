"""What is noticed of a file while it is read, and why one cannot be read.

A notice is a kind and plain values; its words belong to whoever shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

NoticeKind = Literal[
    # why a file is not read: what it is
    "missing",
    "folder",
    "not-regular",
    "no-permission",
    "unreadable",
    "changed-meanwhile",
    "lock-file",
    "empty",
    "encrypted",
    "encrypted-ods",
    "wrong-password",
    "no-unlocking",
    "old-excel",
    "spreadsheetml",
    "other-type",
    # why a file is not read: what is wrong with it
    "truncated",
    "corrupt",
    "duplicate-part",
    "escaping-part",
    "entities",
    "too-large",
    "unfolds",
    "sparse",
    "open-quote",
    "sheet-unseen",
    # why a file is not read: what became of the reader
    "reader-died",
    "reader-fault",
    "too-slow",
    # what was noticed of a file that is read
    "encoding",
    "broken-bytes",
    "quoted-rows",
    "cut-row",
    "html-table",
    "cut-page",
    "marks-not-seen",
    "macros",
    "outside-links",
    "embedded-objects",
    "rows-in-disorder",
    "pivot-table",
    "not-recalculated",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing noticed of a file, a sheet or a cell.

    `cell` is an address ("E12"), of a CSV the number of a row. `fields` by kind: `what`
    of `other-type` (what the file is), `unreadable` and `corrupt` (what the system or
    the reader said); `line` of `open-quote`; `encoding` of `encoding` and
    `broken-bytes`; `seconds` of `too-slow`; `megabytes` of `unfolds`.
    """

    kind: NoticeKind
    sheet: str | None = None
    cell: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


class ReadError(Exception):
    """A file cannot be read: the first notice says why, the others what else it is."""

    def __init__(self, *notices: Notice) -> None:
        super().__init__(*notices)
        self.notices = notices


def unreadable(kind: NoticeKind, what: str = "") -> ReadError:
    """The error for a file that is not read, for a reason that may need a word more."""
    return ReadError(Notice(kind, fields={"what": what}))
