"""Broken files, made at random from good ones: always a workbook or one finding, never anything else.

The ordinary run has a fixed budget; the long one (`-m slow`) goes on for some minutes.
"""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from kbo_screen.findings import InputError
from kbo_screen.sources.spreadsheet import read_workbook
from tests.registries import write_csv, write_xlsx

SAMPLES = Path(__file__).parents[2] / "sample_data"
ROWS = [["อำเภอ", "ชื่อกลุ่ม", "ระดับดาว"], *[["บางคล้า", f"กลุ่ม {n}", n % 5] for n in range(40)]]


def seeds(folder: Path) -> list[bytes]:
    """Good files of several kinds."""
    small = write_xlsx(folder / "a.xlsx", ROWS).read_bytes()
    text = write_csv(folder / "a.csv", ROWS[0], ROWS[1:]).read_bytes()
    form = (SAMPLES / "submissions" / "2402 บางคล้า.xlsx").read_bytes()
    return [small, text, form]


def flip(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def swap_parts(data: bytes, chance: random.Random) -> bytes:
    """The parts of a package under each other's names, or with bytes flipped inside."""
    if not data.startswith(b"PK"):
        return flip(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = list(parts)
    one, other = chance.choice(names), chance.choice(names)
    parts[one], parts[other] = parts[other], parts[one] if chance.random() < 0.5 else flip(parts[one] or b" ", chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def outcome(path: Path) -> str:
    """What became of a file: anything but a workbook or one finding fails the test by its own exception."""
    try:
        workbook = read_workbook(path)
    except InputError as error:
        (finding,) = error.findings
        return finding.code if finding.message("th") else "no words"
    assert all(len(column) == grid.height for grid in workbook.sheets for column in grid.columns)
    return "read"


def fuzz(folder: Path, rounds: int, seed: int) -> set[str]:
    chance = random.Random(seed)
    good = seeds(folder)
    found = set()
    for number in range(rounds):
        broken = chance.choice([flip, cut, swap_parts])(chance.choice(good), chance)
        path = folder / f"fuzz-{number % 7}.{chance.choice(['xlsx', 'xls', 'csv', 'ods'])}"
        path.write_bytes(broken)
        found.add(outcome(path))
    return found


def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    found = fuzz(tmp_path, 250, seed=2566)
    assert len(found) > 3, found
    assert all(code == "read" or code.startswith("file.") for code in found)
    assert "file.reader-died" not in found


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_broken_files_at_length(seed: int, tmp_path: Path) -> None:
    """About ten minutes: `pytest -m slow tests/sources/test_fuzz.py`."""
    assert "file.reader-died" not in fuzz(tmp_path, 1000, seed)
