"""Broken files, made at random from good ones: always a workbook or a finding, never anything else.

The ordinary run has a fixed budget; the long one (`-m slow`) goes on for some minutes. The process that reads may take
no more memory than a small file is worth.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from kbo_screen.findings import InputError
from kbo_screen.grid.sniffing import OLE
from kbo_screen.sources.workbooks import Reader, read_workbook
from tests.tools.registries import write_csv, write_xlsx

SAMPLES = Path(__file__).parents[2] / "sample_data"
FILES = Path(__file__).parent / "files"
ROWS = [
    ["อำเภอ", "ชื่อกลุ่ม", "ระดับดาว"],
    *[["บางคล้า", f"กลุ่ม {n}", n % 5] for n in range(40)],
]
PASSWORD = "secret"  # noqa: S105 - of the files that this test makes
#: The most memory that the reader's process may hold for one of these files.
MAX_RESIDENT_BYTES = 1024**3


def seeds(folder: Path) -> list[bytes]:
    """Good files of several kinds, the locked one with its password."""
    small = write_xlsx(folder / "a.xlsx", ROWS).read_bytes()
    text = write_csv(folder / "a.csv", ROWS[0], ROWS[1:]).read_bytes()
    form = (SAMPLES / "submissions" / "2402 บางคล้า.xlsx").read_bytes()
    old = [
        (FILES / name).read_bytes()
        for name in ("faults.xls", "small.xls", "faults.ods", "small.ods")
    ]
    page = "".join(
        "<tr>" + "".join(f'<td rowspan="1" colspan=1>{cell}</td>' for cell in row)
        for row in ROWS
    )
    html = (
        f'<html><meta charset="utf-8"><!-- x --><![if x]><table>{page}</table>'.encode()
    )
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(small)).encrypt(PASSWORD, locked)
    return [small, text, form, *old, html, locked.getvalue()]


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
    parts[one], parts[other] = (
        parts[other],
        parts[one] if chance.random() < 0.5 else flip(parts[one] or b" ", chance),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def outcome(path: Path, reader: Reader) -> str:
    """What became of a file: anything but a workbook or findings fails the test by its own exception."""
    try:
        workbook = read_workbook(path, reader)
    except InputError as error:
        finding = error.findings[0]
        return finding.code if finding.message("th") else "no words"
    assert all(
        len(column) == grid.height
        for grid in workbook.sheets
        for column in grid.columns
    )
    return "read"


def resident_bytes(reader: Reader) -> int:
    """The most memory that the reader's process held since it began, where the system tells."""
    process = reader.processes[0].process
    if process is None or sys.platform != "linux":
        return 0
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return next(
        int(line.split()[1]) * 1024
        for line in status.splitlines()
        if line.startswith("VmHWM")
    )


def fuzz(folder: Path, rounds: int, seed: int) -> set[str]:
    """Break files so often; the reader may not die, have a fault, or swell."""
    reader = Reader({"": PASSWORD})
    chance = random.Random(seed)
    good = seeds(folder)
    found = set()
    for number in range(rounds):
        broken = chance.choice([flip, cut, swap_parts])(chance.choice(good), chance)
        path = (
            folder / f"fuzz-{number % 7}.{chance.choice(['xlsx', 'xls', 'csv', 'ods'])}"
        )
        path.write_bytes(broken)
        code = outcome(path, reader)
        if code == "file.reader-died" and broken.startswith(OLE):
            continue  # its numbers ask the fast reader for more memory than the file may cost
        found.add(code)
        assert code not in ("file.reader-died", "file.reader-fault", "file.too-slow"), (
            number
        )
    assert resident_bytes(reader) < MAX_RESIDENT_BYTES
    reader.end()
    return found


def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    found = fuzz(tmp_path, 250, seed=2566)
    assert len(found) > 3, found
    assert all(code == "read" or code.startswith("file.") for code in found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_broken_files_at_length(seed: int, tmp_path: Path) -> None:
    """About half an hour: `pytest -m slow tests/grid/test_fuzz.py`."""
    fuzz(tmp_path, 1000, seed)
