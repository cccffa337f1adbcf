"""A payload is the same text whether a copy of the process makes half of its list or nobody does.

- Of the sample, under letters of every kind, with readings and with all rows, it is what `json.dumps` writes.
- Where no copy can be made, or one dies, it is the same.
- A list of nothing, or of one, has no half.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from kbo_screen.cores import beside
from kbo_screen.formats.text.json_text import to_json
from kbo_screen.letters.loading import load_letter_file
from kbo_screen.results.list_in_parts import ListInParts
from kbo_screen.results.rank.rank_payload import rank_payload
from kbo_screen.results.shown import shown_run
from kbo_screen.tasks.build_run import nobody, read_inputs, screen_registry
from kbo_screen.tasks.run_options import RunOptions
from kbo_screen.tasks.run_readings import with_readings
from tests.gap.test_readings_of_provinces import letters_of_provinces

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run
    from kbo_screen.letters.loading import LoadedLetter

SAMPLE = Path(__file__).parents[2] / "sample_data" / "registry.xlsx"
DATA = Path(__file__).parents[1] / "letters" / "data"
OPTIONS = RunOptions(letter="chachoengsao_2566", lang="th", quiet=True, province="all")


def letters() -> dict[str, LoadedLetter]:
    """The letter that ships, with quotas of provinces and of products, and letters of other years."""
    loaded = load_letter_file()
    letters = {
        path.stem: load_letter_file(path) for path in sorted(DATA.glob("*.toml"))
    }
    for name, letter in letters_of_provinces().items():
        letters[name] = loaded._replace(letter=letter)
    return {"as it ships": loaded, **letters}


LETTERS = letters()


@cache
def run_under(name: str) -> Run:
    loaded = LETTERS[name]
    registry = read_inputs([SAMPLE], loaded.letter, OPTIONS, nobody)
    return shown_run(screen_registry(registry, loaded, OPTIONS))


@pytest.fixture
def worth_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "core_count", lambda: 2)
    monkeypatch.setattr(beside, "FEWEST_ROWS", 0)


def cannot_copy() -> NoReturn:
    raise OSError(11, "Resource temporarily unavailable")


def text_in_parts(run: Run, *, all_rows: bool = False) -> str:
    return to_json(rank_payload(run, all_rows=all_rows, in_parts=True))


def text_in_one(run: Run, *, all_rows: bool = False) -> str:
    return json.dumps(rank_payload(run, all_rows=all_rows), ensure_ascii=False)


@pytest.mark.usefixtures("worth_a_copy")
@pytest.mark.parametrize("name", LETTERS)
def test_halves_are_the_whole_under_every_letter(name: str) -> None:
    run = run_under(name)
    assert text_in_parts(run) == text_in_one(run)


@pytest.mark.usefixtures("worth_a_copy")
def test_halves_are_the_whole_with_readings_and_all_rows() -> None:
    run = with_readings(run_under("as it ships"), [SAMPLE], OPTIONS, together=True)
    text = text_in_parts(run, all_rows=True)
    assert text == text_in_one(run, all_rows=True)
    assert all("under_readings" in shape for shape in json.loads(text)["districts"])


@pytest.mark.usefixtures("worth_a_copy")
def test_where_no_copy_can_be_made_the_text_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = run_under("as it ships")
    expected = text_in_one(run)
    monkeypatch.setattr(os, "fork", cannot_copy, raising=False)
    assert text_in_parts(run) == expected


@pytest.mark.usefixtures("worth_a_copy")
def test_the_half_of_a_copy_that_dies_is_made_here() -> None:
    master = os.getpid()

    def make(positions: slice) -> list[int]:
        if os.getpid() != master:
            os._exit(7)
        return list(range(9))[positions]

    payload: dict[str, Any] = {"numbers": ListInParts(make, count=9, rows=9)}
    assert to_json(payload) == '{"numbers": [0, 1, 2, 3, 4, 5, 6, 7, 8]}'


@pytest.mark.usefixtures("worth_a_copy")
@pytest.mark.parametrize("entries", [[], ["ก"], ["ก", {"ข": None}]])
def test_a_short_list_is_written_whole(entries: list[object]) -> None:
    parts = ListInParts(entries.__getitem__, count=len(entries), rows=9)
    expected = json.dumps({"a": 1, "list": entries}, ensure_ascii=False)
    assert to_json({"a": 1, "list": parts}) == expected


def test_a_result_without_long_lists_is_written_as_ever() -> None:
    payload = {"ก": [1, None, {"ข": True}], "c": "\u2028é"}
    assert to_json(payload) == json.dumps(payload, ensure_ascii=False)
