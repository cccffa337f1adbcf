"""Files are written whole or not at all, whatever happens on the way.

- A write that fails at any point leaves the old file as it was, and no draft; a full disk is told as one.
- What a killed run left is swept a day later; what another run is writing is not.
- Two runs that write one file leave one whole file.
- Ctrl-C ends a run quietly, with 130, and nothing half written.
- No cell of an output is a formula or a link from an input; negative numbers survive.
- A link is followed: the file that it leads to is written, and it stays a link.
- Several files are all drafted before the first is moved: a folder holds all or none.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kbo_screen.findings import Place, UsageError, make_finding
from kbo_screen.formats.text.csv_file import as_text
from kbo_screen.formats.writing import (
    DRAFT_PREFIX,
    DRAFTS,
    OLD_SECONDS,
    text_writer,
    write_file,
)
from tests.tools.looks import cells_of_book
from tests.tools.program import run_program
from tests.tools.registries import write_xlsx
from tests.tools.written import write_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SAMPLE = Path(__file__).parents[2] / "sample_data" / "registry.xlsx"


def drafts(folder: Path) -> list[str]:
    return [
        path.name for path in folder.iterdir() if path.name.startswith(DRAFT_PREFIX)
    ]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, "output.disk-full"),
        (errno.EACCES, "output.no-permission"),
        (errno.EIO, "output.unwritable"),
    ],
)
@pytest.mark.parametrize("half", [b"", b"half"])
def test_a_write_that_fails_changes_nothing(
    error: int,
    code: str,
    half: bytes,
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def write(draft: Path) -> None:
        draft.write_bytes(half)
        raise OSError(error, os.strerror(error))

    with pytest.raises(UsageError) as caught:
        write_file(write, target, force=True, inputs=[])
    assert [finding.code for finding in caught.value.findings] == [code]
    assert (target.read_bytes(), drafts(tmp_path)) == (b"old", [])


#: Every command that writes, with what it is to write last.
WRITERS = {
    "rank": ["rank", SAMPLE, "-o", "o.xlsx"],
    "rank --split": ["rank", SAMPLE, "--split", "district", "-o", "folder"],
    "rank json": ["rank", SAMPLE, "-o", "o.json"],
    "rank csv": ["rank", SAMPLE, "-o", "o.csv"],
    "rank html": ["rank", SAMPLE, "-o", "o.html"],
    "form": ["form", SAMPLE, "-o", "folder"],
    "shortfall": ["shortfall", SAMPLE, "-o", "o.xlsx"],
    "inspect": ["inspect", SAMPLE, "-o", "o.xlsx"],
    "validate": [
        "validate",
        SAMPLE.parent / "submissions",
        "--registry",
        SAMPLE,
        "-o",
        "o.xlsx",
    ],
    "validate folder": [
        "validate",
        SAMPLE.parent / "submissions",
        "--registry",
        SAMPLE,
        "-o",
        "folder",
    ],
    "validate --collect": [
        "validate",
        SAMPLE.parent / "submissions",
        "--registry",
        SAMPLE,
        "--collect",
        "o.xlsx",
    ],
}


@contextmanager
def room_for_a_file(size: int) -> Iterator[None]:
    """While it lasts the system says "no room", as a full disk does, when so many bytes stand in a file."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def program(
    words: Sequence[object],
    folder: Path,
    *,
    first: Sequence[str] = (),
    **more: Any,
) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, in a folder, in English."""
    return subprocess.run(
        [*first, sys.executable, "-m", "kbo_screen", *map(str, words)],
        cwd=folder,
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"KBO_SCREEN_LANG": "en"},
        **more,
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for 8 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=8k", "tmpfs", folder],
            capture_output=True,
        ).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("what", WRITERS)
def test_a_full_disk_is_told_as_one(what: str, small_disk: Path) -> None:
    done = run_program(*WRITERS[what], folder=small_disk)
    assert (done.returncode, "There is no room to write" in done.stderr) == (2, True), (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert list(small_disk.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("room", [3_000, 20_000])
@pytest.mark.parametrize("what", WRITERS)
def test_no_room_for_a_file_is_told_wherever_it_ends(
    what: str,
    room: int,
    tmp_path: Path,
) -> None:
    with room_for_a_file(room):
        done = run_program(*WRITERS[what], folder=tmp_path)
    left = sorted(path.name for path in tmp_path.rglob("*"))
    if done.returncode in (0, 1):  # it is smaller than that
        assert left
        assert not [name for name in left if name.startswith(DRAFT_PREFIX)]
    else:
        assert (done.returncode, "There is no room to write" in done.stderr, left) == (
            2,
            True,
            [],
        ), done.stderr


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no /dev/full"
)
@pytest.mark.parametrize("format_name", ["table", "json", "csv", "html"])
def test_no_room_for_the_result_on_stdout_is_told(
    format_name: str, tmp_path: Path
) -> None:
    """Output.stdout-full"""
    with Path("/dev/full").open("w") as full:
        done = program(["rank", SAMPLE, "--format", format_name], tmp_path, stdout=full)
    assert done.returncode == 2
    assert make_finding("output.stdout-full").message("en") in done.stderr
    assert "Traceback" not in done.stderr
    assert "ignored" not in done.stderr


#: Takes from root what no user has: to pass by the permissions of a file.
AS_A_USER = (
    [
        "setpriv",
        "--bounding-set",
        "-dac_override,-dac_read_search",
        "--inh-caps",
        "-dac_override,-dac_read_search",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0
    else []
)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder with the sample into which nobody may write."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    shutil.copy(SAMPLE, folder / "registry.xlsx")
    folder.chmod(0o555)
    if os.name == "nt" or (AS_A_USER and not shutil.which("setpriv")):
        pytest.skip("no user without rights can run the program here")
    yield folder
    folder.chmod(0o755)


def test_a_folder_that_is_read_only_is_told_as_such(read_only: Path) -> None:
    for words in (
        ["rank", "registry.xlsx", "-o", "o.xlsx"],
        ["form", "registry.xlsx", "-o", "forms"],
    ):
        done = program(words, read_only, first=AS_A_USER)
        assert (done.returncode, "There is no permission to write" in done.stderr) == (
            2,
            True,
        ), done.stderr
    assert [path.name for path in read_only.iterdir()] == ["registry.xlsx"]


def test_a_registry_that_may_not_be_read_is_told_as_such(read_only: Path) -> None:
    (read_only / "registry.xlsx").chmod(0)
    done = program(["rank", "registry.xlsx"], read_only, first=AS_A_USER)
    told = make_finding("file.no-permission", Place("registry.xlsx")).message("en")
    assert (done.returncode, told in done.stderr) == (3, True), done.stderr


@pytest.mark.parametrize("fault", [ValueError("ours"), KeyboardInterrupt()])
def test_a_fault_of_ours_or_an_interrupt_leaves_no_draft(
    fault: BaseException, tmp_path: Path
) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def write(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise fault

    with pytest.raises(type(fault)):
        write_file(write, target, force=True, inputs=[])
    assert (target.read_bytes(), drafts(tmp_path)) == (b"old", [])


def test_what_a_killed_run_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, new, used = (
        tmp_path / f"{DRAFT_PREFIX}{name}"
        for name in ("00000000-1-old", "00000000-1-new", "used")
    )
    long_ago = time.time() - OLD_SECONDS - 60
    for folder in (old, new, used):
        folder.mkdir()
        (folder / "out.xlsx").write_bytes(b"half")
        if folder != new:
            os.utime(folder, (long_ago, long_ago))
    os.utime(old / "out.xlsx", (long_ago, long_ago))
    write_file(
        text_writer("whole"),
        tmp_path / "out.xlsx",
        force=False,
        inputs=[],
    )
    assert sorted(drafts(tmp_path)) == [new.name, used.name], (
        "another run may still be writing them"
    )


def test_two_runs_that_write_one_file_leave_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    command = [
        sys.executable,
        "-m",
        "kbo_screen",
        "rank",
        str(SAMPLE),
        "-o",
        str(target),
        "--force",
        "-q",
    ]
    runs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert "บัญชีรายชื่อ" in openpyxl.load_workbook(target).sheetnames
    assert drafts(tmp_path) == []


#: What is seen from outside when a run has come so far.
COME_SO_FAR: dict[str, Callable[[subprocess.Popen[bytes], Path], object]] = {
    "the reader reads": lambda run, work: Path(
        f"/proc/{run.pid}/task/{run.pid}/children"
    ).read_text(),
    "a draft is begun": lambda run, work: drafts(work),
    "rows wait in the draft": lambda run, work: list(work.glob(f"{DRAFT_PREFIX}*/*")),
}


def wait_until(is_so: Callable[[], object], run: subprocess.Popen[bytes]) -> None:
    """Wait until something is seen; a run that ends before that fails the test."""
    while not is_so():
        assert run.poll() is None, "it ended before it came so far"
        time.sleep(0.002)


def interrupted(
    command: Sequence[str],
    is_so: Callable[[subprocess.Popen[bytes]], object],
    **more: Any,
) -> str:
    """Run the program, send Ctrl-C to all of it once `is_so`; returns what it said, which ends with 130."""
    run = subprocess.Popen(
        [sys.executable, "-m", "kbo_screen", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **more,
    )
    wait_until(lambda: is_so(run), run)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said.decode()
    assert b"Traceback" not in said
    return said.decode()


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="a process is looked at by /proc"
)
@pytest.mark.parametrize("so_far", COME_SO_FAR)
def test_ctrl_c_is_quiet_and_leaves_nothing_half_written(
    so_far: str, tmp_path: Path
) -> None:
    """Nothing in the folder of the output, and no rows of a registry in the system's folder of temporary files."""
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]]
    rows += [["บางคล้า", f"กลุ่ม {n}", "กลุ่ม", f"ผ้า {n}", n % 6] for n in range(8_000)]
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    registry = write_xlsx(work / "registry.xlsx", rows)
    interrupted(
        ["rank", str(registry), "-o", str(work / "out.xlsx")],
        lambda run: COME_SO_FAR[so_far](run, work),
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert [path.name for path in work.iterdir()] == ["registry.xlsx"]
    assert list(temporary.iterdir()) == []


def test_a_draft_is_known_before_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that Ctrl-C at the very moment drops it, and what it drops stays known until it is gone."""
    was_known = []
    make, remove = Path.mkdir, shutil.rmtree

    def note(folder: Path) -> None:
        if folder.name.startswith(DRAFT_PREFIX):
            was_known.append(folder in DRAFTS)

    def mkdir(folder: Path, **more: Any) -> None:
        note(folder)
        make(folder, **more)

    def rmtree(folder: Path, **more: Any) -> None:
        note(folder)
        remove(folder, **more)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    monkeypatch.setattr(shutil, "rmtree", rmtree)
    write_text("words", tmp_path / "o.csv", force=False, inputs=[])
    assert was_known == [True, True]
    assert drafts(tmp_path) == []


#: Sends Ctrl-C when a module is asked for, and says what was loaded until then.
AT_IMPORT = """
import os, runpy, signal, sys
before = set(sys.modules)
module = sys.argv.pop()
class Finder:
    def find_spec(name, path=None, target=None):
        if name == module:
            print(*sorted(set(sys.modules) - before), flush=True)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder)
