"""Nobody's number or name in an output that was not asked for them.

- A 13-digit id, a telephone number and a person's name are typed into every column of a registry, a project list, a
  submission and the answers; no output of any command holds one: screens, messages, JSON, CSV, pages, every sheet of
  every workbook, receipts.
- Telephone numbers are shown by `--with-contacts`, representatives and their telephones by `--collect`; ids by none.
- An id that is a group's still joins lists, is found by `explain`, and comes back with a form.
- A row of values that is taken for a header is not told as headers.
- What a cell or a file's name tells a terminal to do, no console and no CSV passes on.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen.findings.catalogue import finding_codes
from tests.tools.looks import groups_of
from tests.tools.program import run_program
from tests.tools.registries import text_table, write_xlsx

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

#: Invented: no such id is given out (its check digit is wrong), no such number is rung.
ID, PHONE, PERSON, SURNAME = "1019876543210", "0810009991", "นายซ่อนนาม", "ไม่เผย"
NAME = f"{PERSON} {SURNAME}"
#: What must not be read anywhere: the id in whatever grouping, the number, the name.
SECRETS = re.compile(
    "|".join(
        (
            r"1\D{0,3}0\D{0,3}1\D{0,3}9\D{0,3}8\D{0,3}7\D{0,3}6",
            r"81\D?000\D?999",
            "ซ่อนนาม",
            SURNAME,
        )
    )
)

HEADER = (
    "อำเภอ",
    "รหัสผู้ผลิต",
    "ชื่อกลุ่ม",
    "ประเภทผู้ผลิต",
    "รหัสผลิตภัณฑ์",
    "ชื่อผลิตภัณฑ์",
    "ตำบล",
    "ประเภทผลิตภัณฑ์",
    "ระดับดาว ปี 2565",
    "Quadrant",
    "ปีที่ลงทะเบียน",
    "สถานะ มชช.",
    "โครงการอื่น",
    "ศักยภาพ",
    "ผู้แทนกลุ่ม",
    "โทรศัพท์",
    "หมายเหตุ",
)
GOOD = (
    "บางคล้า",
    "240200017",
    "กลุ่มทอผ้า",
    "กลุ่ม",
    "240200017001",
    "ผ้าทอ",
    "ท่าทองหลาง",
    "ผ้า",
    "3",
    "D",
    "2560",
    "ผ่าน",
    "-",
    "มี",
    NAME,
    PHONE,
    "",
)
#: The name of a group or product is what a list is about: a person's name in it is shown, a number is not.
NAMED_BY_IT = {"ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์"}


def planted() -> list[list[str]]:
    """A registry: good rows, then one row per column and secret."""
    rows = [
        [*GOOD],
        ["บางคล้า", "1-0198-76543-21-0", *GOOD[2:]],
        ["บางปะกง", ID, "กลุ่มจักสาน", *GOOD[3:]],
    ]
    for number, column in enumerate(HEADER):
        for secret in (ID, "1–0198–76543–21–0", PHONE, "081-000-9991", NAME):
            is_id = column.startswith("รหัส")
            if secret == NAME and column in NAMED_BY_IT:
                continue
            if is_id and secret in (NAME, PHONE, "081-000-9991"):
                continue  # a group's or product's number may begin with 0, and be a word
            row = list(GOOD)
            row[1], row[2] = f"24020{len(rows):04d}", f"กลุ่มที่ {len(rows)}"
            row[number] = f"{row[2]} {secret}" if column in NAMED_BY_IT else secret
            rows.append(row)
    return [list(HEADER), *rows]


def older() -> list[list[str]]:
    """The same groups before people were typed into what decides, and one that is gone since."""
    header, *rows = planted()
    names = [HEADER.index(name) for name in ("รหัสผู้ผลิต", "ชื่อกลุ่ม", "ชื่อผลิตภัณฑ์")]
    table = []
    for row in rows:
        before = list(GOOD)
        for at in names:
            before[at] = row[at]
        table.append(before)
    gone = list(GOOD)
    gone[1], gone[2] = "240299999", f"กลุ่มเดิม {PHONE}"
    return [header, *table, gone]


def run(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run_program(*words, folder=folder, lang="th", columns=400)


def everything_in(path: Path) -> str:
    """All words of a file; of a workbook or document those of every part, hidden ones too."""
    if path.suffix not in {".xlsx", ".docx"}:
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as package:
        parts = map(package.read, package.namelist())
        return "\n".join(part.decode(errors="replace") for part in parts)


def secrets_in(text: str) -> list[str]:
    text = re.sub(r'"?[0-9a-f]{64}"?|base64,[\w+/=]+|sha256-[\w+/=]+', "", text)
    return [text[max(0, m.start() - 40) : m.end() + 20] for m in SECRETS.finditer(text)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry, a project list, answers, and what two districts sent, all full of people."""
    folder = tmp_path_factory.mktemp("desk")
    write_xlsx(folder / "registry.xlsx", planted())
    write_xlsx(folder / "older.xlsx", older())
    write_xlsx(
        folder / "projects.xlsx",
        [
            ["อำเภอ", "รหัสผู้ผลิต", "ชื่อกลุ่ม", "โครงการ"],
            ["บางคล้า", ID, f"กลุ่มทอผา {PHONE}", f"{NAME} {PHONE}"],
            ["บางคล้า", "", f"กลุ่มทอผ้าา {ID}", NAME],
            [NAME, PHONE, ID, ID],
            ["บางปะกง", "", "กลุ่มจักสานน", "Young OTOP"],
        ],
    )
    header = [
        "ชื่อกลุ่ม",
        "รหัสผู้ผลิต",
        "ผลิตภัณฑ์",
        "ดาว",
        "Quadrant",
        "มชช.",
        "ศักยภาพ",
        "ผู้แทนกลุ่ม",
        "โทรศัพท์",
    ]
    good = ["กลุ่มทอผ้า", "240200017", "ผ้าทอ", "3", "D", "ผ่าน", "มี", NAME, PHONE]
    rows = [good]
    for number in range(len(header)):
        rows += [
            [*good[:number], secret, *good[number + 1 :]]
            for secret in (ID, PHONE, NAME, f"{NAME} {PHONE} {ID}")
        ]
    write_xlsx(folder / "บางคล้า.xlsx", [["อำเภอบางคล้า"], header, *rows])
    write_xlsx(
        folder / "บางปะกง.xlsx",
        [
            ["อำเภอบางปะกง"],
            header,
            ["กลุ่มจักสาน", ID, "ผ้าทอ", "3", "D", "ผ่าน", "มี", NAME, PHONE],
        ],
    )
    return folder


