"""A date means the same day wherever it is typed, however it is written.

- `--today`, on every command that has it.
- `--received`, as a date and as a table.
- The date beside an answer.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kbo_screen import load_letter
from kbo_screen.cli.app import app
from kbo_screen.desk.answering import _latest
from kbo_screen.findings import Place
from kbo_screen.registry.question import Answer
from kbo_screen.registry.scope import make_scope
from kbo_screen.sources.submissions.received import read_received
from kbo_screen.vocabulary.year_bounds import DateBounds
from tests.tools.registries import write_csv, write_xlsx

SAMPLE = Path(__file__).parents[2] / "sample_data"
DAY = dt.date(2022, 12, 25)
#: One day as people write it.
SPELLINGS = (
    "2565-12-25",
    "2022-12-25",
    "25/12/2565",
    "25/12/2022",
    "25-12-2565",
    "25.12.2565",
    "2565/12/25",
    "๒๕/๑๒/๒๕๖๕",
    "๒๕๖๕-๑๒-๒๕",
    "25 ธ.ค. 2565",
    "25 ธันวาคม 2565",
    "๒๕ ธันวาคม พ.ศ. ๒๕๖๕",
    "วันอาทิตย์ที่ 25 ธันวาคม 2565",
    "25 Dec 2022",
    "25 December 2565",
    " 25/12/2565 ",
)
NO_DATES = ("31/2/2565", "2565-13-01", "วันนี้", "25/12", "-", "", "44920", "25/12/9999")


@pytest.mark.parametrize("words", SPELLINGS)
def test_today_is_the_day_that_is_meant(words: str) -> None:
    """On the receipt."""
    done = CliRunner().invoke(
        app,
        ["rank", str(SAMPLE / "registry.xlsx"), "--format", "json", "--today", words],
    )
    receipt = json.loads(done.stdout)["receipt"]
    assert (receipt["time"][:10], receipt["options"]["today"]) == (
        "2022-12-25",
        "2022-12-25",
    )


@pytest.mark.parametrize("words", NO_DATES)
@pytest.mark.parametrize("command", ["rank", "shortfall", "whatif", "validate"])
def test_what_is_no_date_is_refused_before_anything_is_read(
    command: str, words: str
) -> None:
    """Usage.bad-date"""
    given = ["x.xlsx", "--registry", "x.xlsx"] if command == "validate" else ["x.xlsx"]
    done = CliRunner().invoke(app, [command, *given, "--today", words])
    assert (done.exit_code, "28/12/2565" in done.output) == (2, True), done.output


@pytest.mark.parametrize("words", SPELLINGS)
def test_a_date_of_receipt_is_the_day_that_is_meant(words: str, tmp_path: Path) -> None:
    """In a workbook and in a CSV, beside a district and beside a file."""
    scope = make_scope(load_letter(), None)
    bounds = DateBounds(dt.date(2022, 12, 1), dt.date(2023, 12, 31))
    rows = [["บางคล้า", words], ["list.xlsx", words]]
    for path in (
        write_xlsx(tmp_path / "d.xlsx", rows),
        write_csv(tmp_path / "d.csv", rows[0], rows[1:]),
    ):
        received, _ = read_received(path, scope, {"list.xlsx"}, bounds)
        assert (received.by_district, received.by_file) == (
            {1: DAY},
            {"list.xlsx": DAY},
        )


@pytest.mark.parametrize("words", SPELLINGS)
def test_of_two_answers_the_later_day_counts_however_it_is_written(words: str) -> None:
    """A day before and a day after, written in another way each."""
    answers = [
        Answer("Q0123456789ab", "ใช่", "ก", date, Place())
        for date in ("24 ธ.ค. 2565", words, "2022-12-24")
    ]
    latest, _ = _latest(answers)
    assert {answer.date for answer in latest.values()} == {words}
