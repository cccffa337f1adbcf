"""Windows and macOS, as far as one can be played on Linux: what they lack is taken away from every process of a run.

- Nothing that only Unix has is needed to load the program or to run it whole, its reader's process included; the
  results are the same, byte for byte.
- `os.kill(pid, 0)` is never called: on Windows it would end the process. Drafts are swept by their age.
- A reader is started by `subprocess`, never by fork.

The libraries are loaded before the system is changed: theirs is another code on Windows. `os.name` stays, for pathlib
makes no paths of a system that it is not on. `_scproxy`, which a Mac has and Linux has not, is not played
either: it is asked for by `urllib.request`, and no run speaks to a network.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import openpyxl
import pytest

from kbo_screen.formats.writing import DRAFT_PREFIX
from kbo_screen.grid import reader_process

SAMPLE = Path(__file__).parents[2] / "sample_data"

#: Python runs this before anything else, in the program's process and in its reader's, which takes nothing from
#: variables: it stands in the site-packages of a Python that has ours behind its own.
SITECUSTOMIZE = """
import os, pathlib, shutil, signal, subprocess, sys, tempfile, types, zipfile
import jinja2, msoffcrypto, numpy, pandas, pydantic, python_calamine, rapidfuzz.fuzz, rapidfuzz.process, typer, xlsxwriter
import rich.console, rich.progress, rich.table, typer.core, typer.rich_utils
import geothai

SYSTEM = os.environ["PLAYED_SYSTEM"]
pathlib.Path(os.environ["PLAYED_BY"], f"{os.getpid()}").touch()
subprocess.signal = types.SimpleNamespace(**vars(signal))  # Popen.kill is another function on Windows
really_kill = os.kill

def kill(pid, number):
    if number == 0 and SYSTEM == "win32":
        pathlib.Path(os.environ["PLAYED_BY"], "ended-a-process").touch()
    really_kill(pid, number)

os.kill = kill
lacking = {
    "win32": {
        "modules": ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty"),
        os: ("sched_getaffinity", "fork", "forkpty", "uname", "getuid", "geteuid", "getppid", "killpg", "setsid", "mkfifo"),
        signal: ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "SIGPIPE", "SIGXFSZ", "alarm", "pthread_sigmask"),
    },
    "darwin": {"modules": (), os: ("sched_getaffinity",), signal: ()},
}[SYSTEM]
for module in (os, signal):
    for name in lacking[module]:
        if hasattr(module, name):
            delattr(module, name)

class Lacking:
    def find_spec(name, path=None, target=None):
        if name in lacking["modules"]:
            raise ImportError(f"no {name} on {SYSTEM}")

for name in lacking["modules"]:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Lacking)
if SYSTEM == "darwin":
    import resource
    def setrlimit(what, limits):
        raise ValueError("current limit exceeds maximum limit")
    resource.setrlimit = setrlimit
sys.platform = SYSTEM
"""


def python_with(folder: Path, sitecustomize: str) -> str:
    """A Python of its own in a folder, with our libraries, that runs these lines before anything else."""
    builder = venv.EnvBuilder(symlinks=True, with_pip=False)
    builder.create(folder)
    site_packages = Path(
        sysconfig.get_path(
            "purelib", "venv", {"base": str(folder), "platbase": str(folder)}
        )
    )
    ours = sysconfig.get_path("purelib")
    (site_packages / "ours.pth").write_text(
        f"import site; site.addsitedir({ours!r})\n", encoding="utf-8"
    )
    (site_packages / "sitecustomize.py").write_text(sitecustomize, encoding="utf-8")
    return builder.ensure_directories(folder).env_exe


def play(folder: Path, system: str) -> tuple[str, dict[str, str]]:
    """The Python that plays a system, and the variables that it is told by."""
    (folder / "played").mkdir(exist_ok=True)
    return python_with(folder / "python", SITECUSTOMIZE), {
        "PLAYED_SYSTEM": system,
        "PLAYED_BY": str(folder / "played"),
    }


def run(
    folder: Path, *words: object, system: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    python, played = play(folder, system) if system else (sys.executable, {})
    return subprocess.run(
        [python, "-m", "kbo_screen", *map(str, words)],
        cwd=folder,
        capture_output=True,
        env=os.environ | played,
    )


COMMANDS = {
    "rank": [
        "rank",
        SAMPLE / "registry.xlsx",
        "--projects",
        SAMPLE / "projects.xlsx",
        "--today",
        "2022-12-01",
    ],
    "validate": [
        "validate",
        SAMPLE / "submissions",
        "--registry",
        SAMPLE / "registry.xlsx",
        "--today",
        "2022-12-01",
    ],
}


@pytest.mark.skipif(
    sys.platform != "linux", reason="the real system is tested by all other tests"
)
@pytest.mark.parametrize("system", ["win32", "darwin"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_whole_run_needs_no_unix(command: str, system: str, tmp_path: Path) -> None:
    draft = tmp_path / f"{DRAFT_PREFIX}00000000-1-left"
    draft.mkdir()
    os.utime(draft, (0, 0))
    words = [*COMMANDS[command], "--format", "json"]
    there = run(tmp_path, *words, "-o", "out.xlsx", system=system)
    here = run(tmp_path, *words, "-o", "here.xlsx")
    assert (there.returncode, there.stdout) == (here.returncode, here.stdout), (
        there.stderr.decode()
    )
    assert b"Traceback" not in there.stderr
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert not draft.exists(), "it is old"
    played = [path.name for path in (tmp_path / "played").iterdir()]
    assert len(played) >= 2, "the program and its reader"
    assert "ended-a-process" not in played


def test_a_reader_is_not_forked() -> None:
    sources = Path(reader_process.__file__).read_text(encoding="utf-8")
    assert "fork" not in sources.replace("no fork", "")
