"""Times the program against stated references, side by side in one run, and writes `RESULTS.md`.

Every pair runs in turn, several times; what is told are medians and their ratio, never a time alone. Run it from the
project's root: `python benchmarks/run.py` (all), `--quick` (small data, once, to see that it works), `--only NAME`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.data import (  # noqa: E402 - needs the root on the path
    make_books,
    make_country,
    make_csv,
    make_lists,
    make_province,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = ROOT / "benchmarks" / "data"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Pair:
    """Work against a reference. aim: the highest ratio of work to reference, as the page says it.

    times_faster: the ratio is told the other way round, and the aim is the lowest.
    """

    name: str
    work: str
    against: str
    aim: str
    command: list[str]
    reference: list[str]
    repeats: int = 3
    times_faster: bool = False

    def ratio(self, work: float, reference: float) -> str:
        """As the page tells it."""
        return (
            f"{reference / work:.2f} × faster"
            if self.times_faster
            else f"{work / reference:.2f} ×"
        )


def kbo(*words: str | Path) -> list[str]:
    """A command of the program, by this Python."""
    return [sys.executable, "-m", "kbo_screen", *map(str, words)]


def script(code: str, *words: str | Path) -> list[str]:
    """A reference in a few lines of Python."""
    return [sys.executable, "-c", code, *map(str, words)]


CALAMINE = (
    "import sys; from python_calamine import CalamineWorkbook as W\n"
    "for path in sys.argv[1:]:\n"
    "    book = W.from_path(path)\n"
    "    [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]"
)


#: Holds a command to one core, where the system can.
ONE_CORE = "import os,sys; os.sched_setaffinity(0, {0}); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
#: It takes no path from the root of the disk.
FRICTIONLESS = (
    "import sys; from frictionless import validate; print(validate(sys.argv[1]).stats)"
)


def pairs(quick: bool) -> list[Pair]:
    """Everything that is timed; the data is made where it is missing."""
    DATA.mkdir(exist_ok=True)
    size = "quick" if quick else "full"
    province = make_province(DATA / f"province-{size}.xlsx", 200 if quick else 2000)
    country = make_country(DATA / f"country-{size}.xlsx", 2_000 if quick else 212_000)
    books = make_books(DATA / f"books-{size}", 2_000 if quick else 212_000)
    text = make_csv(DATA / f"country-{size}.csv", 2_000 if quick else 212_000)
    text4 = make_csv(DATA / f"country4-{size}.csv", 8_000 if quick else 848_000)
    ranked = ("rank", country, "--province", "all", "--format", "json")
    all_books = kbo(
        "rank", *sorted(books.iterdir()), "--province", "all", "--format", "json"
    )
    once = 1
    lists = make_lists(province, DATA / f"lists-{size}", 20 if quick else 200)
    return [
        Pair("help", "`--help`", "`import typer`", "2.5", kbo("--help"), script("import typer"), 5),
        Pair("province", "province, 2,000 products: `rank`", "`import pandas`", "2", kbo("rank", province, "-q"), script("import pandas"), 5),
        Pair("validate", "200 lists against a province: `validate`", "ranking that province: `rank`", "-",
             kbo("validate", lists, "--registry", province, "-q", "--fail-on", "never", "--format", "json"), kbo("rank", province, "--format", "json")),
        Pair("country", "country, one workbook: `rank --province all --format json`", "bare calamine parse of the file", "1.5",
             kbo(*ranked), script(CALAMINE, country)),
        Pair("workbook", "the same with `-o` workbook of all lists", "the same", "2.2",
             kbo(*ranked, "-o", DATA / f"out-{size}.xlsx", "--force"), script(CALAMINE, country)),
        *([Pair("books", "country, 77 workbooks, all cores (2)", "one core", "1.7", all_books, script(ONE_CORE, *all_books[1:]), 3, times_faster=True)]
          if hasattr(os, "sched_setaffinity") else []),
        Pair("csv", "4 × the country (CSV)", "the country (CSV)", "4.4", kbo("rank", text4, *ranked[2:]), kbo("rank", text, *ranked[2:]), once),
        Pair("by-hand", "country, one workbook: `rank --province all --format json`", "pandas and openpyxl by hand (`by_hand.py`)", "7",
             kbo(*ranked), [sys.executable, "benchmarks/by_hand.py", str(country)], once, times_faster=True),
        *([Pair("frictionless", "the same", "frictionless validating the file", "9", kbo(*ranked), script(FRICTIONLESS, country.relative_to(ROOT)), once, times_faster=True)]
          if find_spec("frictionless") else []),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Time what was asked for, print it, and write the page (not with --quick or --only)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args(arguments)
    rows = []
    for pair in pairs(asked.quick):
        if asked.only and pair.name not in asked.only:
            continue
        work, reference = _time(pair, 1 if asked.quick else pair.repeats)
        if pair.name == "validate":
            pair = replace(
                pair,
                work=f"{pair.work} ({_findings(pair) / work:,.0f} findings a second)",
            )
        rows.append((pair, work, reference))
        print(
            f"{pair.name}: {work:.2f} s against {reference:.2f} s = {pair.ratio(work, reference)} (aim {pair.aim})",
            flush=True,
        )
    if not asked.only or "inside" in asked.only:
        rows += _inside(asked.quick)
    memory = _memory(asked.quick) if not asked.only or "memory" in asked.only else ""
    if not asked.quick and not asked.only:
        RESULTS.write_text(_page(rows) + memory + MISSED, encoding="utf-8")
    return 0


def _findings(pair: Pair) -> int:
    """How many findings a check prints."""
    done = subprocess.run(pair.command, cwd=ROOT, capture_output=True, check=False)
    checked = json.loads(done.stdout)
    return len(checked["cross"]) + sum(
        len(file["findings"]) for file in checked["files"]
    )


def _memory(quick: bool) -> str:
    """The most memory that the run of a country takes, master and reader together, against the unpacked sheet."""
    country = DATA / f"country-{'quick' if quick else 'full'}.xlsx"
    if not Path("/proc/self/smaps_rollup").exists():
        return ""
    command = kbo("rank", country, "--province", "all", "--format", "json")
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    most = 0
    while run.poll() is None:
        most = max(most, sum(map(_bytes_of, [run.pid, *_children(run.pid)])))
        time.sleep(0.05)
    with zipfile.ZipFile(country) as package:
        sheet = max(part.file_size for part in package.infolist())
    told = f"{most / 1e6:,.0f} MB at most, {most / sheet:.2f} × the unpacked sheet ({sheet / 1e6:,.0f} MB); aim 3 ×."
    print(f"memory: {told}", flush=True)
    return f"\nMemory of the country's run, program and reader together: {told}\n"


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in _read(path).split()
    ]


def _bytes_of(pid: int) -> int:
    """What a process holds, memory shared with others counted by its part."""
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _read(path: Path) -> str:
    """A file of the system; empty where the process is gone."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


