"""Nothing of the working folder is ever run, whatever it is called.

- The reader's process takes no module from the working folder, nor from what PYTHON variables name: for every module
  that it imports a file of that name lies in the folder, and none is run.
- `kbo-screen` and `python -m kbo_screen` take none either, on the three systems; of the latter the modules that
  Python itself loads before the program begins are beyond its reach.
- A package that lies in the working folder is found there, and nothing beside it; one in a zip is found too.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kbo_screen.grid import reader_process
from tests.cli.test_other_systems import SAMPLE, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

FILES = Path(__file__).parents[1] / "grid" / "files"
TRAP = "import builtins, os\nbuiltins.open(os.environ['RAN'], 'a').write(__name__ + '\\n')\n"
#: Behind what the process runs: the names of all modules that it has loaded by then.
TELL_MODULES = "\nimport json, pathlib\npathlib.Path({told!r}).write_text(json.dumps(sorted(sys.modules)))\n"


def books(folder: Path) -> list[Path]:
    """A file of every format that is read, and one that is locked."""
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = folder / "locked.xlsx"
    with (SAMPLE / "registry.xlsx").open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("1234", target)
    page = folder / "page.xls"
    page.write_text("<table><tr><td>a</td></tr></table>", encoding="utf-8")
    table = folder / "table.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    old = sorted(
        path for path in FILES.rglob("*") if path.suffix in (".xls", ".xlsb", ".ods")
    )
    assert {path.suffix for path in old} >= {".xls", ".ods"}
    return [SAMPLE / "registry.xlsx", locked, page, table, *old]


def run_reader(
    folder: Path, paths: Iterable[Path], told: Path, **variables: str
) -> list[str]:
    """The kinds of the answers of a reader that is started in a folder; `told` gets the names of its modules."""
    command = reader_process._command()
    command[command.index(reader_process.BOOT)] += TELL_MODULES.format(told=str(told))
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=os.environ | variables,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert answer_kind(process.stdout) == "ready"
        kinds = []
        requests = pickle.Pickler(process.stdin)
        for path in paths:
            requests.dump((str(path), False, "1234", b""))
            process.stdin.flush()
            kinds.append(answer_kind(process.stdout))
    assert process.returncode == 0
    return kinds


def answer_kind(pipe: IO[bytes]) -> str:
    """What the next answer is."""
    (size,) = reader_process.LENGTH.unpack(pipe.read(reader_process.LENGTH.size))
    return str(pickle.loads(pipe.read(size))[0])  # noqa: S301 - our own process


def plant_traps(folder: Path, modules: Iterable[str]) -> set[str]:
    """A trap for every module of these, in a folder; the names of those that were planted."""
    names = {module.partition(".")[0] for module in modules} - {
        "__main__",
        "__mp_main__",
    }
    for name in names:
        (folder / f"{name}.py").write_text(TRAP, encoding="utf-8")
    return names


def test_the_reader_runs_no_module_of_the_working_folder_or_of_a_variable(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    paths, told, ran = books(tmp_path), tmp_path / "modules.json", tmp_path / "ran"
    assert set(run_reader(folder, paths, told)) == {"read"}
    modules = json.loads(told.read_text())
    names = plant_traps(folder, modules)
    assert names >= {
        "csv",
        "zipfile",
        "json",
        "kbo_screen",
        "python_calamine",
        "msoffcrypto",
        "olefile",
    }
    (folder / "sitecustomize.py").write_text(TRAP, encoding="utf-8")
    (folder / "usercustomize.py").write_text(TRAP, encoding="utf-8")
    variables = {
        "PYTHONPATH": str(folder),
        "PYTHONSTARTUP": str(folder / "csv.py"),
        "RAN": str(ran),
    }
    assert set(run_reader(folder, paths, told, **variables)) == {"read"}
    assert not ran.exists(), ran.read_text()


@pytest.mark.skipif(
    sys.platform != "linux", reason="the real system is tested by the test below"
)
@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_program_runs_nothing_of_the_working_folder_on_other_systems(
    system: str, tmp_path: Path
) -> None:
    """The libraries are loaded by then, as that test says; what is left is the program's own and its reader's."""
    trapped_run(tmp_path, system)


def test_the_program_runs_nothing_of_the_working_folder(tmp_path: Path) -> None:
    trapped_run(tmp_path, None)


def trapped_run(folder: Path, system: str | None) -> None:
    by_python = set(json.loads(subprocess.check_output(by_module(folder), cwd=folder)))
    told = "import sys, json; print(json.dumps(sorted(sys.modules)))"
    run_whole = "import kbo_screen.cli.rank, kbo_screen.formats.terminal.rank_terminal, kbo_screen.sources.registries.registry_files; "
    loaded = json.loads(
        subprocess.check_output([sys.executable, "-c", run_whole + told], cwd=folder)
    )
    beyond = {module.partition(".")[0] for module in by_python} | {
        "kbo_screen"
    }  # and the name that was called
    tops = {
        module.partition(".")[0]
        for module in [*loaded, "csv", "zipfile", "msoffcrypto"]
    }
    names = plant_traps(folder, tops - beyond)
    assert names >= {"csv", "zipfile", "__future__", "pandas", "typer", "signal"}
    os.environ["RAN"] = str(folder / "ran")
    try:
        done = run(
            folder, "rank", SAMPLE / "registry.xlsx", "--format", "json", system=system
        )
    finally:
        del os.environ["RAN"]
    assert done.returncode == 0, done.stderr.decode()
    assert not (folder / "ran").exists(), (folder / "ran").read_text()


def by_module(folder: Path) -> list[str]:
    """What tells the modules that Python has loaded when it begins with a module of a folder."""
    (folder / "probe.py").write_text(
        "import sys\nnames = sorted(sys.modules)\nimport json\nprint(json.dumps(names))"
    )
    return [sys.executable, "-m", "probe"]


def test_the_console_script_runs_nothing_of_the_working_folder(tmp_path: Path) -> None:
    """It stands in a folder of its own, so that even what Python loads first is safe."""
    script = shutil.which("kbo-screen", path=str(Path(sys.executable).parent))
    assert script
    plant_traps(tmp_path, {*sys.modules, "warnings", "contextlib", "kbo_screen"})
    variables = {"RAN": str(tmp_path / "ran")}
    command = [script, "rank", str(SAMPLE / "registry.xlsx"), "--format", "json"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, env=os.environ | variables
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()


@pytest.mark.parametrize("place", ["working folder", "zip"])
def test_a_package_is_found_where_its_master_has_it(place: str, tmp_path: Path) -> None:
    package = Path(reader_process.ROOT) / "kbo_screen"
    files = [path for path in package.rglob("*") if path.suffix in (".py", ".toml")]
    if place == "zip":
        root = tmp_path / "program.zip"
        with zipfile.ZipFile(root, "w") as target:
            for path in files:
                target.write(path, path.relative_to(package.parent))
    else:
        root = tmp_path
        for path in files:
            copy = tmp_path / path.relative_to(package.parent)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        (tmp_path / "lxml.py").write_text(TRAP, encoding="utf-8")
        (tmp_path / "olefile.py").write_text(TRAP, encoding="utf-8")
    script = (
        f"import sys; sys.path.insert(0, {str(root)!r})\n"
        "from pathlib import Path\n"
        "from kbo_screen.grid import reader_process\n"
        "from kbo_screen.sources.workbooks import read_workbook\n"
        f"assert reader_process.ROOT == {str(root)!r}\n"
        "sys.path.remove(reader_process.ROOT)\n"
        f"print(read_workbook(Path({str(SAMPLE / 'registry.xlsx')!r})).sheets[0].height)\n"
    )
    variables = {"RAN": str(tmp_path / "ran")}
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        env=os.environ | variables,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) > 10
    assert not (tmp_path / "ran").exists()
