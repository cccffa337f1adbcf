"""Many files are written by several processes: the same files as by one, whatever becomes of a helper."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from kbo_screen.cores.faults import faults_heard
from kbo_screen.findings import Finding, UsageError, make_finding
from kbo_screen.formats import writing_apart
from kbo_screen.formats.forms.form_workbook import form_writers
from kbo_screen.formats.writing import files_in_folder, write_files
from kbo_screen.formats.writing_apart import Helpers, Portable
from kbo_screen.registry.scope import make_scope
from kbo_screen.results.forms.district_form import blank_forms
from kbo_screen.tasks.build_run import open_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What a helper does that is ended in the middle: two files whole, of the third half an answer.
DIES = """
import pickle, sys
sys.path.append(sys.argv[1])
share = pickle.load(sys.stdin.buffer)
for path, write in share[:2]:
    pickle.dump((path, tuple(write(path))), sys.stdout.buffer)
sys.stdout.buffer.write(pickle.dumps((share[2][0], ()))[:-9])
"""


def form_files(folder: Path) -> dict[Path, Callable[[Path], object]]:
    """The writers of a blank form for each of 11 districts."""
    letter = open_letter("chachoengsao_2566").letter
    forms = blank_forms(letter, make_scope(letter, None).districts, "th")
    return files_in_folder(form_writers(forms, font="Garuda"), folder, inputs=[])


def write_forms(folder: Path) -> dict[str, dict[str, bytes]]:
    """The parts of every form that is written, without the one that says the second in which it was made."""
    write_files(form_files(folder), folder=folder, force=False, inputs=[])
    parts = {}
    for path in folder.iterdir():
        with ZipFile(path) as package:
            names = set(package.namelist()) - {"docProps/core.xml"}
            parts[path.name] = {name: package.read(name) for name in names}
    return parts


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five files are worth a process, and there are two cores."""
    monkeypatch.setattr(writing_apart, "FILES_PER_PROCESS", 5)
    monkeypatch.setattr(writing_apart, "core_count", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_a_helper_writes_every_second_file(tmp_path: Path) -> None:
    paths = sorted(form_files(tmp_path))
    with Helpers(form_files(tmp_path)) as helpers:
        assert helpers.paths == set(paths[1::2])
        written = helpers.written()
    assert written == dict.fromkeys(paths[1::2], ())
    assert all(path.stat().st_size for path in written)


@pytest.mark.usefixtures("two_cores")
def test_forms_of_two_processes_are_the_forms_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = write_forms(tmp_path / "two")
    monkeypatch.setattr(subprocess, "Popen", None)
    monkeypatch.setattr(writing_apart, "core_count", lambda: 1)
    assert write_forms(tmp_path / "one") == forms
    assert len(forms) == 11


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("boot", [DIES, "raise SystemExit(1)"])
def test_what_a_helper_leaves_is_written_here(
    boot: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing_apart, "_BOOT", boot)
    assert len(write_forms(tmp_path / "out")) == 11


@pytest.mark.usefixtures("two_cores")
def test_what_goes_wrong_in_a_helper_alone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_apart, "_BOOT", "1 // 0")
    with faults_heard() as faults:
        assert len(write_forms(tmp_path / "out")) == 11
    assert ["ZeroDivisionError" in fault for fault in faults] == [True]


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("error", [OSError, RuntimeError, ImportError])
def test_where_no_process_starts_all_is_written_here(
    error: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert len(write_forms(tmp_path / "out")) == 11


def fill_the_disk(path: Path) -> Sequence[Finding]:
    raise OSError(28, "No space left on device")


def tell(path: Path, count: int) -> Sequence[Finding]:
    path.touch()
    return [make_finding("output.links-left-out", count=count)]


@pytest.mark.usefixtures("two_cores")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    writers = {f"{number}": Portable(fill_the_disk) for number in range(10)}
    files = files_in_folder(writers, tmp_path / "out", inputs=[])
    with pytest.raises(UsageError) as caught:
        write_files(files, folder=tmp_path / "out", force=False, inputs=[])
    assert [finding.code for finding in caught.value.findings] == ["output.disk-full"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("two_cores")
def test_what_is_told_stands_in_the_order_of_the_files(tmp_path: Path) -> None:
    writers = {f"{number}": Portable(tell, number) for number in range(10)}
    files = files_in_folder(writers, tmp_path / "out", inputs=[])
    _, findings = write_files(files, folder=tmp_path / "out", force=False, inputs=[])
    assert [finding.fields["count"] for finding in findings] == list(range(10))


def test_few_files_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(write_forms(tmp_path / "out")) == 11


def test_a_helper_writes_nothing_when_its_master_is_gone(tmp_path: Path) -> None:
    """It is told the number of a process that is not its parent."""
    task = [(tmp_path / "a.txt", Portable(Path.touch))]
    done = subprocess.run(
        [*writing_apart._command()[:-1], "1"],
        input=pickle.dumps(task),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert (done.stdout, list(tmp_path.iterdir())) == (b"", [])