ANSWER_CODES = {code for code in finding_codes() if code.startswith("answer.")}
LISTS = ["--projects", "projects.xlsx"]
SENT = ["บางคล้า.xlsx", "บางปะกง.xlsx"]
EDITIONS = ["compare", "older.xlsx", "registry.xlsx", "--new-projects", "projects.xlsx"]
COMMANDS: dict[str, list[Any]] = {
    "rank": ["rank", "registry.xlsx", *LISTS, "-v"],
    "rank json": ["rank", "registry.xlsx", *LISTS, "--format", "json", "--all-rows"],
    "rank csv": ["rank", "registry.xlsx", *LISTS, "--format", "csv"],
    "rank html": ["rank", "registry.xlsx", *LISTS, "--format", "html"],
    "rank line": ["rank", "registry.xlsx", "--line"],
    "rank district line": [
        "rank",
        "registry.xlsx",
        "--district",
        "บางคล้า",
        "--line",
    ],
    "rank xlsx": ["rank", "registry.xlsx", *LISTS, "-o", "rank.xlsx"],
    "rank split": [
        "rank",
        "registry.xlsx",
        *LISTS,
        "--split",
        "district",
        "-o",
        "split",
    ],
    "inspect": [
        "inspect",
        "registry.xlsx",
        "projects.xlsx",
        "-v",
        "-o",
        "inspect.xlsx",
    ],
    "inspect json": ["inspect", "registry.xlsx", "--format", "json"],
    "shortfall": [
        "shortfall",
        "registry.xlsx",
        *LISTS,
        "-o",
        "shortfall.xlsx",
        "--each",
    ],
    "shortfall json": [
        "shortfall",
        "registry.xlsx",
        *LISTS,
        "--format",
        "json",
        "--submissions",
        SENT[0],
    ],
    "shortfall html": [
        "shortfall",
        "registry.xlsx",
        *LISTS,
        "--format",
        "html",
        "--submissions",
        SENT[0],
    ],
    "whatif": ["whatif", "registry.xlsx", "--variant", "quota=5", "-v"],
    "whatif json": [
        "whatif",
        "registry.xlsx",
        "--variant",
        "quota=5",
        "--format",
        "json",
    ],
    "compare": [*EDITIONS, "-v"],
    "compare json": [*EDITIONS, "--format", "json"],
    "compare csv": [*EDITIONS, "--format", "csv"],
    "compare file": [*EDITIONS, "-o", "compared.xlsx"],
    "explain": ["explain", "registry.xlsx", "กลุ่มจักสาน"],
    "explain id": ["explain", "registry.xlsx", "240200017", "--against", ID],
    "explain nobody": ["explain", "registry.xlsx", f"กลุ่มที่ไม่มี {PHONE}"],
    "validate": [
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "-v",
        "-o",
        "validate.xlsx",
    ],
    "validate json": [
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "--format",
        "json",
    ],
    "validate csv": [
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "--format",
        "csv",
    ],
    "validate html": [
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "--format",
        "html",
    ],
    "validate folder": [
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "-o",
        "checks",
    ],
    "validate line": ["validate", *SENT, "--registry", "registry.xlsx", "--line"],
    "meeting": [
        "meeting",
        "--proposed",
        "--registry",
        "registry.xlsx",
        "--without-contacts",
        "-o",
        "meeting",
    ],
    "form": ["form", "registry.xlsx", "--prefill", "-o", "forms"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_output_holds_a_person(command: str, desk: Path) -> None:
    before = set(desk.rglob("*"))
    done = run(desk, *COMMANDS[command])
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stderr
    written = [path for path in set(desk.rglob("*")) - before if path.is_file()]
    assert bool(written) == ("-o" in COMMANDS[command])
    for where, words in (
        ("stdout", done.stdout),
        ("stderr", done.stderr),
        *((p.name, everything_in(p)) for p in written),
    ):
        assert secrets_in(words) == [], where


def test_telephones_are_shown_where_they_are_asked_for_and_ids_nowhere(
    desk: Path, tmp_path: Path
) -> None:
    run(desk, "rank", "registry.xlsx", "--with-contacts", "-o", tmp_path / "rank.xlsx")
    run(
        desk,
        "rank",
        "registry.xlsx",
        "--with-contacts",
        "--split",
        "district",
        "-o",
        tmp_path / "split",
    )
    run(
        desk,
        "validate",
        *SENT,
        "--registry",
        "registry.xlsx",
        "--collect",
        tmp_path / "collected.xlsx",
    )
    for name in ("rank.xlsx", "split/บางคล้า.xlsx", "collected.xlsx"):
        words = everything_in(tmp_path / name)
        assert (PHONE in words, re.findall(r"1\D{0,3}0198\D?7654", words)) == (
            True,
            [],
        ), name
    assert NAME in everything_in(tmp_path / "collected.xlsx")


def test_without_contacts_their_column_is_left_for_handwriting(
    desk: Path, tmp_path: Path
) -> None:
    labels = {}
    for more in ([], ["--with-contacts"]):
        run(desk, "rank", "registry.xlsx", *more, "-o", tmp_path / f"{len(more)}.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / f"{len(more)}.xlsx")["บางคล้า"]
        rows = [
            row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)
        ]
        labels[len(more)] = {row[-1] for row in rows}
        assert [
            cell.value
            for cell in next(
                row for row in sheet.iter_rows() if row[1].value == "ข้อเสนอ"
            )
        ][-1] == "โทรศัพท์"
    assert labels[0] == {None}
    assert PHONE in labels[1]


def test_an_id_that_is_a_groups_still_joins_and_is_found(
    desk: Path, tmp_path: Path
) -> None:
    header, good = list(HEADER), list(GOOD)
    write_xlsx(
        tmp_path / "registry.xlsx",
        [header, ["บางคล้า", ID, *good[2:12], "", *good[13:]]],
    )
    write_xlsx(
        tmp_path / "projects.xlsx",
        [["อำเภอ", "รหัสผู้ผลิต", "โครงการ"], ["บางคล้า", ID, "Young OTOP"]],
    )
    listed, joined = (
        json.loads(
            run(tmp_path, "rank", "registry.xlsx", *more, "--format", "json").stdout
        )
        for more in ([], ["--projects", "projects.xlsx"])
    )
    groups = [
        [g["group_id"] for g in groups_of(payload)] for payload in (listed, joined)
    ]
    assert groups == [["*" * 13], []], "the list names the group by its id"
    assert "กลุ่มทอผ้า (*************)" in run(
        tmp_path, "explain", "registry.xlsx", ID
    ).stdout.replace("รหัส ", "")


def test_a_form_with_a_hidden_id_comes_back_as_it_went(tmp_path: Path) -> None:
    good = list(GOOD)
    rows = [
        [
            *good[:1],
            f"101987654321{n}",
            f"กลุ่มทอผ้า {n}" if n else f"กลุ่มทอผ้า {PHONE}",
            *good[3:],
        ]
        for n in range(3)
    ]
    write_xlsx(tmp_path / "registry.xlsx", [list(HEADER), *rows])
    run(
        tmp_path,
        "form",
        "registry.xlsx",
        "--prefill",
        "--district",
        "บางคล้า",
        "-o",
        "forms",
    )
    (form,) = (tmp_path / "forms").iterdir()
    done = run(
        tmp_path, "validate", form, "--registry", "registry.xlsx", "--format", "json"
    )
    (file,) = json.loads(done.stdout)["files"]
    codes = {
        finding["code"] for finding in file["findings"] if finding["severity"] != "info"
    }
    assert (file["accepted"], codes) == (3, {"cell.required-blank", "cell.no-officer"})


def test_a_question_about_a_group_with_a_hidden_id_takes_its_answer(
    tmp_path: Path,
) -> None:
    """The ids of questions are signed with what the registry says, not with what is shown of it."""
    rows = [
        [GOOD[0], f"101987654321{n}", *GOOD[2:8], "-", "D", "", *GOOD[11:]]
        for n in range(2)
    ]
    write_xlsx(tmp_path / "registry.xlsx", [list(HEADER), *rows])
    run(tmp_path, "rank", "registry.xlsx", "-o", "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book["รอยืนยัน"]
    labels = next(
        list(row) for row in sheet.iter_rows(values_only=True) if "รหัสคำถาม" in row
    )
    asked = [
        row
        for row in sheet.iter_rows()
        if str(row[labels.index("รหัสคำถาม")].value).startswith("Q")
    ]
    for row in asked:
        row[labels.index("คำตอบ")].value = "2560"
    book.save(tmp_path / "answered.xlsx")
    done = run(
        tmp_path,
        "rank",
        "registry.xlsx",
        "--answers",
        "answered.xlsx",
        "--format",
        "json",
    )
    payload = json.loads(done.stdout)
    groups = groups_of(payload)
    assert len({row[labels.index("รหัสคำถาม")].value for row in asked}) == 2, (
        "one for each, though they are shown alike"
    )
    assert [(group["registered_year_be"], group["certainty"]) for group in groups] == [
        (2560, "certain")
    ] * 2
    assert {finding["code"] for finding in payload["findings"]} & ANSWER_CODES == {
        "answer.unsigned"
    }


@pytest.mark.parametrize("command", ["rank", "inspect", "inspect --format json"])
def test_a_row_of_values_is_not_told_as_headers(command: str, tmp_path: Path) -> None:
    rows = text_table(f"""
        | อำเภอบางคล้า |        |         |      |             |
        | ชื่อ          | {NAME} | {PHONE} | {ID} | ผู้แทนกลุ่ม |
        | 1            | 2      | 3       | 4    | 5           |
    """)
    write_xlsx(tmp_path / "badhead.xlsx", rows)
    name, *more = command.split()
    done = run(tmp_path, name, "badhead.xlsx", *more)
    assert secrets_in(done.stdout + done.stderr) == []
    done = run(tmp_path, "rank", "badhead.xlsx", "--column", "star=ดาว")
    assert secrets_in(done.stdout + done.stderr) == []


def test_no_input_speaks_to_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m\x9b2J"
    rows = [
        ["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"],
        ["บางคล้า", f"กลุ่ม{evil}", "กลุ่ม", f"ผ้า{evil}", f"3{evil}"],
    ]
    (tmp_path / "r.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "r.ods", "w") as package:
        package.writestr("mimetype", f"application/{evil}")
    names = ["r.csv", "r.ods"]
    if os.name != "nt":
        (tmp_path / f"r{evil}.csv").write_bytes((tmp_path / "r.csv").read_bytes())
        names.append(f"r{evil}.csv")
    for words in (
        ["rank", "-v"],
        ["inspect", "-v"],
        ["rank", "--format", "csv"],
        ["rank", "--format", "html"],
        ["whatif", "--variant", "quota=5"],
        ["compare", "r.csv", "--take", "1"],
    ):
        for name in names:
            done = run(tmp_path, words[0], name, *words[1:])
            assert (
                re.findall(
                    "[\x00-\x08\x0b-\x1f\x7f-\x9f]",
                    (done.stdout + done.stderr).replace("\r\n", "\n"),
                )
                == []
            )
