"""A CSV is read row by row: none of them is held longer than it takes to know that it is not the last.

- Its rows come as they stand, however many pieces they are read in.
- What was seen of the rows is numbered as Excel would.
- A file that is written to, or goes, while its rows are read is refused: its hash would be that of other rows.
- A trap is refused after the first rows of it, before the others are laid out.
"""

from __future__ import annotations

import csv
import io
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import csv_text, reader
from kbo_screen.grid.csv_text import CsvFacts, csv_rows, open_csv
from kbo_screen.grid.notices import ReadError
from kbo_screen.grid.reader import read_here

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [["ชื่อ", "ดาว"], ["ก", "1"], ["สอง\nบรรทัด", "2"], ["x,1\ny,2\nz", "3"], ["ท้าย"]]


def as_csv(rows: list[list[str]]) -> str:
    """The rows as Python writes them."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("piece_rows", [1, 2, 3, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("ending", ["", "\n", "\n\n"])
def test_rows_come_as_they_stand(
    monkeypatch: pytest.MonkeyPatch,
    piece_rows: int,
    encoding: str,
    ending: str,
) -> None:
    monkeypatch.setattr(csv_text, "PIECE_ROWS", piece_rows)
    data = (as_csv(ROWS).rstrip("\n") + ending).encode(encoding)
    facts = CsvFacts()
    rows = list(csv_rows(open_csv(data, partial(BytesIO, data)), facts))
    blank_rows: list[list[str]] = [[]] if ending == "\n\n" else []
    assert rows == ROWS + blank_rows
    assert list(facts.lengths) == [2, 2, 2, 2, 1, *map(len, blank_rows)]
    assert facts.separators_inside == {3: 1}


def test_trap_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" + 16_000 * b"," + 3_000 * b"\n1")
    with pytest.raises(ReadError) as refused:
        read_here(path)
    assert [notice.kind for notice in refused.value.notices] == ["sparse"]


@pytest.mark.parametrize(
    ("becomes", "kind"),
    [("longer", "changed-meanwhile"), ("nothing", "unreadable")],
)
def test_a_file_that_changes_while_it_is_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, becomes: str, kind: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv(ROWS), encoding="utf-8")
    read_rows = reader.csv_rows

    def change_and_read(text: csv_text.CsvText, facts: CsvFacts) -> object:
        yield from read_rows(text, facts)
        if becomes == "nothing":
            path.unlink()
        else:
            path.write_text(as_csv([*ROWS, ["new"]]), encoding="utf-8")

    monkeypatch.setattr(reader, "csv_rows", change_and_read)
    with pytest.raises(ReadError) as refused:
        read_here(path)
    assert [notice.kind for notice in refused.value.notices] == [kind]
