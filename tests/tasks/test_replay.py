"""A result is made again from the inputs that its receipt names, and compared by values.

- Every way to make one: lists, answers, districts, both languages, a proof, contacts, a font; JSON, and the other
  commands that tell what was decided (`shortfall`, `validate`, `whatif`, `explain`); from a notebook too.
- Of a file of answers that changed, each answer that is another is named, by its hash; the receipt names nobody.
- Of a result that looks at districts' lists, these are found, checked again, and told where they are others.
- What cannot be made again is refused in a sentence that says what it is, and what to do instead.
- A cell that a hand changed is named, an answer that was filled in is none; over 50 changes. So are a sheet that was
  added or taken out, and a line of the receipt.
- Locked inputs are opened by their passwords, under the names that they had and those that they have.
- An input that changed is named; one that is not found ends the command with 3.
- Another version of the program with the same cells is said.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from typer.testing import CliRunner

import kbo_screen
from kbo_screen.cli.app import app
from kbo_screen.findings import InputError
from kbo_screen.results.replay_sentences import answer_lines
from kbo_screen.results.sheets.district_view import view_of
from kbo_screen.results.sheets.receipt_sheet import end_of_cell, receipt_sheet
from kbo_screen.results.shown import shown_run
from kbo_screen.sources.old_results.changed_cells import read_result
from kbo_screen.tasks.build_run import build_run
from kbo_screen.tasks.replay_from_receipt import replay
from kbo_screen.tasks.run_options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "sample_data"
LISTS = ["--projects", "projects.xlsx", "--standards", "standards.xlsx"]
CALLS = {
    "lists": [*LISTS, "--lang", "en"],
    "answers": [*LISTS, "--answers", "answers.xlsx", "--proof"],
    "district": ["--district", "บางคล้า", "--take", "2"],
    "stars": ["--stars", "stars.xlsx", "--today", "2022-12-24"],
    "look": ["--with-contacts", "--font", "Garuda"],
}
SLOW = ("answers", "stars", "look")
#: What else is made again: the command, the file, and its options.
OTHER_RESULTS = {
    "shortfall json": ["shortfall", "out.json", "--with-contacts"],
    "levers as json": ["shortfall", "out.json", "--levers"],
    "readings": ["rank", "out.json", "--readings", "--all-rows"],
    "shortfall": ["shortfall", "out.xlsx", "--levers", "--each"],
    "shortfall of a district": ["shortfall", "out.xlsx", "--district", "บางคล้า"],
    "readings as they are": ["whatif", "out.xlsx", "--reading", "insufficient"],
    "other letters": [
        *[
            "whatif",
            "out.json",
            "--variant",
            "quota=5",
            "--variant-letter",
            "next.toml",
        ],
    ],
    "an explanation": ["explain", "out.xlsx", "240200001", "--font", "Garuda"],
    "one above another": [
        *["explain", "out.json", "240200001", "--against", "240200002"],
    ],
}
#: Those that are made again in every run.
QUICK = ("shortfall json", "an explanation")
#: What is refused, and the command that writes it; by their suffixes alone some are known.
REFUSED = {
    "out.html": ("file.page-not-replayed", []),
    "out.csv": ("file.rows-not-replayed", []),
    "out.docx": ("file.result-not-replayed", []),
    "out/บางคล้า.xlsx": (
        "file.part-not-replayed",
        [*["rank", "registry.xlsx", "--split", "district"]],
    ),
    "2402 บางคล้า.xlsx": ("file.form-not-replayed", []),
    "moved.json": (
        "file.result-not-replayed",
        ["compare", "registry.xlsx", "registry.xlsx"],
    ),
    "moved.xlsx": (
        "file.result-not-replayed",
        ["compare", "registry.xlsx", "registry.xlsx"],
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples in a folder of their own."""
    for path in SAMPLES.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    letter = (
        'extends = "chachoengsao_2566"\nid = "next"\n[quota]\ngroups_per_district = 2\n'
    )
    (tmp_path / "next.toml").write_text(letter, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*words: str) -> None:
    """Write out.xlsx by `rank` of the samples with some options."""
    Path("out.xlsx").write_bytes(workbook_of(words))


