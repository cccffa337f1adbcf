"""People in every spelling, planted in every column of every input: no output of any command shows one.

Sheets are called by people too, and a config's keys. Files are not: their names are what a user finds them by.

`tests/tools/people.py` draws them. What stands in a column of ids and begins with 0 is an id there, and a name that
begins with a person is a business: neither is planted. Ordinary runs try some commands with few people, the slow run
all with 5,000.
"""

from __future__ import annotations

import json
import random
import re
from itertools import count
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.cli.test_private_data import COMMANDS, everything_in, run
from tests.tools import people
from tests.tools.registries import write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGISTRY = {
    "อำเภอ": "บางคล้า",
    "รหัสผู้ผลิต": "",
    "ชื่อกลุ่ม": "",
    "ประเภทผู้ผลิต": "กลุ่ม",
    "รหัสผลิตภัณฑ์": "",
    "ชื่อผลิตภัณฑ์": "ผ้าทอ",
    "ตำบล": "ท่าทองหลาง",
    "ประเภทผลิตภัณฑ์": "ผ้า",
    "ระดับดาว ปี 2565": "3",
    "Quadrant": "D",
    "ปีที่ลงทะเบียน": "2560",
    "สถานะ มชช.": "",
    "โครงการอื่น": "-",
    "ศักยภาพ": "มี",
    "ผู้แทนกลุ่ม": "",
    "โทรศัพท์": "",
    "หมายเหตุ": "",
}
LIST = {
    "อำเภอ": "บางคล้า",
    "รหัสผู้ผลิต": "",
    "ชื่อกลุ่ม": "กลุ่มทอผ้า 7",
    "ผลิตภัณฑ์": "ผ้าทอ",
    "หมายเหตุ": "",
}
LISTS = {
    "projects": ("โครงการ", "Young OTOP"),
    "stars": ("ระดับดาว ปี 2565", "3"),
    "standards": ("สถานะ มชช.", "ผ่าน"),
}
SENT = {
    "ที่": "1",
    "ชื่อกลุ่ม": "กลุ่มทอผ้า 7",
    "รหัสผู้ผลิต": "",
    "ผลิตภัณฑ์": "ผ้าทอ",
    "ดาว": "3",
    "Quadrant": "D",
    "มชช.": "ผ่าน",
    "ศักยภาพ": "มี",
    "ผู้แทนกลุ่ม": "",
    "โทรศัพท์": "",
}
MORE = [f"--{name}={name}.xlsx" for name in ("stars", "standards", "answers")]
RUNS: dict[str, list[Any]] = {
    name: [*words, *(MORE if words[0] in ("rank", "shortfall") else [])]
    for name, words in COMMANDS.items()
    if "explain" not in name
} | {
    "validate received": [
        "validate",
        "บางคล้า.xlsx",
        "--registry",
        "registry.xlsx",
        "--received",
        "received.xlsx",
        "-v",
    ],
    "inspect lists": [
        "inspect",
        "projects.xlsx",
        "stars.xlsx",
        "standards.xlsx",
        "answers.xlsx",
        "บางคล้า.xlsx",
        "-v",
    ],
    "config": ["rank", "registry.xlsx", "--config", "office.toml"],
    "column": [
        "rank",
        "registry.xlsx",
        "--column",
        "star=โทร 081-000-9991 นายซ่อนเร้น ใจเงียบ",
    ],
}


#: Commands of the ordinary run; the slow one has all.
ORDINARY = ("rank json", "rank split", "inspect lists", "validate json", "config")


