"""What can be told of another reading without the files is what reading them again gives.

- Blank cells of other projects, over generated registries.
- Where a value may come from elsewhere than the product's own cell, the files are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kbo_screen import read_registry
from kbo_screen.gap.reads_alike import registry_under
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.letters.other_sides import other_letters
from tests.letters.test_readings import write_registry
from tests.tools.registries import text_table, write_csv
from tests.tools.seeds import seeds

if TYPE_CHECKING:
    from pathlib import Path

LETTER = load_letter_file().letter
SIDES = {side.name: side.letter for side in other_letters(LETTER)}
OPEN_BLANKS = SIDES["blank-project-cell"]


@pytest.mark.parametrize("seed", seeds(50, ordinary=3))
def test_blank_cells_are_open_as_the_files_say(seed: int, tmp_path: Path) -> None:
    path = write_registry(tmp_path / "r.csv", seed)
    derived = registry_under(read_registry(path, LETTER), LETTER, OPEN_BLANKS)
    assert derived is not None
    read_again = read_registry(path, OPEN_BLANKS)
    assert derived.products.equals(read_again.products)
    assert derived.disputed == read_again.disputed


def test_a_product_on_two_rows_is_read_again(tmp_path: Path) -> None:
    header, *rows = text_table(
        """
        | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | รหัสผลิตภัณฑ์ | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 | โครงการอื่น |
        | บางคล้า | 240200001 | กลุ่ม 1  | กลุ่ม       | 1           | ผ้า         | 3             |           |
        | บางคล้า | 240200001 | กลุ่ม 1  | กลุ่ม       | 1           | ผ้า         | 3             | -         |
        """
    )
    path = write_csv(tmp_path / "r.csv", header, rows)
    assert registry_under(read_registry(path, LETTER), LETTER, OPEN_BLANKS) is None


def test_a_registry_that_says_nothing_of_it_is_the_same(tmp_path: Path) -> None:
    header, *rows = text_table(
        """
        | อำเภอ   | รหัสผู้ผลิต | ชื่อกลุ่ม | ประเภทผู้ผลิต | ชื่อผลิตภัณฑ์ | ระดับดาว ปี 2565 |
        | บางคล้า | 240200001 | กลุ่ม 1  | กลุ่ม       | ผ้า         | 3             |
        """
    )
    registry = read_registry(write_csv(tmp_path / "r.csv", header, rows), LETTER)
    for name in ("blank-project-cell", "withdrawn", "kbo-itself", "same-name"):
        assert registry_under(registry, LETTER, SIDES[name]) is registry