@cache
def workbook_of(words: tuple[str, ...]) -> bytes:
    """What rank writes; the samples stand in the current folder, as they came."""
    call = ["rank", "registry.xlsx", *words, "-o", "made.xlsx", "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    return Path("made.xlsx").read_bytes()


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in CALLS],
)
def test_an_untouched_workbook_is_the_same(name: str, folder: Path) -> None:
    make(*CALLS[name])
    assert replay(Path("out.xlsx"), [folder]).verdict == "same"


def test_the_command_ends_with_0_where_nothing_differs(folder: Path) -> None:
    make(*CALLS["district"])
    result = CliRunner().invoke(app, ["replay", "out.xlsx", "-q"])
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "name",
    [
        n if n in QUICK else pytest.param(n, marks=pytest.mark.slow)
        for n in OTHER_RESULTS
    ],
)
def test_other_results_are_the_same(name: str, folder: Path) -> None:
    command, file, *words = OTHER_RESULTS[name]
    call = [command, "registry.xlsx", *words, "-o", file, "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    result = replay(Path(file), [folder])
    assert (result.verdict, result.cells) == ("same", ())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=pytest.mark.slow) if n.startswith("moved") else n
        for n in REFUSED
    ],
)
def test_what_cannot_be_made_again_is_refused_by_what_it_is(
    name: str, folder: Path
) -> None:
    code, words = REFUSED[name]
    if words:
        output = name.partition("/")[0]
        CliRunner().invoke(app, [*words, "-o", output, "-q"])
    elif name.endswith(".xlsx"):
        shutil.copy(SAMPLES / "submissions" / name, folder)
    else:
        Path(name).touch()
    with pytest.raises(InputError) as refusal:
        replay(folder / name, [folder])
    assert [finding.code for finding in refusal.value.findings] == [code]


VALIDATE = ["validate", "sent", "--registry", "registry.xlsx"]
CHECKS = {
    "a workbook": [*VALIDATE, "--received", "2022-12-27", "-o", "out.xlsx"],
    "json": [*VALIDATE, "--only", "registry", "--previous", "before", "-o", "out.json"],
    "one list": [
        *VALIDATE[:1],
        "sent/2402 บางคล้า.xlsx",
        *VALIDATE[2:],
        "-o",
        "out.json",
    ],
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n != "json" else n for n in CHECKS],
)
def test_a_check_of_lists_is_made_again(name: str, folder: Path) -> None:
    """Of what districts sent, after what they had sent before; whether all were expected stands on the receipt."""
    shutil.copytree(SAMPLES / "submissions", "sent")
    Path("before").mkdir()
    shutil.copy("sent/2402 บางคล้า.xlsx", "before")
    change_a_list()
    assert CliRunner().invoke(app, [*CHECKS[name], "-q"]).exit_code == 1
    result = replay(Path(CHECKS[name][-1]), [folder])
    assert (result.verdict, result.cells) == ("same", ())


@pytest.mark.slow
def test_what_a_notebook_writes_is_made_again(folder: Path) -> None:
    shutil.copytree(SAMPLES / "submissions", "sent")
    shortlist = kbo_screen.screen(kbo_screen.read("registry.xlsx"))
    results = {
        "list.xlsx": shortlist,
        "list.json": shortlist,
        "short.xlsx": kbo_screen.shortfall(shortlist, "sent"),
        "check.xlsx": kbo_screen.validate(shortlist, "sent"),
        "letters.json": kbo_screen.whatif(shortlist, "quota=2"),
    }
    for name, result in results.items():
        written = kbo_screen.write(result, name, font="Garuda")
        assert replay(written, [folder]).verdict == "same", name


