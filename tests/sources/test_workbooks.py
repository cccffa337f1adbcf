"""What the reader notices is said in findings.

- Every kind of notice has its finding.
- A finding is at the file, sheet and cell of its notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from kbo_screen.findings import InputError, Place
from kbo_screen.findings.catalogue import finding_codes
from kbo_screen.grid import NoticeKind
from kbo_screen.sources.workbooks import FINDING_CODES, read_workbook, workbook_findings

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_of_notice_has_its_finding() -> None:
    assert set(FINDING_CODES) == set(get_args(NoticeKind))
    assert set(FINDING_CODES.values()) <= set(finding_codes())


def test_findings_are_at_the_place_of_what_was_noticed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("อำเภอ,กลุ่ม\nบางคล้า,จักสาน\n".encode("cp874"))
    (finding,) = workbook_findings(read_workbook(path))
    assert finding.place == Place("list.csv")
    assert (
        finding.message("en") == "The file “list.csv” is in the encoding windows-874."
    )
    path.write_text('a,b\n1,"2\n', encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_workbook(path)
    assert [finding.fields for finding in refused.value.findings] == [{"line": 2}]
