"""The last step of a file: a name is taken only where nobody has it, and what is replaced keeps its mode.

- Without force nothing that stands is replaced, by two runs at once either, on file systems without links too.
- A replaced file keeps its mode.
- Only a regular file is written to; what else has the name is told in one sentence.
- A run that is refused at one of several files takes back what was new, and nothing of another run's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from kbo_screen.findings import UsageError
from kbo_screen.formats import placing
from kbo_screen.formats.writing import text_writer, write_files
from tests.tools.written import write_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(params=["links", "no links"])
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file system with links, and one that has none."""
    if request.param == "no links":

        def refuse(self: Path, target: Path) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", refuse)
    return str(request.param)


def codes(caught: pytest.ExceptionInfo[UsageError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_of_many_at_once_one_takes_the_name(file_system: str, tmp_path: Path) -> None:
    drafts = [tmp_path / f"draft {number}" for number in range(40)]
    for draft in drafts:
        draft.write_text(draft.name)
    target = tmp_path / "target"

    def take(draft: Path) -> bool:
        try:
            placing.take_free_name(draft, target)
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        took = list(pool.map(take, drafts))
    assert took.count(True) == 1
    assert target.read_text() == drafts[took.index(True)].name
    assert not drafts[took.index(True)].exists()


#: A run that waits, its draft written, until a file says go.
WAITS = """
import sys, time
from pathlib import Path
from kbo_screen.findings import UsageError
from kbo_screen.formats.writing import files_in_folder, write_files
def write(draft):
    draft.write_text(sys.argv[1])
    Path(sys.argv[1] + ".ready").touch()
    while not Path("go").exists():
        time.sleep(0.001)
try:
    forms = Path("forms")
    files = files_in_folder({"a": write, "b": write}, forms, inputs=[])
    write_files(files, folder=forms, force=False, inputs=[])
except UsageError as error:
    sys.exit(error.findings[0].code)
"""


def test_of_two_runs_into_one_new_folder_one_is_whole_and_the_other_refused(
    tmp_path: Path,
) -> None:
    """The one that is refused takes nothing of the other's away. output.exists"""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", WAITS, name],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for name in ("one", "two")
    ]
    while len(list(tmp_path.glob("*.ready"))) < len(runs):
        assert all(run.poll() is None for run in runs)
    (tmp_path / "go").touch()
    said = [run.communicate(timeout=60)[1].strip() for run in runs]
    assert sorted(said) == ["", "output.exists"]
    winner = ("one", "two")[said.index("")]
    assert [
        (path.name, path.read_text()) for path in sorted((tmp_path / "forms").iterdir())
    ] == [
        ("a", winner),
        ("b", winner),
    ]


@pytest.mark.parametrize("taken", ["a", "b", "c"])
def test_a_run_that_is_refused_takes_back_what_was_new(
    taken: str,
    file_system: str,
    tmp_path: Path,
) -> None:
    """Somebody takes one of the names while the drafts are written."""
    folder = tmp_path / "forms"
    folder.mkdir()

    def write(draft: Path) -> None:
        draft.write_text("ours")
        (folder / taken).write_text("another's")

    with pytest.raises(UsageError) as caught:
        write_folder(
            dict.fromkeys(("a", "b", "c"), write), folder, force=False, inputs=[]
        )
    assert codes(caught) == ["output.exists"]
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [
        (taken, "another's")
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o664])
def test_a_replaced_file_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    """Through a link too."""
    target, link = tmp_path / "o.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(mode)
    link.symlink_to(target)
    for path in (target, link):
        write_text("new", path, force=True, inputs=[])
        assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", mode)
    assert link.is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("pipe", "pipe"),
        ("device", "pipe or a device"),
        ("folder", "it is a folder"),
        ("loop", "leads back to itself"),
        ("link to a loop", "leads back to itself"),
        ("long", "too long"),
    ],
)
def test_only_a_regular_file_is_written_to(
    what: str,
    says: str,
    force: bool,
    tmp_path: Path,
) -> None:
    """Output.unwritable"""
    target = tmp_path / "o.csv"
    if what == "pipe":
        os.mkfifo(target)
    elif what == "device":
        target.symlink_to("/dev/null")
    elif what == "folder":
        target.mkdir()
    elif what == "loop":
        target.symlink_to("o.csv")
    elif what == "link to a loop":
        (tmp_path / "other").symlink_to("other")
        target.symlink_to("other")
    else:
        target = tmp_path / ("ก" * 300 + ".csv")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(UsageError) as caught:
        write_text("new", target, force=force, inputs=[])
    assert codes(caught) == ["output.unwritable"]
    assert says in caught.value.findings[0].message("en")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_link_to_nothing_is_filled_and_stays_a_link(tmp_path: Path) -> None:
    """And taken by two names only once."""
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    with pytest.raises(UsageError) as caught:
        write_files(
            dict.fromkeys((link, tmp_path / "real.csv"), Path.touch),
            force=True,
            inputs=[],
        )
    assert codes(caught) == ["output.named-twice"]
    write_text("new", link, force=False, inputs=[])
    assert (link.is_symlink(), (tmp_path / "real.csv").read_text()) == (True, "new")