def test_a_group_called_like_a_person_is_found_again(tmp_path: Path) -> None:
    """On the receipt the person is hidden; the group's id stands there."""
    header = "อำเภอ,รหัสผู้ผลิต,ชื่อกลุ่ม,ประเภทผู้ผลิต,ชื่อผลิตภัณฑ์,ระดับดาว ปี 2565,โครงการอื่น\n"
    row = "บางคล้า,240200001,กลุ่มนางตัวอย่าง ทดสอบ,กลุ่มผู้ผลิตชุมชน,ผ้าทอ,3,-\n"
    registry = tmp_path / "r.csv"
    registry.write_text(header + row, "utf-8")
    why = tmp_path / "why.json"
    call = ["explain", str(registry), "กลุ่มนางตัวอย่าง ทดสอบ", "-o", str(why), "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    assert "ทดสอบ" not in why.read_text("utf-8")
    assert replay(why, [tmp_path]).verdict == "same"


def lock(name: str, locked_name: str, password: str) -> None:
    """A copy of a workbook that only a password opens."""
    with Path(name).open("rb") as source, Path(locked_name).open("wb") as target:
        OOXMLFile(source).encrypt(password, target)


def test_a_locked_result_is_opened_by_its_password(folder: Path) -> None:
    """Also one that Excel opens without asking; what people typed into it is no change by hand."""
    make()
    book = openpyxl.load_workbook("out.xlsx")
    questions = book["รอยืนยัน"]
    questions.cell(questions.max_row, answer_column(questions)).value = "ใช่"
    book.save("answered.xlsx")
    lock("answered.xlsx", "locked.xlsx", "1234")
    lock("answered.xlsx", "protected.xlsx", "VelvetSweatshop")
    assert replay(folder / "protected.xlsx", [folder]).verdict == "same"
    with pytest.raises(InputError) as refusal:
        replay(folder / "locked.xlsx", [folder])
    assert [f.code for f in refusal.value.findings] == ["file.encrypted"]
    result = replay(folder / "locked.xlsx", [folder], passwords={"": "1234"})
    assert result.verdict == "same"


def test_locked_inputs_are_opened_by_their_passwords(folder: Path) -> None:
    """Whatever the file is called now."""
    lock("registry.xlsx", "locked.xlsx", "ฉช๒๔")
    Path("passwords.txt").write_text("locked.xlsx\tฉช๒๔\n", "utf-8")
    unlock = ["--password-file", "passwords.txt", "-q"]
    call = ["rank", "locked.xlsx", "-o", "out.json", *unlock]
    assert CliRunner().invoke(app, call).exit_code == 0
    again = ["replay", "out.json"]
    refused = CliRunner().invoke(app, [*again, "-q"])
    assert refused.exit_code == 3
    assert "locked.xlsx" in refused.output
    assert CliRunner().invoke(app, [*again, *unlock]).exit_code == 0
    Path("locked.xlsx").rename("renamed.xlsx")
    Path("passwords.txt").write_text("renamed.xlsx\tฉช๒๔\n", "utf-8")
    assert CliRunner().invoke(app, [*again, *unlock]).exit_code == 0


def shortfall_of_lists(*words: str, file: str = "out.json") -> Path:
    """Write what districts lack after what they sent, and one file of it that nobody can open."""
    shutil.copytree(SAMPLES / "submissions", "sent", dirs_exist_ok=True)
    call = ["shortfall", "registry.xlsx", "--submissions", "sent", *words, "-o", file]
    assert CliRunner().invoke(app, [*call, "-q"]).exit_code == 0
    return Path(file)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--received", "2022-12-27"], id="a date"),
        pytest.param(
            ["--each", "--received", "dates.csv", "--levers"],
            marks=pytest.mark.slow,
            id="a table of dates",
        ),
    ],
)
def test_a_result_with_districts_lists_is_the_same(
    words: list[str], folder: Path
) -> None:
    Path("dates.csv").write_text("อำเภอ,วันที่รับ\nบางคล้า,27 ธ.ค. 2565\n", "utf-8")
    Path("sent").mkdir()
    Path("sent/แปลงยาว รูปถ่าย.xlsx").write_text("no workbook", "utf-8")
    path = shortfall_of_lists(
        *words, file="out.xlsx" if "--each" in words else "out.json"
    )
    result = replay(path, [folder])
    assert (result.verdict, result.changed_inputs, result.cells) == ("same", (), ())


