"""Files are written whole or not at all, whatever happens on the way.

1. A write that fails at any point leaves the old file as it was, and no draft.
2. What a killed run left is swept by the next one; what another run is writing is not.
3. Two runs that write one file leave one whole file.
4. Ctrl-C ends a run quietly, with 130, and nothing half written.
5. No cell of an output is a formula or a link from an input; negative numbers survive.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from kbo_screen.findings import UsageError
from kbo_screen.reports.rank_csv import as_text
from kbo_screen.reports.writing import DRAFT_PREFIX, OLD_SECONDS, write_file
from tests.registries import write_xlsx

SAMPLE = Path(__file__).parents[2] / "sample_data" / "registry.xlsx"


def drafts(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(DRAFT_PREFIX)]


@pytest.mark.parametrize(
    ("error", "code"),
    [(errno.ENOSPC, "output.disk-full"), (errno.EACCES, "output.no-permission"), (errno.EIO, "output.unwritable")],
)
@pytest.mark.parametrize("half", [b"", b"half"])
def test_a_write_that_fails_changes_nothing(error: int, code: str, half: bytes, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def write(draft: Path) -> None:
        draft.write_bytes(half)
        raise OSError(error, os.strerror(error))

    with pytest.raises(UsageError) as caught:
        write_file(write, target, force=True, inputs=[])
    assert [finding.code for finding in caught.value.findings] == [code]
    assert (target.read_bytes(), drafts(tmp_path)) == (b"old", [])


@pytest.mark.parametrize("fault", [ValueError("ours"), KeyboardInterrupt()])
def test_a_fault_of_ours_or_an_interrupt_leaves_no_draft(fault: BaseException, tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def write(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise fault

    with pytest.raises(type(fault)):
        write_file(write, target, force=True, inputs=[])
    assert (target.read_bytes(), drafts(tmp_path)) == (b"old", [])


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    old, new, used = (tmp_path / f"{DRAFT_PREFIX}{name}" for name in ("old", "new", "used"))
    long_ago = time.time() - OLD_SECONDS - 60
    for folder in (old, new, used):
        folder.mkdir()
        (folder / "out.xlsx").write_bytes(b"half")
        if folder != new:
            os.utime(folder, (long_ago, long_ago))
    os.utime(old / "out.xlsx", (long_ago, long_ago))
    write_file(lambda draft: draft.write_bytes(b"whole"), tmp_path / "out.xlsx", force=False, inputs=[])
    assert sorted(drafts(tmp_path)) == [new.name, used.name], "another run may still be writing them"


def test_two_runs_that_write_one_file_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    command = [sys.executable, "-m", "kbo_screen", "rank", str(SAMPLE), "-o", str(target), "--force", "-q"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert "บัญชีรายชื่อ" in openpyxl.load_workbook(target).sheetnames
    assert drafts(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize("wait", [0.5, 0.9, 1.3, 2.2])
def test_ctrl_c_is_quiet_and_leaves_nothing_half_written(wait: float, tmp_path: Path) -> None:
    """Nothing in the folder of the output, and no rows of a registry in the system's folder of temporary files."""
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]]
    rows += [["บางคล้า", f"กลุ่ม {n}", "กลุ่ม", f"ผ้า {n}", n % 6] for n in range(8_000)]
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    registry = write_xlsx(work / "registry.xlsx", rows)
    command = [sys.executable, "-m", "kbo_screen", "rank", str(registry), "-o", str(work / "out.xlsx")]
    run = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    time.sleep(wait)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said.decode()
    assert b"Traceback" not in said
    assert [path.name for path in work.iterdir()] == ["registry.xlsx"]
    assert list(temporary.iterdir()) == []


def test_a_workbook_is_drafted_in_one_folder_alone(tmp_path: Path) -> None:
    """A run that is killed leaves nothing elsewhere: the rows that wait for the end lie beside the draft."""
    from kbo_screen.reports.workbook.pages import Book, Column

    folder = tmp_path / "draft"
    folder.mkdir()
    book = Book(folder / "out.xlsx", "TH SarabunPSK")
    page = book.page("ก", [Column("ชื่อ", 20)])
    page.header()
    page.table([["กลุ่ม"]] * 3)
    assert list(folder.iterdir()), "constant memory: rows wait in a file"
    book.workbook.close()
    assert [path.name for path in folder.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_text_of_an_input_becomes_a_formula_in_csv(text: str) -> None:
    assert str(as_text(text)).startswith("'")
    assert as_text(-5) in (-5, "-5")
    assert as_text("-5") == "-5"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link_from_an_input(tmp_path: Path) -> None:
    names = ['=HYPERLINK("http://x","y")', "http://example.com", "+1+1", "@SUM(A1)"]
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]]
    rows += [["บางคล้า", name, "กลุ่ม", name, 3] for name in names]
    registry = write_xlsx(tmp_path / "registry.xlsx", rows)
    for words in (
        ["rank", str(registry), "-o", "r.xlsx"],
        ["form", str(registry), "-o", "forms", "--prefill", "--district", "บางคล้า"],
    ):
        subprocess.run(
            [sys.executable, "-m", "kbo_screen", *words, "-q"], cwd=tmp_path, check=True, capture_output=True
        )
    for path in (tmp_path / "r.xlsx", tmp_path / "forms" / "2402 บางคล้า.xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert {cell.value for cell in cells} >= set(names)
        assert not [cell for cell in cells if cell.value in names and (cell.data_type == "f" or cell.hyperlink)]
