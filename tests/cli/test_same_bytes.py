"""With --today equal inputs, letter and options give equal bytes, whenever and wherever the program runs.

1. Every kind of file that any command writes: workbooks (with a proof, by district, forms, lists sent back), pages,
   JSON, CSV, Word, a config, a letter.
2. Under another time zone, locale, hash seed and second of the clock.
3. The receipt holds the hash of the letter's text.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
REGISTRY = SAMPLES / "registry.xlsx"
LISTS = [
    "--projects",
    SAMPLES / "projects.xlsx",
    "--standards",
    SAMPLES / "standards.xlsx",
]
TODAY = ["--today", "2022-12-24"]
GROUP, OTHER_GROUP = "241100002", "241100003"
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
    "checked.json": ["validate", SAMPLES / "submissions", "--registry", REGISTRY],
    "what.xlsx": ["whatif", REGISTRY, "--variant", "quota=5"],
    "what.json": ["whatif", REGISTRY, "--reading", "duplicate-unit"],
    "answered.xlsx": ["rank", REGISTRY, "--answers", SAMPLES / "answers.xlsx"],
    "levers.xlsx": ["shortfall", REGISTRY, "--levers", "--each"],
    "why.xlsx": ["explain", REGISTRY, GROUP],
    "why.html": ["explain", REGISTRY, GROUP],
    "why.json": ["explain", REGISTRY, GROUP, "--against", OTHER_GROUP],
    "why.csv": ["explain", REGISTRY, GROUP],
    "seen.xlsx": ["inspect", REGISTRY, SAMPLES / "projects.xlsx"],
    "seen.json": ["inspect", REGISTRY, SAMPLES / "projects.xlsx"],
    "compare.xlsx": ["compare", REGISTRY, REGISTRY, "--old-take", "2"],
    "meeting": [
        "meeting", SAMPLES / "submissions", "--registry", REGISTRY, "--without-contacts",
    ],
}  # fmt: skip
ORDINARY = ("proof.xlsx", "page.html", "meeting")


def hashes(name: str, folder: Path, room: dict[str, str]) -> dict[str, str]:
    """What a call writes, file by file."""
    folder.mkdir()
    words = [*CALLS[name], "-o", folder / name]
    return hashes_of([*words, *TODAY], folder, room)


def hashes_of(
    words: Sequence[object], folder: Path, room: dict[str, str]
) -> dict[str, str]:
    """What a call writes into a folder, file by file."""
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


#: Calls that want another option for what they write; "{folder}" stands for where.
OTHER_CALLS = {
    "config": ["config", "init", REGISTRY, "-o", "{folder}/office.toml"],
    "letter": [
        "letter", "new", "--number", "ฉช ๑/ว ๑", "--date", "2023-12-01", "--fiscal-year", "2567",
        "--round", "2567", "--deadline", "2023-12-20", "--meeting", "2024-01-10",
        "-o", "{folder}/letter.toml",
    ],
    "sent back": [
        "validate", SAMPLES / "submissions", "--registry", REGISTRY, "--return", "{folder}/back",
        *TODAY,
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        name if name == "config" else pytest.param(name, marks=pytest.mark.slow)
        for name in OTHER_CALLS
    ],
)
def test_what_other_options_write_is_the_same_too(name: str, tmp_path: Path) -> None:
    written = []
    for number, room in enumerate(ROOMS):
        folder = tmp_path / str(number)
        folder.mkdir()
        words = [str(word).format(folder=folder) for word in OTHER_CALLS[name]]
        written.append(hashes_of(words, folder, room))
    assert written[0]
    assert written[1] == written[0]


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