class Planter:
    """Draws people and keeps what nobody may see of them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.numbers: set[str] = set()

    def draw(self, column: str) -> str:
        """A person to be planted in a column; in one of ids no telephone number, in a name not at its beginning."""
        kinds = [people.personal_id, people.titled_name]
        is_id = column.startswith("รหัส")
        words, secrets = self.chance.choice(
            kinds if is_id else [*kinds, people.telephone]
        )(self.chance)
        for secret in secrets:
            if secret.isdecimal():
                self.numbers.add(
                    secret
                    if secret.startswith("0") or len(secret) == 13
                    else f"66{secret}"
                )
        return f"กลุ่มทอผ้า {words}" if column.startswith(("ชื่อ", "ผลิตภัณฑ์")) else words

    def sheet(self) -> str:
        """A person that a sheet can be called by: at most 31 characters, some of which no name of a sheet may hold."""
        while True:
            words = self.draw("แผ่นงาน")
            if len(words) <= 31 and not re.search(r"[\[\]:*?/\\\r\n\t]|^'|'$", words):
                return words

    def rows(self, good: dict[str, str], each: int) -> Iterator[list[str]]:
        """Rows that are good but for one cell, `each` for every column."""
        numbers = count(1)
        for column in good:
            for _ in range(each):
                number = next(numbers)
                row = (
                    good | {"รหัสผู้ผลิต": f"2402{number:05}"}
                    if "รหัสผู้ผลิต" in good
                    else dict(good)
                )
                if not row["ชื่อกลุ่ม"]:
                    row["ชื่อกลุ่ม"] = f"กลุ่มทอผ้า {number}"
                yield list((row | {column: self.draw(column)}).values())


def plant(folder: Path, each: int, seed: int) -> Planter:
    """Every input of a desk, `each` people for every column."""
    planter = Planter(seed)
    title = [planter.draw("ชื่อ")]
    rows = [title, list(REGISTRY), *planter.rows(REGISTRY, each)]
    write_xlsx(folder / "registry.xlsx", rows, sheet=planter.sheet())
    for name, (column, value) in LISTS.items():
        good = LIST | {column: value}
        write_xlsx(
            folder / f"{name}.xlsx",
            [title, list(good), *planter.rows(good, each)],
            sheet=planter.sheet(),
        )
    for district in ("บางคล้า", "บางปะกง"):
        head = [[f"อำเภอ{district}"], ["ผู้รายงาน", planter.draw("ผู้รายงาน")]]
        rows = [*head, list(SENT), *planter.rows(SENT, each)]
        write_xlsx(folder / f"{district}.xlsx", rows, sheet=planter.sheet())
    received = [[planter.draw("ไฟล์"), planter.draw("วันที่")] for _ in range(each)]
    write_xlsx(
        folder / "received.xlsx",
        [["ไฟล์", "วันที่รับ"], ["บางคล้า.xlsx", "26/12/2565"], *received],
    )
    (folder / "office.toml").write_text(office(planter, each), encoding="utf-8")
    answer(folder, planter)
    return planter


def office(planter: Planter, each: int) -> str:
    """A config with a person for every kind of key and value, and many unknown keys."""
    keys = dict.fromkeys(
        json.dumps(planter.draw("คำ"), ensure_ascii=False) for _ in range(each)
    )
    values = [json.dumps(planter.draw("คำ"), ensure_ascii=False) for _ in range(4)]
    return "\n".join(
        [
            f"today = {values[0]}",
            f"lang = {values[1]}",
            f"take = {values[2]}",
            *(f"{key} = 3" for key in keys),
            "[columns]",
            f"star = {values[3]}",
            *(f"{key} = 'ดาว'" for key in keys),
            "[values.star]",
            *(f"{key} = 'ดาว'" for key in keys),
        ]
    )


def answer(folder: Path, planter: Planter) -> None:
    """Answers to what `rank` asks, a person in every one of their cells but who answered: that is told."""
    run(folder, "rank", "registry.xlsx", "-q", "-o", "asked.xlsx")
    book = openpyxl.load_workbook(folder / "asked.xlsx")
    sheet = book["รอยืนยัน"]
    header = next(
        row for row in sheet.iter_rows() if "รหัสคำถาม" in [cell.value for cell in row]
    )
    columns = {str(cell.value): cell.column - 1 for cell in header}
    for number, row in enumerate(sheet.iter_rows(min_row=header[0].row + 1)):
        row[columns["คำตอบ"]].value = planter.draw("คำตอบ") if number % 2 else "2560"
        row[columns["วันที่"]].value = planter.draw("วันที่")
        row[columns["เหตุผล/หลักฐาน"]].value = planter.draw("เหตุผล")
    book.save(folder / "answers.xlsx")
    (folder / "asked.xlsx").unlink()


def people_seen(text: str, numbers: set[str]) -> list[str]:
    """The names that stand in a text, and the numbers, whatever stands between their digits."""
    text = re.sub(
        r"[0-9a-f]{64}|base64,[\w+/=]+|sha256-[\w+/=]+|Q[0-9a-f]{12}", "", text
    )
    seen = [name for name in (*people.FIRST_NAMES, *people.LAST_NAMES) if name in text]
    for chain in re.finditer(
        r"\d(?:[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,6}\d){8,}", text
    ):
        digits = people.bare_digits(chain[0])
        for length in (9, 10, 11, 13):
            pieces = {
                digits[start : start + length]
                for start in range(len(digits) - length + 1)
            }
            seen += sorted(pieces & numbers)
    return seen


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planter]:
    folder = tmp_path_factory.mktemp("canaries")
    return folder, plant(folder, each=3, seed=13)


def people_shown(folder: Path, planter: Planter, command: str) -> dict[str, list[str]]:
    """Whom a command shows, by where."""
    before = set(folder.rglob("*"))
    done = run(folder, *RUNS[command])
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1, 2, 3), done.stderr
    written = [path for path in set(folder.rglob("*")) - before if path.is_file()]
    texts = {"stdout": done.stdout, "stderr": done.stderr} | {
        path.name: everything_in(path) for path in written
    }
    seen = {
        where: people_seen(words, planter.numbers) for where, words in texts.items()
    }
    return {where: names for where, names in seen.items() if names}


@pytest.mark.parametrize("command", ORDINARY)
def test_no_output_shows_a_person_of_any_spelling(
    command: str, desk: tuple[Path, Planter]
) -> None:
    assert people_shown(*desk, command) == {}


@pytest.mark.slow
def test_no_output_shows_one_of_5000_people(tmp_path: Path) -> None:
    planter = plant(tmp_path, each=90, seed=14)
    assert {
        command: shown
        for command in RUNS
        if (shown := people_shown(tmp_path, planter, command))
    } == {}
