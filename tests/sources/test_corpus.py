"""Every file of the shared corpus, through every command that opens one, ends as it is written down.

A file that is refused with another finding fails, and so does one that is read all of a sudden.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kbo_screen.sources.workbooks import Reader, read_workbook
from tests.tools.corpus import COLUMNS, CORPUS, OUTCOMES, outcomes, write_registry
from tests.tools.lists import OwnList, check, make_run, told

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [line.split("\t") for line in OUTCOMES.read_text(encoding="utf-8").splitlines()]
PASSWORDS = {
    "mso__example_password.xlsx": "Password1234_",
    "mso__rc4cryptoapi_password.xls": "Password1234_",
    "mso__xor_password_123456789012345.xls": "123456789012345",
    "poi__protected_passtika.xlsb": "tika",
}

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the shared corpus is not beside the project"
)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_registry(tmp_path_factory.mktemp("registry"))


@pytest.mark.parametrize("expected", ROWS[1:], ids=[row[0] for row in ROWS[1:]])
def test_a_file_ends_as_it_is_written_down(expected: list[str], registry: Path) -> None:
    """By every way to read it, and by the commands inspect, rank and validate."""
    found = outcomes(CORPUS / expected[0], registry)
    assert dict(zip(COLUMNS, found, strict=True)) == dict(
        zip(COLUMNS, expected, strict=True)
    )


def test_the_table_holds_every_file() -> None:
    assert sorted(row[0] for row in ROWS[1:]) == sorted(
        path.name for path in CORPUS.iterdir()
    )


@pytest.mark.parametrize(("name", "password"), PASSWORDS.items())
def test_a_password_opens_what_is_locked(name: str, password: str) -> None:
    workbook = read_workbook(CORPUS / name, Reader({name: password}))
    assert any(grid.height for grid in workbook.sheets)


def test_good_lists_among_all_of_them_are_not_changed(tmp_path: Path) -> None:
    """One batch: the corpus and two lists, one clean and one with a flaw."""
    run = make_run(tmp_path)
    folder = tmp_path / "in"
    shutil.copytree(CORPUS, folder)
    OwnList("บางคล้า").write(folder)
    flawed = OwnList("บางปะกง")
    flawed.add("กลุ่มปูเค็มบ้านบน")["ศักยภาพ"] = "ไม่มี"
    flawed.write(folder)
    checked = check(folder, run)
    own = {file.submission.file: file for file in checked.files}
    assert (
        own["บางคล้า.xlsx"].status,
        [f.code for f in own["บางคล้า.xlsx"].findings],
    ) == ("accepted", [])
    assert [f.code for f in own["บางปะกง.xlsx"].findings] == [
        "selection.potential-not-certified"
    ]
    assert len(told(checked)) > 70