def change_a_list() -> None:
    book = openpyxl.load_workbook("sent/2402 บางคล้า.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=6):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("กลุ่ม"):
                cell.value = None
    book.save("sent/2402 บางคล้า.xlsx")


def change_what_cannot_be_read() -> None:
    Path("sent/แปลงยาว รูปถ่าย.xlsx").write_text("another photograph", "utf-8")


def change_a_date() -> None:
    Path("dates.csv").write_text("อำเภอ,วันที่รับ\nบางคล้า,30 ธ.ค. 2565\n", "utf-8")


def rename_inputs() -> None:
    Path("registry.xlsx").rename("ทะเบียนเก่า.xlsx")
    Path("sent/2402 บางคล้า.xlsx").rename("sent/รายการ.xlsx")


def save_lists_at_another_time() -> None:
    """The copy that counted for it was saved last is now the older one."""
    os.utime("sent/2402 บางคล้า.xlsx", (2_000_000_000, 2_000_000_000))


#: What is done to the inputs: the verdict, and which of them is told as changed.
MUTATIONS: dict[str, tuple[Callable[[], None], str, tuple[str, ...]]] = {
    "a list": (change_a_list, "differs", ("2402 บางคล้า.xlsx",)),
    "a file that cannot be read": (
        change_what_cannot_be_read,
        "differs",
        ("แปลงยาว รูปถ่าย.xlsx",),
    ),
    "a date of receipt": (change_a_date, "differs", ("dates.csv",)),
    "names of files": (rename_inputs, "same", ()),
    "times of saving": (save_lists_at_another_time, "same", ()),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if name != "a list" else name
        for name in MUTATIONS
    ],
)
def test_what_became_of_lists_is_told(name: str, folder: Path) -> None:
    """Bang Khla sent two lists, of which the one that was saved last counts."""
    Path("dates.csv").write_text("อำเภอ,วันที่รับ\nบางคล้า,27 ธ.ค. 2565\n", "utf-8")
    Path("sent").mkdir()
    Path("sent/แปลงยาว รูปถ่าย.xlsx").write_text("no workbook", "utf-8")
    second = Path("sent/บางคล้า แก้ไข.xlsx")
    book = openpyxl.load_workbook(SAMPLES / "submissions" / "2402 บางคล้า.xlsx")
    book.save(second)
    os.utime(second, (1_900_000_000, 1_900_000_000))
    path = shortfall_of_lists("--received", "dates.csv")
    mutate, verdict, changed = MUTATIONS[name]
    mutate()
    result = replay(path, [folder])
    assert (result.verdict, result.changed_inputs) == (verdict, changed)


def test_a_list_that_is_gone_is_named(folder: Path) -> None:
    path = shortfall_of_lists()
    Path("sent/2402 บางคล้า.xlsx").unlink()
    with pytest.raises(InputError) as refusal:
        replay(path, [folder])
    codes = [(f.code, f.place.file) for f in refusal.value.findings]
    assert codes == [("file.input-not-found", "2402 บางคล้า.xlsx")]


@pytest.mark.slow
def test_two_lists_of_one_content_are_both_found(folder: Path) -> None:
    """A district sent the same file twice, in two folders."""
    Path("sent/again").mkdir(parents=True)
    shutil.copy(SAMPLES / "submissions" / "2402 บางคล้า.xlsx", "sent/again")
    path = shortfall_of_lists()
    inputs = json.loads(path.read_text("utf-8"))["receipt"]["inputs"]
    names = [file["name"] for file in inputs if file["role"] == "submission"]
    assert names.count("2402 บางคล้า.xlsx") == 2
    assert replay(path, [folder]).verdict == "same"


