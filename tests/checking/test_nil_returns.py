"""A district that has no group says so, and is asked about none that its registry does not hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen.results.chat.validation_line import validation_line
from kbo_screen.results.forms.district_form import forms_of
from kbo_screen.results.validation.validation_payload import validation_payload
from kbo_screen.results.wording.finding_lines import gather_findings
from kbo_screen.vocabulary.nil_returns import nil_wording
from tests.tools.lists import OwnList, check, make_run, told
from tests.tools.oracle import CHACHOENGSAO, stand
from tests.tools.registries import write_xlsx
from tests.tools.seeds import seeds
from tests.tools.written import write_forms

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.desk.run import Run

HEADER = ["ที่", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม", "โทรศัพท์"]
#: ราชสาส์น has no row, บ้านโพธิ์ one certain group, คลองเขื่อน three.
DISTRICTS = {"ราชสาส์น": 0, "บ้านโพธิ์": 1, "คลองเขื่อน": 3}
MORE = """
| คลองเขื่อน | 241100001 | กลุ่มกก   | กลุ่มผู้ผลิตชุมชน | 2411000011 | เสื่อ | 3 | A | 2560 | ไม่มี |  |  |
| คลองเขื่อน | 241100002 | กลุ่มไผ่  | กลุ่มผู้ผลิตชุมชน | 2411000021 | ตะกร้า | 2 | B | 2560 | ไม่มี |  |  |
| คลองเขื่อน | 241100003 | กลุ่มหวาย | กลุ่มผู้ผลิตชุมชน | 2411000031 | เก้าอี้ | 1 | C | 2560 | ผ่าน |  |  |
"""
WORDINGS = [
    "ไม่มีกลุ่มที่เข้าหลักเกณฑ์",
    "ไม่มี กลุ่ม/ผู้ประกอบการที่เข้าหลักเกณฑ์",
    "ไม่มีผู้สมัคร",
    "จำนวน \u0e50 กลุ่ม",
    "0 กลุ่ม",
    "กลุ่มที่เข้าหลักเกณฑ์ : ไม่มี",
    "☑ ไม่มีกลุ่มที่เข้าหลักเกณฑ์",
    "( / ) ไม่มีกลุ่มเข้าเกณฑ์",
    "หมายเหตุ: ตรวจสอบแล้วไม่มีกลุ่มผู้ผลิตชุมชนที่เข้าหลักเกณฑ์ตามหนังสือ",
    "ไม่ มี  กลุ่มเป้าหมาย",
    "ไม่พบกลุ่มที่มีคุณสมบัติตรงตามหลักเกณฑ์",
    "No eligible groups",
    "อำเภอไม่ประสงค์ส่งกลุ่มเข้าร่วมโครงการ",
    "ปีนี้ขอไม่เสนอรายชื่อ",
    "ไม่มีผู้เข้าเกณฑ์",
    "ไม่มีกลุ่มใดสมัครใจเข้าร่วม",
    "ตามหนังสือที่อ้างถึง ได้ตรวจสอบแล้ว ไม่มีกลุ่มที่เข้าหลักเกณฑ์",
]
SHORT = ["ไม่มี", "-ไม่มี-", "- ไม่มี -", "(ไม่มี)", "ยังไม่มี"]
NAMES = [
    "กลุ่มไม่มีชื่อ",
    "กลุ่มไม่มีหนี้บ้านเหนือ",
    "กลุ่มผู้ผลิตชุมชนไม่มีวันจน",
    "ไม่มีกลุ่มอื่น",
    "☐ ไม่มีกลุ่มที่เข้าหลักเกณฑ์",
    "( ) ไม่มีกลุ่มที่เข้าหลักเกณฑ์",
    "10 กลุ่ม",
    "ไม่มีศักยภาพ",
    "กลุ่มที่ไม่ส่งรายชื่อ",
    "ไม่ส่งเสียง",
    "ไม่ได้ส่งผู้แทน",
    "ไม่มีผู้แทน",
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("nil"), more=MORE)


def layouts(words: str, district: str) -> list[list[list[Any]]]:
    """The words in the first row, across it, above the table, below it, and without a table."""
    title = [f"รายชื่อกลุ่มเป้าหมาย อำเภอ{district}"]
    return [
        [title, HEADER, [1, words], [2], [3]],
        [title, HEADER, [words]],
        [title, [words], HEADER, [1], [2], [3]],
        [title, HEADER, [1], [2], [], [None, words], ["ลงชื่อ ........"]],
        [title, [words]],
    ]


def expected(district: str) -> list[str]:
    """By the oracle: the codes of a return that says there is none. A group here is certain, for no cell is blank."""
    products = [
        {"type": "community", "star": star, "project": "clear", "quadrant": "A",
         "year": 2560, "potential": None, "standard": "none"}
        for star in range(1, DISTRICTS[district] + 1)
    ]  # fmt: skip
    columns = {"project", "quadrant", "year", "potential"}
    stands = [stand(product, CHACHOENGSAO, columns) for product in products]
    is_certain = any(tier and tier[1] == 0 for tier in stands)
    return ["selection.none-but-certain" if is_certain else "selection.none-agreed"]


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("shift", seeds(5, ordinary=1))
def test_every_wording_is_a_return_and_is_checked(
    shift: int, district: str, run: Run, tmp_path: Path
) -> None:
    """Each wording in one of the layouts; with every shift in all of them."""
    for number, words in enumerate(WORDINGS):
        lines = layouts(words, district)[(number + shift) % 5]
        path = write_xlsx(tmp_path / f"{number}.xlsx", lines)
        (file,) = check([path], run).files
        codes = [f.code for f in file.findings if f.code.startswith("selection.")]
        assert (words, file.submission.returned, codes) == (
            words,
            "none",
            expected(district),
        )
        assert [f for f in file.findings if f.severity == "warning"] == []
        assert file.status == ("rejected" if DISTRICTS[district] else "accepted")


@pytest.mark.parametrize("words", SHORT)
@pytest.mark.parametrize("layout", [0, 1])
def test_a_short_none_in_the_table(
    words: str, layout: int, run: Run, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", layouts(words, "ราชสาส์น")[layout])
    (file,) = check([path], run).files
    assert (file.submission.returned, file.status) == ("none", "accepted")


@pytest.mark.parametrize("words", NAMES)
def test_a_name_is_no_return(words: str) -> None:
    assert nil_wording(words) is None


def test_the_groups_that_the_registry_holds_are_named_with_their_cells(
    run: Run, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", layouts("ไม่มี", "บ้านโพธิ์")[0])
    (file,) = check([path], run).files
    (finding,) = [f for f in file.findings if f.severity == "error"]
    assert (finding.place.cell, finding.fields["count"]) == ("B3", 1)
    assert "“กลุ่มไข่เค็มบ้านสวน” (registry.xlsx" in finding.message("th")
    alternatives = finding.fields["alternatives"]
    assert [group["group_name"] for group in alternatives] == ["กลุ่มไข่เค็มบ้านสวน"]


def test_groups_that_wait_are_a_question(tmp_path: Path) -> None:
    more = "| ราชสาส์น | 240700001 | กลุ่มรอถาม | กลุ่มผู้ผลิตชุมชน | 2407000011 | ผ้า | รอผล | A | 2560 | ไม่มี |  |  |"
    run = make_run(tmp_path, more=more)
    (tmp_path / "in").mkdir()
    path = write_xlsx(tmp_path / "in/a.xlsx", layouts("ไม่มี", "ราชสาส์น")[0])
    (file,) = check([path], run).files
    assert [f.code for f in file.findings if f.severity == "warning"] == [
        "selection.none-but-waits"
    ]
    assert file.status == "accepted_with_warnings"


def test_an_empty_table_is_not_filled(run: Run, tmp_path: Path) -> None:
    title = ["รายชื่อกลุ่มเป้าหมาย อำเภอราชสาส์น"]
    path = write_xlsx(tmp_path / "a.xlsx", [title, HEADER, [1], [2], [3]])
    checked = check([path], run)
    (file,) = checked.files
    assert [(f.code, f.severity) for f in file.findings if f.severity != "info"] == [
        ("table.not-filled", "error")
    ]
    payload = validation_payload(checked)
    assert payload["files"][0]["return"] == "not_filled"
    returned = {d["district"]: d["returned"] for d in payload["districts"]}
    assert (returned["ราชสาส์น"], returned["บางคล้า"]) == ("not_filled", "not_sent")


def test_a_list_that_also_says_none(run: Run, tmp_path: Path) -> None:
    one = OwnList()
    one.rows.append({"ที่": "หมายเหตุ ไม่มีกลุ่มที่เข้าหลักเกณฑ์"})
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("table.none-and-groups", "warning", "A10")]
    assert len(checked.files[0].accepted) == 3


def test_a_reason_beside_its_label_makes_a_short_list_whole(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList("บ้านโพธิ์")
    one.head["เหตุผลที่ไม่ครบ"] = "กลุ่มอื่นย้ายที่ตั้งแล้ว"
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("selection.fewer-with-reason", "info", "B4")]
    assert checked.files[0].status == "accepted"


@pytest.mark.parametrize("words", ["ครบ", "ครบ ๓ กลุ่ม", "ส่งครบแล้ว", "-", "ไม่มี"])
@pytest.mark.parametrize("is_column", [False, True])
def test_no_reason_is_that_all_are_named(
    words: str, is_column: bool, run: Run, tmp_path: Path
) -> None:
    row = [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง", "0800000001", words]
    lines = [["อำเภอบ้านโพธิ์"], [*HEADER, "เหตุผลที่ไม่ครบ"], row]
    if not is_column:
        lines = [["อำเภอบ้านโพธิ์"], ["เหตุผลที่ไม่ครบ", words], HEADER, row[:4]]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    assert (file.submission.reason, len(file.submission.rows)) == (None, 1)


def test_a_chat_says_what_to_do_however_many_groups_there_are(
    run: Run, tmp_path: Path
) -> None:
    """The names give way, not the remedy."""
    one = OwnList("บางคล้า")
    one.rows = []
    one.head["เหตุผลที่ไม่ครบ"] = "ไม่มีกลุ่มที่เข้าหลักเกณฑ์"
    checked = check([one.write(tmp_path)], run)
    told_line, *_ = gather_findings(checked.findings, run.lang)
    assert told_line.code == "selection.none-but-certain"
    line = validation_line(checked).splitlines()[1]
    assert "… " in line
    assert line.endswith(told_line.remedy)


def test_a_reason_that_the_shortlist_answers_is_told_of(
    run: Run, tmp_path: Path
) -> None:
    """The district hears that its reason was read, and why the list is sent back nevertheless."""
    one = OwnList("บางคล้า")
    one.rows.pop()
    one.head["เหตุผลที่ไม่ครบ"] = "กลุ่มอื่นไม่พร้อมเข้าร่วม"
    checked = check([one.write(tmp_path)], run)
    (finding,) = checked.findings
    assert (finding.code, finding.severity) == ("selection.too-few", "error")
    assert "เหตุผลที่เซลล์ B4 “กลุ่มอื่นไม่พร้อมเข้าร่วม” จึงยังไม่พอ" in finding.message("th")
    del one.head["เหตุผลที่ไม่ครบ"]
    (finding,) = check([one.write(tmp_path)], run).findings
    assert "เหตุผล" not in finding.message("th")


def test_a_reason_without_a_group_says_that_there_is_none(
    run: Run, tmp_path: Path
) -> None:
    one = OwnList("บ้านโพธิ์")
    one.rows = []
    one.head["เหตุผลที่ไม่ครบ"] = "กลุ่มเลิกผลิตแล้ว"
    checked = check([one.write(tmp_path)], run)
    assert told(checked) == [("selection.none-but-certain", "error", "B4")]


@pytest.mark.parametrize(
    ("label", "typed", "returned"),
    [
        ("ถ้าไม่มี", "/", "none"),
        ("ถ้าไม่มี", "ไม่มีกลุ่มที่เข้าหลักเกณฑ์", "none"),
        ("เหตุผล", "ไม่มีผู้สมัคร", "none"),
        ("ถ้าไม่มี", "-", "not_filled"),
        (None, None, "not_filled"),
    ],
)
def test_our_form(
    label: str | None, typed: str | None, returned: str, run: Run, tmp_path: Path
) -> None:
    """Of a form as it went out nothing is a return; the tick is one, and so is a reason."""
    write_forms(forms_of(run), tmp_path / "f", font="Sarabun", force=False, inputs=[])
    (path,) = (tmp_path / "f").glob("*ราชสาส์น*")
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if label and str(cell.value or "").startswith(label):
                column = 4 if label == "ถ้าไม่มี" else 7
                book.worksheets[0].cell(cell.row, column, typed)
    book.save(path)
    (file,) = check([path], run).files
    assert file.submission.returned == returned
    assert (file.status == "rejected") == (returned == "not_filled")


@pytest.mark.parametrize("words", ["ไม่มี", "ไม่มีกลุ่มที่เข้าหลักเกณฑ์"])
def test_our_form_says_it_where_a_group_is_named(
    words: str,
    run: Run,
    tmp_path: Path,
) -> None:
    """Of a district without a group to pick: nothing else stands in the row but its number."""
    write_forms(forms_of(run), tmp_path / "f", font="Sarabun", force=False, inputs=[])
    (path,) = (tmp_path / "f").glob("*ราชสาส์น*")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B10"] = words
    book.save(path)
    (file,) = check([path], run).files
    assert (file.submission.returned, file.status) == ("none", "accepted_with_warnings")


def test_random_words_of_the_vocabulary_take_no_time() -> None:
    words = ["กลุ่ม", "ที่", "เข้า", "อำเภอ", "ไม่มี", "หลักเกณฑ์", "อ.", "ก", " "]
    for seed in seeds(20, ordinary=20):
        pick = random.Random(seed)
        nil_wording("".join(pick.choices(words, k=40)))


@pytest.mark.parametrize(
    ("below", "cell"),
    [
        (["เหตุผลที่ไม่ครบ", "กลุ่มอื่นเลิกผลิต"], "B4"),
        (["เหตุผลที่ไม่ครบ กลุ่มอื่นเลิกผลิต"], "A4"),
        (["เหตุผลที่ไม่ครบ ๓ กลุ่ม", "กลุ่มอื่นเลิกผลิต"], "B4"),
        (["เหตุผลที่ส่งไม่ครบ (โปรดระบุ)", "กลุ่มอื่นเลิกผลิต"], "B4"),
        (["หมายเหตุ : ส่งไม่ครบ 3 กลุ่ม เนื่องจากกลุ่มอื่นเลิกผลิต"], "A4"),
        ([None, "ไม่มีกลุ่มอื่นที่เข้าหลักเกณฑ์แล้ว"], "B4"),
        ([2, "ไม่มีกลุ่มอื่น"], "B4"),
        (["เหตุผลที่ไม่ครบ (ถ้ามี) ระบุ: กลุ่มอื่นเลิกผลิต"], "A4"),
        (["ส่งได้เพียง 1 กลุ่ม เนื่องจากกลุ่มอื่นไม่สมัครใจ"], "A4"),
        (["อำเภอบ้านโพธิ์มีกลุ่มที่เข้าหลักเกณฑ์เพียง ๑ กลุ่ม"], "A4"),
        (["หมายเหตุ : อ.บ้านโพธิ์ เสนอกลุ่มเดียว เพราะกลุ่มอื่นเลิกผลิต"], "A4"),
        (["* ขาดอีก 2 กลุ่ม อยู่ระหว่างติดต่อ"], "A4"),
        ([None, "กลุ่มที่เหลือไม่ประสงค์เข้าร่วม"], "B4"),
    ],
)
def test_a_reason_as_districts_write_it_is_no_group(
    below: list[Any], cell: str, run: Run, tmp_path: Path
) -> None:
    """บ้านโพธิ์ has one group to name, and names it."""
    lines = [["อำเภอบ้านโพธิ์"], HEADER, [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง"], below]
    checked = check([write_xlsx(tmp_path / "a.xlsx", lines)], run)
    assert (checked.files[0].status, len(checked.files[0].accepted)) == ("accepted", 1)
    assert ("selection.fewer-with-reason", "info", cell) in told(checked)


@pytest.mark.parametrize(
    "words",
    [
        "กลุ่มที่เหลือจะส่งให้ภายหลัง",
        "กลุ่มที่เหลืออยู่ระหว่างตรวจสอบ",
        "กลุ่มที่เหลือเป็นสำรอง",
        "ขาดอีก 1 กลุ่มจะส่งภายหลัง",
        "แค่ 2 กลุ่มก่อน จะส่งเพิ่ม",
        "กลุ่มอื่นๆ ดูในไฟล์แนบ",
        "กลุ่มอื่น ดูแผ่นที่ 2",
        "อีก 1 รายการดูด้านหลัง",
        "ขาด 1 รายการเอกสารแนบ",
        "ผู้แทนเข้าร่วมเพียง 1 ราย",
        "อบรมได้เพียง 1 ราย/กลุ่ม",
        "ค่าเดินทางเหมาจ่ายแค่ 1 ราย",
        "ให้เสนอกลุ่มได้เพียง 1 กลุ่มต่อตำบล",
        "อีก 1 กลุ่มส่งทางไลน์",
    ],
)
def test_a_line_of_something_else_is_no_reason(
    words: str, run: Run, tmp_path: Path
) -> None:
    """What follows later or stands elsewhere, and what is counted that is no group."""
    lines = [["อำเภอบ้านโพธิ์"], HEADER, [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง"], [words]]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    assert file.submission.reason is None
    assert "selection.too-few" in {finding.code for finding in file.findings}


def test_a_reason_in_a_column_of_its_own(run: Run, tmp_path: Path) -> None:
    row = [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง", "0800000001", "มีกลุ่มเดียว"]
    lines = [["อำเภอบ้านโพธิ์"], [*HEADER, "เหตุผลที่ไม่ครบ"], row]
    checked = check([write_xlsx(tmp_path / "a.xlsx", lines)], run)
    assert ("selection.fewer-with-reason", "info", "E3") in told(checked)


@pytest.mark.parametrize("header", ["หมายเหตุ", "เหตุผลที่ไม่ครบ"])
@pytest.mark.parametrize("words", ["ไม่มีกลุ่มอื่น", "ส่งไม่ครบ เนื่องจากกลุ่มอื่นเลิกผลิต"])
@pytest.mark.parametrize("number", [[], [1]])
def test_a_column_of_remarks_in_front_hides_no_group(
    header: str, words: str, number: list[int], run: Run, tmp_path: Path
) -> None:
    row = [*number, words, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง", "0800000001"]
    headers = [*HEADER[: len(number)], header, *HEADER[1:]]
    lines = [["อำเภอบ้านโพธิ์"], headers, row]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    assert (file.submission.returned, len(file.accepted)) == ("list", 1)
    assert bool(file.submission.reason) == (header == "เหตุผลที่ไม่ครบ")


def test_a_reason_in_a_column_stands_beside_any_row(run: Run, tmp_path: Path) -> None:
    rows = [
        [1, "กลุ่มกก", "นางหนึ่ง ตัวอย่าง", "0800000001", "-"],
        [2, "กลุ่มไผ่", "นางสอง ตัวอย่าง", "0800000002", "กลุ่มอื่นเลิกผลิต"],
    ]
    lines = [["อำเภอคลองเขื่อน"], [*HEADER, "เหตุผลที่ไม่ครบ"], *rows]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    reason = file.submission.reason
    assert reason
    assert (reason.text, reason.place.cell) == ("กลุ่มอื่นเลิกผลิต", "E4")


def test_a_reason_in_a_column_is_that_of_its_district(run: Run, tmp_path: Path) -> None:
    header = ["ที่", "อำเภอ", "ชื่อกลุ่ม", "ผู้แทนกลุ่ม", "โทรศัพท์", "เหตุผลที่ไม่ครบ"]
    rows = [
        [1, "คลองเขื่อน", "กลุ่มกก", "นางหนึ่ง ตัวอย่าง", "0800000001"],
        [2, "บ้านโพธิ์", "กลุ่มไข่เค็มบ้านสวน", "นางสอง ตัวอย่าง", "0800000002", "มีกลุ่มเดียว"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", [["รายชื่อกลุ่ม"], header, *rows])
    reasons = [file.submission.reason for file in check([path], run).files]
    assert [reason and reason.text for reason in reasons] == [None, "มีกลุ่มเดียว"]


def test_a_reason_below_a_line_that_asks_for_one(run: Run, tmp_path: Path) -> None:
    asks = ["เหตุผลที่ไม่ครบ ให้ระบุท้ายตาราง"]
    row = [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง"]
    lines = [["อำเภอบ้านโพธิ์"], asks, HEADER, row, ["เหตุผลที่ไม่ครบ", "กลุ่มอื่นเลิกผลิต"]]
    checked = check([write_xlsx(tmp_path / "a.xlsx", lines)], run)
    assert ("selection.fewer-with-reason", "info", "B5") in told(checked)


@pytest.mark.parametrize(
    "words", ["กรณีไม่ครบ 3 กลุ่ม เพราะเหตุใด ให้ชี้แจง", "เหตุผลที่ไม่ครบ (ถ้ามี)"]
)
def test_an_empty_list_that_asks_for_a_reason_is_not_filled_in(
    words: str, run: Run, tmp_path: Path
) -> None:
    lines = [["อำเภอราชสาส์น"], [words], HEADER, [1], [2]]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    assert (file.submission.returned, file.status) == ("not_filled", "rejected")


@pytest.mark.parametrize(
    "below",
    [
        ["กรณีไม่ครบ 3 กลุ่ม ให้ระบุเหตุผล"],
        ["เหตุผลที่ไม่ครบ ................"],
        ["หมายเหตุ ไม่ครบ 3 กลุ่ม"],
        ["เหตุผลที่ไม่ครบ 3 กลุ่ม (ถ้ามี)"],
        ["กรณีส่งไม่ครบ 3 กลุ่ม เนื่องจากสาเหตุใด ให้ระบุ"],
    ],
)
def test_a_line_that_asks_for_a_reason_is_none(
    below: list[Any], run: Run, tmp_path: Path
) -> None:
    lines = [["อำเภอบ้านโพธิ์"], HEADER, [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง"], below]
    checked = check([write_xlsx(tmp_path / "a.xlsx", lines)], run)
    assert checked.files[0].status == "accepted_with_warnings"
    assert ("selection.too-few", "warning", None) in told(checked)


def test_a_remark_of_a_group_gives_no_reason_for_the_list(
    run: Run, tmp_path: Path
) -> None:
    row = [1, "กลุ่มไข่เค็มบ้านสวน", "นางหนึ่ง ตัวอย่าง", "0800000001", "ไม่มีกลุ่มอื่น"]
    lines = [["อำเภอบ้านโพธิ์"], [*HEADER, "หมายเหตุ"], row]
    checked = check([write_xlsx(tmp_path / "a.xlsx", lines)], run)
    assert len(checked.files[0].accepted) == 1
    assert ("selection.too-few", "warning", None) in told(checked)


@pytest.mark.parametrize(
    ("words", "returned"),
    [("☑ ไม่มี  ☐ มี", "none"), ("☐ ไม่มี  ☑ มี", "not_filled"), ("ไม่มี ☐ มี ☐", "not_filled")],
)
def test_boxes_of_which_one_is_ticked(
    words: str,
    returned: str,
    run: Run,
    tmp_path: Path,
) -> None:
    lines = [["อำเภอราชสาส์น"], [words], HEADER, [1], [2]]
    (file,) = check([write_xlsx(tmp_path / "a.xlsx", lines)], run).files
    assert file.submission.returned == returned