#: Why an aim is missed, where one is: from the profile of a country's run.
MISSED = """
## Where an aim is missed, and what it would take

- **Country, JSON.** Of the run, three fifths are the reader: calamine's own parsing (the floor), then every cell as a
  Python value, each different one kept once. The rest is ours, after the reader has handed over: values read a sixth,
  groups and ranking a tenth, masking and JSON a tenth. The floor already takes one core; what is left to gain is to
  read values while cells still come in, which would bend the reader (pieces of columns instead of columns).
- **Country, workbook.** The sheet of what is not listed has a row per product, a million cells in all; xlsxwriter
  spends about five microseconds of Python on each. A writer that is not Python would be needed, or a sheet that
  leaves rows out, which nobody can audit. `--split province` writes the same in parts.
- **77 workbooks on two cores.** The readers work side by side; screening, ranking and JSON come after the last file.
- **By hand, frictionless.** Both ratios follow the country's.
- **Province.** Python, pandas and the letter are loaded before a word is read: nine tenths of the time.
"""
#: What `inside.py` times, as the page names it.
INSIDE = {
    "rules": ("conditions, tiers and ranking of the country", "reading it", "0.05"),
    "screening": (
        "its screening as a whole (groups, names, notes, sums too)",
        "reading it",
        "-",
    ),
    "levers": ("levers of the country", "one screening of it", "-"),
    "variants": (
        "100 variants of the letter over the country",
        "one screening of it",
        "-",
    ),
}


def _inside(quick: bool) -> list[tuple[Pair, float, float]]:
    """Work that has no command of its own, timed in a process of its own."""
    country = DATA / f"country-{'quick' if quick else 'full'}.xlsx"
    command = [sys.executable, "benchmarks/inside.py", str(country)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    rows = []
    for line in done.stdout.decode().splitlines():
        name, work, reference = line.split()
        rows.append((Pair(name, *INSIDE[name], [], []), float(work), float(reference)))
        print(
            f"{name}: {float(work):.2f} s against {float(reference):.2f} s = {float(work) / float(reference):.2f}"
        )
    return rows


def _time(pair: Pair, repeats: int) -> tuple[float, float]:
    """Medians of work and reference, run in turn."""
    work, reference = [], []
    for _ in range(repeats):
        work.append(_seconds(lambda: _call(pair.command)))
        reference.append(_seconds(lambda: _call(pair.reference)))
    return statistics.median(work), statistics.median(reference)


def _seconds(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _call(command: list[str]) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} failed:\n{done.stderr.decode()}")


def _page(rows: list[tuple[Pair, float, float]]) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Made by `python benchmarks/run.py` in one session on {platform.system()}, Python {platform.python_version()}:",
        "medians of runs in turn. The ratio is what counts.",
        "",
        "| work | against | ratio | aim | seconds |",
        "|---|---|---|---|---|",
    ]
    for pair, work, reference in rows:
        ratio = pair.ratio(work, reference)
        lines.append(
            f"| {pair.work} | {pair.against} | {ratio} | {pair.aim} | {work:.2f} / {reference:.2f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