def test_a_value_of_json_that_a_hand_changed_is_named(folder: Path) -> None:
    call = ["rank", "registry.xlsx", "-o", "out.json", "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    payload = json.loads(Path("out.json").read_text("utf-8"))
    group = payload["districts"][0]["groups"][1]
    group["rank"], name = 1, group["group_name"]
    Path("out.json").write_text(json.dumps(payload), "utf-8")
    result = replay(Path("out.json"), [folder])
    assert result.verdict == "by-hand"
    changes = [(c.place.cell, c.value, c.expected, c.group) for c in result.cells]
    assert changes == [("districts[0].groups[1].rank", "1", "2", name)]


def test_an_answer_that_changed_is_named(folder: Path) -> None:
    """The reason alone: nothing that is decided differs."""
    call = ["rank", "registry.xlsx", "--answers", "answers.xlsx", "-o", "out.json"]
    assert CliRunner().invoke(app, [*call, "-q"]).exit_code == 0
    book = openpyxl.load_workbook("answers.xlsx")
    sheet = book.worksheets[0]
    sheet["H1"], sheet["H30"] = "เหตุผล/หลักฐาน", "ตามหนังสือของอำเภอ"
    book.save("answers.xlsx")
    result = replay(Path("out.json"), [folder])
    assert (result.verdict, result.changed_inputs) == ("differs", ("answers.xlsx",))
    changes = [
        (change.kind, change.answer.group, change.answer.cell)
        for change in result.changed_answers or ()
    ]
    assert changes == [("changed", sheet["B30"].value, "D30")]
    [*_, line] = answer_lines(result.changed_answers or (), "en")
    assert "An answer that was changed: กลุ่มแม่บ้านเกษตรกรบ้านโคกสูง 2" in line


def test_the_receipt_sheet_lists_answers_and_names_nobody(folder: Path) -> None:
    options = RunOptions(answers=(Path("answers.xlsx"),), quiet=True)
    run = build_run([Path("registry.xlsx")], options)
    sheet = receipt_sheet(view_of(shown_run(run)), for_replay=True)
    rows = [[str(cell) for cell in row] for row in sheet.rows]
    told = [words for label, words in rows if label == "คำตอบที่ได้รับ"]
    hashes = [answer.sha256 for answer in run.receipt.answers]
    assert [words.split()[-1] for words in told] == hashes
    assert len(hashes) == 4
    assert "พัฒนากรตัวอย่าง" not in str(rows)


def test_the_hash_of_an_answer_is_what_the_page_for_auditors_says(
    folder: Path,
) -> None:
    call = ["rank", "registry.xlsx", "--answers", "answers.xlsx", "--format", "json"]
    receipt = json.loads(CliRunner().invoke(app, call).stdout)["receipt"]
    sheet = openpyxl.load_workbook("answers.xlsx").worksheets[0]
    row = [str(cell.value or "") for cell in sheet[29]]
    words = json.dumps(
        [row[1], row[6], row[3], "", row[4], row[5]],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    answer = next(each for each in receipt["answers"] if each["cell"] == "D29")
    assert answer["question"] == row[6]
    assert answer["sha256"] == hashlib.sha256(words.encode()).hexdigest()


def test_a_receipt_of_many_answers_takes_several_cells() -> None:
    answers = [{"group": f"กลุ่ม {n}", "sheet": " "} for n in range(4000)]
    rest = json.dumps(
        answers,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    cells = []
    while rest:
        end = end_of_cell(rest)
        cells.append(rest[:end])
        rest = rest[end:]
    assert len(cells) > 1
    assert max(map(len, cells)) <= 30_000
    assert all(cell == cell.strip() for cell in cells)


def test_another_version_with_the_same_cells_is_said(folder: Path) -> None:
    make()
    result = replay(Path("out.xlsx"), [folder], version="99.0")
    assert (result.verdict, result.versions[1]) == ("same-but-version", "99.0")


def test_a_changed_input_is_named_with_the_cells_that_it_moves(folder: Path) -> None:
    make()
    book = openpyxl.load_workbook("registry.xlsx")
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=6, max_row=40):
        for cell in row:
            if cell.value in (2, 3, "2", "3"):
                cell.value = 5
    book.save("registry.xlsx")
    result = replay(Path("out.xlsx"), [folder])
    assert result.verdict == "differs"
    assert result.changed_inputs == ("registry.xlsx",)
    assert any(cell.group for cell in result.cells)


@pytest.mark.parametrize(
    "name",
    [pytest.param("own.toml", marks=pytest.mark.slow), "chachoengsao_2566.txt"],
)
def test_a_config_and_a_text_of_the_letter_that_changed_are_named(
    name: str, folder: Path
) -> None:
    """The text lies beside a letter file; in the config a word of the registry means something else now."""
    letters = Path(kbo_screen.__file__).parent / "letters"
    for path in letters.glob("chachoengsao_2566.*"):
        shutil.copy(path, folder)
    Path("own.toml").write_text('[values.standard]\npassed = ["มีแล้ว"]\n', "utf-8")
    letter = ["--letter", "chachoengsao_2566.toml", "--config", "own.toml"]
    call = ["rank", "registry.xlsx", *letter, "-o", "out.json", "-q"]
    assert CliRunner().invoke(app, call).exit_code == 0
    assert replay(Path("out.json"), [folder]).verdict == "same"
    with Path(name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    result = replay(Path("out.json"), [folder])
    assert (result.verdict, result.changed_inputs) == ("differs", (name,))


def test_an_input_that_is_not_found_is_named(folder: Path) -> None:
    make(*CALLS["lists"])
    Path("projects.xlsx").unlink()
    with pytest.raises(InputError) as refusal:
        replay(Path("out.xlsx"), [folder])
    codes = [(f.code, f.place.file) for f in refusal.value.findings]
    assert codes == [("file.input-not-found", "projects.xlsx")]


def test_a_workbook_without_a_receipt_is_refused(folder: Path) -> None:
    with pytest.raises(InputError) as refusal:
        replay(folder / "registry.xlsx", [folder])
    assert [finding.code for finding in refusal.value.findings] == ["file.no-receipt"]


def test_a_change_by_hand_is_named_and_an_answer_is_none(folder: Path) -> None:
    make()
    book = openpyxl.load_workbook("out.xlsx")
    questions = book["รอยืนยัน"]
    for (cell,) in questions.iter_rows(
        min_row=questions.max_row,
        min_col=answer_column(questions),
        max_col=answer_column(questions),
    ):
        cell.value = "ใช่"
    book.save("answered.xlsx")
    assert replay(Path("answered.xlsx"), [folder]).verdict == "same"
    sheet = book["บัญชีรายชื่อ"]
    (head,) = [row for row in sheet.iter_rows() if "ชื่อกลุ่ม" in [c.value for c in row]]
    cell = sheet.cell(head[0].row + 1, 3)
    cell.value = "someone else"
    book.save("changed.xlsx")
    result = replay(Path("changed.xlsx"), [folder])
    assert result.verdict == "by-hand"
    assert [each.place.cell for each in result.cells] == [cell.coordinate]
    said = CliRunner().invoke(app, ["replay", "changed.xlsx", "-q"])
    assert said.exit_code == 1
    assert cell.coordinate in said.output


def add_a_sheet(book: Any) -> None:
    book.create_sheet("ของฉัน")["A1"] = "a note"


def take_a_sheet_out(book: Any) -> None:
    del book["หลักเกณฑ์ที่ใช้"]


def change_the_receipt(book: Any) -> None:
    sheet = book["หลักฐานการประมวลผล"]
    for (cell,) in sheet.iter_rows(min_col=2, max_col=2):
        if str(cell.value).startswith("registry.xlsx"):
            cell.value = "registry.xlsx  SHA-256 of another"


BY_HAND: dict[str, tuple[Callable[[Any], None], str]] = {
    "a sheet more": (add_a_sheet, "แผ่นงาน “ของฉัน” ไม่ได้มาจากโปรแกรม"),
    "a sheet less": (take_a_sheet_out, "แผ่นงาน “หลักเกณฑ์ที่ใช้” หายไป"),
    "the receipt": (change_the_receipt, "แผ่นงาน “หลักฐานการประมวลผล” เซลล์ B"),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=pytest.mark.slow) if n == "a sheet less" else n
        for n in BY_HAND
    ],
)
def test_more_than_cells_of_the_list_is_compared(name: str, folder: Path) -> None:
    make()
    change, words = BY_HAND[name]
    book = openpyxl.load_workbook("out.xlsx")
    change(book)
    book.save("out.xlsx")
    result = CliRunner().invoke(app, ["replay", "out.xlsx", "-q"])
    assert result.exit_code == 1
    assert words in " ".join(result.output.split())


def answer_column(sheet: Any) -> int:
    """The column for answers, by its head."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "คำตอบ":
                return int(cell.column)
    raise AssertionError


@pytest.mark.slow
def test_every_one_of_fifty_changes_is_found(folder: Path) -> None:
    """One cell of any sheet that people do not type into, changed or emptied."""
    make(*LISTS)
    typed = list(read_result(folder / "out.xlsx").typed)
    chance = random.Random(1)
    for number in range(50):
        book = openpyxl.load_workbook("out.xlsx")
        sheet = chance.choice([each for each in book if each.sheet_state == "visible"])
        filled = [
            cell
            for cell in chain.from_iterable(sheet.iter_rows())
            if cell.value is not None
            and "{" not in str(cell.value)  # the receipt, which is what is replayed
            and not is_typed(typed, sheet.title, cell)
        ]
        cell = chance.choice(filled)
        cell.value = chance.choice(["changed", None, 17])
        path = folder / f"changed{number}.xlsx"
        book.save(path)
        result = replay(path, [folder])
        places = [(each.place.sheet, each.place.cell) for each in result.cells]
        assert places == [(sheet.title, cell.coordinate)]
        assert result.verdict == "by-hand"


def is_typed(
    typed: list[Any],
    sheet: str,
    cell: Any,
) -> bool:
    row, column = cell.row - 1, cell.column - 1
    return any(
        cells.sheet == sheet
        and cells.first_column <= column
        and (cells.last_column is None or column <= cells.last_column)
        and cells.first_row <= row
        and (cells.last_row is None or row <= cells.last_row)
        for cells in typed
    )
