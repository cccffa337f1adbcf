"""What forms call groups of one name in one district.

1. Each has its id behind its name; one without an id is called by its name alone, in our form and in an office's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbo_screen import load_letter, read_registry
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.results.forms.office_form_rows import office_rows
from tests.tools.proofs import run_of

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = """\
อำเภอ,รหัสกลุ่ม,ชื่อกลุ่ม,ประเภทผู้ผลิต,ผลิตภัณฑ์,ระดับดาว ปี 2565
บางคล้า,1,กลุ่มทอผ้า,วิสาหกิจชุมชน,ผ้า,3
บางคล้า,2,กลุ่มทอผ้า,วิสาหกิจชุมชน,เสื้อ,3
บางคล้า,,กลุ่มทอผ้า,วิสาหกิจชุมชน,ถุง,3
บางคล้า,,กลุ่มจักสาน,วิสาหกิจชุมชน,ตะกร้า,2
"""


def test_a_group_without_an_id_is_called_by_its_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "registry.csv"
    path.write_text(REGISTRY, encoding="utf-8-sig")
    letter = load_letter()
    run = run_of(read_registry(path, letter), letter)
    position = [area.district for area in run.areas].index("บางคล้า")
    labels = ["กลุ่มทอผ้า (1)", "กลุ่มทอผ้า (2)", "กลุ่มทอผ้า", "กลุ่มจักสาน"]
    choices = forms_of(run)[position].choices or ()
    assert [choice.label for choice in choices] == labels
    rows = office_rows(run)[position].rows
    assert [row["group_name"] for row in rows] == labels[: len(rows)]
    assert len(rows) == 3
