"""With --today equal inputs, letter and options give equal bytes, whenever and wherever the program runs.

1. Every kind of file: workbooks (with a proof, by district, forms), pages, JSON, CSV, Word.
2. Under another time zone, locale, hash seed and second of the clock.
3. The receipt holds the hash of the letter's text.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
REGISTRY = SAMPLES / "registry.xlsx"
LISTS = [
    "--projects",
    SAMPLES / "projects.xlsx",
    "--standards",
    SAMPLES / "standards.xlsx",
]
TODAY = ["--today", "2022-12-24", "-q"]
ROOMS = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Auckland", "LC_ALL": "th_TH.UTF-8", "PYTHONHASHSEED": "77"},
)
#: Calls of one program: what is written, by the words that ask for it.
CALLS = {
    "proof.xlsx": ["rank", REGISTRY, *LISTS, "--proof"],
    "page.html": ["rank", REGISTRY, *LISTS],
    "rank.json": ["rank", REGISTRY, *LISTS],
    "rank.csv": ["rank", REGISTRY],
    "by_district": ["rank", REGISTRY, "--split", "district"],
    "short.xlsx": ["shortfall", REGISTRY],
    "short.html": ["shortfall", REGISTRY],
    "forms": ["form", REGISTRY],
    "checked.xlsx": ["validate", SAMPLES / "submissions", "--registry", REGISTRY],
    "what.xlsx": ["whatif", REGISTRY, "--variant", "quota=5"],
    "meeting": [
        "meeting", SAMPLES / "submissions", "--registry", REGISTRY, "--without-contacts",
    ],
}  # fmt: skip
ORDINARY = ("proof.xlsx", "page.html", "meeting")


def hashes(name: str, folder: Path, room: dict[str, str]) -> dict[str, str]:
    """What a call writes, file by file."""
    folder.mkdir()
    words = [*CALLS[name], "-o", folder / name, *TODAY]
    subprocess.run(
        [sys.executable, "-m", "kbo_screen", *map(str, words)],
        env={"PATH": "", "PYTHONUTF8": "1", "SYSTEMROOT": "", **room},
        capture_output=True,
        check=False,
    )
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    "name",
    [
        name if name in ORDINARY else pytest.param(name, marks=pytest.mark.slow)
        for name in CALLS
    ],
)
def test_two_runs_write_the_same_bytes(name: str, tmp_path: Path) -> None:
    first, second = (
        hashes(name, tmp_path / str(number), room) for number, room in enumerate(ROOMS)
    )
    assert first
    assert second == first


def test_a_workbook_carries_no_clock(tmp_path: Path) -> None:
    hashes("short.xlsx", tmp_path / "out", ROOMS[0])
    with ZipFile(tmp_path / "out" / "short.xlsx") as package:
        dates = {part.date_time for part in package.infolist()}
        properties = package.read("docProps/core.xml")
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert b"dcterms" not in properties.split(b">", 2)[2]


@pytest.mark.slow
def test_the_receipt_holds_the_hash_of_the_letters_text(tmp_path: Path) -> None:
    hashes("rank.json", tmp_path / "out", ROOMS[0])
    receipt = json.loads((tmp_path / "out" / "rank.json").read_text("utf-8"))["receipt"]
    letters = ROOT / "kbo_screen" / "letters"
    text = (letters / "chachoengsao_2566.txt").read_text("utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    assert receipt["letter_text_sha256"] == sha256