def test_an_old_file_is_kept_under_a_dated_name_that_nobody_has(
    file_system: str, tmp_path: Path
) -> None:
    """Twice on one day, and with a name that leaves no room for a date."""
    for name in ("บัญชี.xlsx", "ก" * 83 + ".xlsx"):
        target = tmp_path / name
        contents = []
        for number in range(3):
            target.write_text(f"{name} {number}")
            kept = placing.keep_beside(target)
            assert kept.suffix == ".xlsx"
            contents.append((kept, f"{name} {number}"))
            target.unlink()
        assert len({kept for kept, _ in contents}) == 3
        assert [(kept, kept.read_text()) for kept, _ in contents] == contents


@pytest.mark.parametrize(
    ("why", "code"),
    [("typed", "output.kept-typed"), ("foreign", "output.kept-foreign")],
)
@pytest.mark.parametrize("force", [False, True])
def test_what_must_not_be_lost_is_kept_and_named(
    why: str,
    code: str,
    force: bool,
    tmp_path: Path,
) -> None:
    """Without force nothing is replaced, so that nothing is kept; a new file has no old one."""
    target = tmp_path / "o.csv"
    target.write_text("typed by hand")
    target.chmod(0o600)
    if not force:
        with pytest.raises(UsageError):
            write_text(
                "new",
                target,
                force=False,
                inputs=[],
                kept_files=lambda new_by_old: dict.fromkeys(new_by_old, why),
            )
        assert [path.read_text() for path in tmp_path.iterdir()] == ["typed by hand"]
        return
    other = {target: "new", tmp_path / "p.csv": "new too"}
    writers = {path: text_writer(words) for path, words in other.items()}
    standing, findings = write_files(
        writers,
        force=True,
        inputs=[],
        kept_files=lambda new_by_old: dict.fromkeys(new_by_old, why),
    )
    assert standing == {path: path for path in other}
    assert [(finding.code, finding.place.file) for finding in findings] == [
        (code, "o.csv")
    ]
    kept = tmp_path / findings[0].fields["other"]
    assert (kept.read_text(), kept.stat().st_mode & 0o777, target.read_text()) == (
        "typed by hand",
        0o600,
        "new",
    )
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_is_written_again_as_it_is_is_not_looked_at(tmp_path: Path) -> None:
    """Nothing of it can be lost; of two files only the one that changes is asked about."""
    same, changed = tmp_path / "same.csv", tmp_path / "changed.csv"
    for target in (same, changed):
        target.write_text("old")
    asked: list[Path] = []

    def kept_files(new_by_old: Mapping[Path, Path]) -> dict[Path, Literal["typed"]]:
        asked.extend(new_by_old)
        return dict.fromkeys(new_by_old, "typed")

    writers = {same: text_writer("old"), changed: text_writer("new")}
    write_files(writers, force=True, inputs=[], kept_files=kept_files)
    assert asked == [changed]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_windows_holds_stays_where_it_is_and_is_not_kept_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Output.open-elsewhere"""
    target = tmp_path / "o.csv"
    target.write_text("typed by hand")

    def refuse(draft: Path, target: Path) -> None:
        raise PermissionError(13, "open")

    monkeypatch.setattr("kbo_screen.formats.writing.replace_file", refuse)
    path, findings = write_text(
        "new",
        target,
        force=True,
        inputs=[],
        kept_files=lambda new_by_old: dict.fromkeys(new_by_old, "typed"),
    )
    assert [finding.code for finding in findings] == ["output.open-elsewhere"]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "o.csv": "typed by hand",
        "o (2).csv": "new",
    }
    assert path.name == "o (2).csv"
