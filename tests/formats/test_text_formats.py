"""One table of the formats of text gives the words of `--format`, the suffixes of files and what writes them.

- A command's `--format` and the suffixes that it writes are the rows of the table that its result has.
- A new row is a format of every command at once, and its file is known again when it is replaced.
- A suffix of no format is told with those that the command has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kbo_screen
from kbo_screen.findings import UsageError
from kbo_screen.formats.text_formats import TEXT_FORMATS, TextFormat, formats_of
from tests.cli.test_commands import SAMPLE
from tests.tools.program import run_program

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.formats.text_formats import Content
    from kbo_screen.results.sheets.flat_table import FlatTable

CONTENTS: dict[str, tuple[Content, ...]] = {
    "rank": ("payload", "rows", "page"),
    "shortfall": ("payload", "rows", "page"),
    "validate": ("payload", "rows", "page"),
    "whatif": ("payload", "rows"),
    "inspect": ("payload",),
}


@pytest.mark.parametrize("command", CONTENTS)
def test_the_words_of_format_are_the_rows_of_the_table(command: str) -> None:
    formats = formats_of(CONTENTS[command])
    page = " ".join(run_program(command, "--help").stdout.split())
    assert f"--format <{'|'.join(['table', *formats])}>" in page
    assert ", ".join(f".{name}" for name in ["xlsx", *formats]) in page


def test_a_new_row_is_a_format_of_every_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:

    def to_tsv(table: FlatTable) -> str:
        lines = [table.columns, *table.rows]
        return "".join("\t".join(map(str, line)) + "\n" for line in lines)

    monkeypatch.setitem(TEXT_FORMATS, "tsv", TextFormat("rows", to_tsv))
    shortlist = kbo_screen.screen(kbo_screen.read(SAMPLE))
    results = (
        shortlist,
        kbo_screen.shortfall(shortlist),
        kbo_screen.whatif(shortlist, "quota=4"),
        kbo_screen.validate(shortlist, SAMPLE.parent / "submissions"),
    )
    for position, result in enumerate(results):
        path = tmp_path / f"{position}.tsv"
        kbo_screen.write(result, path)
        kbo_screen.write(result, path, force=True)
        assert "\t" in path.read_text("utf-8").splitlines()[0]
    assert len(list(tmp_path.iterdir())) == len(results)


def test_a_suffix_of_no_format_is_told_with_those_that_there_are(
    tmp_path: Path,
) -> None:
    """Output.unknown-format"""
    shortlist = kbo_screen.screen(kbo_screen.read(SAMPLE))
    with pytest.raises(UsageError) as caught:
        kbo_screen.write(kbo_screen.whatif(shortlist, "quota=4"), tmp_path / "o.html")
    (finding,) = caught.value.findings
    assert finding.code == "output.unknown-format"
    assert finding.remedy("en") == "It can be: .xlsx, .json, .csv."