runpy.run_module("kbo_screen", run_name="__main__")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
@pytest.mark.parametrize(
    "module", ["kbo_screen.cli.app", "typer", "kbo_screen.cli.rank"]
)
def test_ctrl_c_is_caught_before_anything_of_weight_is_loaded(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_IMPORT, "rank", "--help", module],
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (130, "")
    if module == "kbo_screen.cli.app":
        light = [
            "__future__",
            "gc",
            "kbo_screen",
            "kbo_screen.cli",
            "kbo_screen.cli.interrupt",
            "resource",
        ]
        assert done.stdout.split() == light


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="a process is looked at by /proc"
)
@pytest.mark.parametrize("command", ["form", "rank --split district", "validate"])
def test_ctrl_c_leaves_no_folder_with_some_of_its_files(
    command: str, tmp_path: Path
) -> None:
    lists = SAMPLE.parent / "submissions"
    words = (
        ["validate", str(lists), "--registry", str(SAMPLE)]
        if command == "validate"
        else [*command.split(), str(SAMPLE)]
    )
    interrupted(
        [*words, "-o", str(tmp_path / "all")],
        lambda run: len(list(tmp_path.glob(f"**/{DRAFT_PREFIX}*/*.xlsx"))) > 2,
    )
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_waits_until_all_files_are_in_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Path.hardlink_to

    def interrupted_link(self: Path, draft: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        link(self, draft)

    monkeypatch.setattr(Path, "hardlink_to", interrupted_link)
    # A shell starts what runs in the background with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    writers = {name: text_writer("new") for name in ("a", "b", "c")}
    with pytest.raises(KeyboardInterrupt):
        write_folder(writers, tmp_path / "all", force=False, inputs=[])
    signal.signal(signal.SIGINT, before)
    assert [path.name for path in sorted((tmp_path / "all").iterdir())] == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_holds_all_files_or_none(is_there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    if is_there:
        folder.mkdir()
        (folder / "a").write_bytes(b"old")

    def fail(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(UsageError):
        write_folder(
            {"a": text_writer("new"), "b": fail},
            folder,
            force=True,
            inputs=[],
        )
    left = sorted(
        (path.name, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()
    )
    assert left == ([("a", b"old")] if is_there else [])
    assert folder.exists() == is_there
    written, _ = write_folder({"a": text_writer("new")}, folder, force=True, inputs=[])
    assert [(path.name, path.read_bytes()) for path in written.iterdir()] == [
        ("a", b"new")
    ]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """In a folder of several files too."""
    real, link = tmp_path / "real" / "list.csv", tmp_path / "work" / "out.csv"
    for path in (real, link):
        path.parent.mkdir()
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    assert write_text("new", link, force=True, inputs=[]) == (link, ())
    assert (link.is_symlink(), real.read_text(encoding="utf-8")) == (True, "new")
    write_folder(
        {"out.csv": text_writer("newer")},
        link.parent,
        force=True,
        inputs=[],
    )
    assert (link.is_symlink(), real.read_text(encoding="utf-8")) == (True, "newer")
    assert [path.name for path in (*real.parent.iterdir(), *link.parent.iterdir())] == [
        "list.csv",
        "out.csv",
    ]
    with pytest.raises(UsageError) as caught:
        write_text("x", link, force=True, inputs=[real])
    assert [finding.code for finding in caught.value.findings] == ["output.is-input"]


def test_a_workbook_is_drafted_in_one_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed leaves nothing elsewhere: the file is written once, in the draft's folder."""
    from kbo_screen.formats.workbook.book import Book
    from kbo_screen.results.sheets.sheet import SheetColumn

    folder, elsewhere = tmp_path / "draft", tmp_path / "tmp"
    folder.mkdir()
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    book = Book(folder / "out.xlsx", "TH SarabunPSK")
    page = book.page("ก", [SheetColumn("ชื่อ", 20)])
    page.header()
    page.table([["กลุ่ม"]] * 3)
    assert list(folder.iterdir()) == []
    book.close()
    assert [path.name for path in folder.iterdir()] == ["out.xlsx"]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
)
def test_no_text_of_an_input_becomes_a_formula_in_csv(text: str) -> None:
    assert str(as_text(text)).startswith("'")
    assert as_text(-5) in (-5, "-5")
    assert as_text("-5") == "-5"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link_from_an_input(
    tmp_path: Path,
) -> None:
    names = ['=HYPERLINK("http://x","y")', "http://example.com", "+ก1+1", "@SUM(A1)"]
    rows = [["อำเภอ", "ชื่อกลุ่ม", "ประเภทผู้ผลิต", "ชื่อผลิตภัณฑ์", "ระดับดาว"]]
    rows += [["บางคล้า", name, "กลุ่ม", name, 3] for name in names]
    registry = write_xlsx(tmp_path / "registry.xlsx", rows)
    for words in (
        ["rank", str(registry), "-o", "r.xlsx"],
        ["form", str(registry), "-o", "forms", "--prefill", "--district", "บางคล้า"],
    ):
        subprocess.run(
            [sys.executable, "-m", "kbo_screen", *words, "-q"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
    for path in (tmp_path / "r.xlsx", tmp_path / "forms" / "2402 บางคล้า.xlsx"):
        cells = list(cells_of_book(openpyxl.load_workbook(path)))
        assert {cell.value for cell in cells} >= set(names)
        assert not [
            cell
            for cell in cells
            if cell.value in names and (cell.data_type == "f" or cell.hyperlink)
        ]
