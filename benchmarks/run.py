"""Times the program against stated references, side by side in one run, and writes `RESULTS.md`.

Every pair runs in turn, several times; what is told are medians and their ratio, never a time alone: of seconds by the
clock, and of CPU seconds of all processes, which other work on the machine hardly changes. Run it from the project's
root: `python benchmarks/run.py` (all), `--quick` (small data, once, to see that it works), `--only NAME`, `--repeats N`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.data import (  # noqa: E402 - needs the root on the path
    make_books,
    make_country,
    make_csv,
    make_inline_country,
    make_lists,
    make_province,
)

DATA = ROOT / "benchmarks" / "data"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
#: The rows of the page, of this run and of those before.
ROWS = DATA / "rows.json"
#: As on a user's desk: modules are compiled once, not at every start.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}


class Seconds(NamedTuple):
    """What a command takes: by the clock, and of all its processes together."""

    clock: float
    cpu: float


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
#: Removes a file of a run before, which the program would read before it replaces it.
WITHOUT_OLD = "import os,sys; os.path.exists(sys.argv[1]) and os.remove(sys.argv[1]); os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
#: It takes no path from the root of the disk.
FRICTIONLESS = (
    "import sys; from frictionless import validate; print(validate(sys.argv[1]).stats)"
)


def pairs(quick: bool) -> list[Pair]:
    """Everything that is timed; the data is made where it is missing."""
    DATA.mkdir(exist_ok=True)
    size = "quick" if quick else "full"
    products = 2_000 if quick else 212_000
    province = make_province(
        DATA / f"province-excel-{size}.xlsx", 200 if quick else 2000
    )
    province3 = make_province(
        DATA / f"province-3000-{size}.xlsx", 300 if quick else 3000
    )
    country = make_country(DATA / f"country-excel-{size}.xlsx", products)
    inline = make_inline_country(DATA / f"country-inline-{size}.xlsx", products)
    books = make_books(DATA / f"books-excel-{size}", products)
    text = make_csv(DATA / f"country-{size}.csv", products)
    text4 = make_csv(DATA / f"country4-{size}.csv", 4 * products)
    everywhere = ("--province", "all", "--format", "json")
    ranked = kbo("rank", country, *everywhere)
    made = DATA / f"out-{size}.xlsx"
    all_books = kbo("rank", *sorted(books.iterdir()), *everywhere)
    lists = make_lists(province, DATA / f"lists-{size}", 20 if quick else 200)
    return [
        Pair("help", "`--help`", "`import typer`", "1.5", kbo("--help"), script("import typer"), 7),
        Pair("province", "province, 2,000 products: `rank`", "`import pandas`", "1.8", kbo("rank", province, "-q"), script("import pandas"), 7),
        Pair("readings", "province, 3,000 products: `rank --readings`", "the same without readings", "2",
             kbo("rank", province3, "--readings", "--format", "json"), kbo("rank", province3, "--format", "json"), 7),
        Pair("readings-country", "country, one workbook: `rank --readings`", "the same without readings", "2", [*ranked, "--readings"], ranked),
        Pair("validate", "200 lists against a province: `validate`", "ranking that province: `rank`", "-",
             kbo("validate", lists, "--registry", province, "-q", "--fail-on", "never", "--format", "json"), kbo("rank", province, "--format", "json")),
        Pair("country", "country, one workbook: `rank --province all --format json`", "bare calamine parse of the file", "1.15", ranked, script(CALAMINE, country)),
        Pair("inline", "the same, texts inline", "the same", "-", kbo("rank", inline, *everywhere), script(CALAMINE, inline), 1),
        Pair("workbook", "country with `-o` workbook of all lists", "bare calamine parse of the file", "1.7",
             script(WITHOUT_OLD, made, *ranked[1:], "-o", made), script(CALAMINE, country), 1),
        *([Pair("books", "country, 77 workbooks, all cores (2)", "one core", "1.85", all_books, script(ONE_CORE, *all_books[1:]), 3, times_faster=True)]
          if hasattr(os, "sched_setaffinity") else []),
        Pair("csv", "4 × the country (CSV)", "the country (CSV)", "4", kbo("rank", text4, *everywhere), kbo("rank", text, *everywhere), 1),
        Pair("by-hand", "country, one workbook: `rank --province all --format json`", "pandas and openpyxl by hand (`by_hand.py`)", "10",
             ranked, [sys.executable, "benchmarks/by_hand.py", str(country)], 1, times_faster=True),
        *([Pair("frictionless", "the same", "frictionless validating the file", "9", ranked, script(FRICTIONLESS, country.relative_to(ROOT)), 1, times_faster=True)]
          if find_spec("frictionless") else []),
    ]  # fmt: skip


def pairs_of_lists(quick: bool) -> list[Pair]:
    """What is made for every district of the country, and what they send, against ranking it."""
    size = "quick" if quick else "full"
    country = make_country(
        DATA / f"country-excel-{size}.xlsx", 2_000 if quick else 212_000
    )
    lists = make_lists(
        country, DATA / f"country-lists-{size}", 20 if quick else 928, "all"
    )
    everywhere = ("--province", "all", "-q")
    ranked = kbo("rank", country, *everywhere)
    against = "ranking the country: `rank`"
    forms, page = DATA / f"forms-{size}", DATA / f"page-{size}.html"
    return [
        Pair("forms", "928 forms: `form`", against, "-", kbo("form", country, *everywhere, "-o", forms, "--force"), ranked, 1),
        Pair("lists", "928 lists checked: `validate`", against, "-",
             kbo("validate", lists, "--registry", country, *everywhere, "--fail-on", "never", "--format", "json"), ranked, 1),
        Pair("page", "the country as a page: `rank -o page.html`", against, "-", kbo("rank", country, *everywhere, "-o", page, "--force"), ranked, 1),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Time what was asked for, print it, and write the page (not with --quick)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--repeats", type=int)
    asked = parser.parse_args(arguments)
    rows = {}
    for pair in [*pairs(asked.quick), *pairs_of_lists(asked.quick)]:
        if asked.only and pair.name not in asked.only:
            continue
        repeats = 1 if asked.quick else asked.repeats or pair.repeats
        work, reference = _time(pair, repeats)
        rows[pair.name] = _row(pair, work, reference)
    if not asked.only or "inside" in asked.only:
        rows |= _inside(asked.quick)
    if not asked.only or "memory" in asked.only:
        rows |= _memory(asked.quick)
    if not asked.quick:
        RESULTS.write_text(_page(rows) + MISSED, encoding="utf-8")
    return 0


def _row(pair: Pair, work: Seconds, reference: Seconds) -> str:
    """A row of the page, which is printed too."""
    cells = (
        pair.work,
        pair.against,
        pair.ratio(work.clock, reference.clock),
        pair.ratio(work.cpu, reference.cpu),
        pair.aim,
        f"{work.clock:.2f} / {reference.clock:.2f}",
    )
    row = f"| {' | '.join(cells)} |"
    print(f"{pair.name}: {row}", flush=True)
    return row


def _memory(quick: bool) -> dict[str, str]:
    """The most memory that runs take, program and reader together."""
    if not Path("/proc/self/smaps_rollup").exists():
        return {}
    size = "quick" if quick else "full"
    country = DATA / f"country-excel-{size}.xlsx"
    with zipfile.ZipFile(country) as package:
        sheet_bytes = max(part.file_size for part in package.infolist())
    most = _most_memory(country)
    most_of_csv = _most_memory(DATA / f"country4-{size}.csv")
    rows = {
        "memory": f"| memory, country, one workbook | its sheet unpacked ({sheet_bytes / 1e6:,.0f} MB) "
        f"| {most / sheet_bytes:.2f} × | - | 2 | {most / 1e6:,.0f} MB |",
        "memory-csv": f"| memory, 4 × the country (CSV) | - | - | - | 1,000 MB | {most_of_csv / 1e6:,.0f} MB |",
    }
    print("\n".join(rows.values()), flush=True)
    return rows


def _most_memory(registry: Path) -> int:
    command = kbo("rank", registry, "--province", "all", "--format", "json")
    run = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    most = 0
    while run.poll() is None:
        most = max(most, sum(map(_bytes_of, [run.pid, *_children(run.pid)])))
        time.sleep(0.05)
    return most


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


#: What the figures are worth, what they were before, and what a missed aim would take.
MISSED = """
All rows were timed on two cores, quiet but for small tests beside some rows, one after the other. The country is 212,000 products with 25 columns, as Excel saves it.

## Before and after

| work | first measured | before numpy's decisions | before two cores read and write | now |
|---|---|---|---|---|
| country, JSON, against a bare parse | 5.3 × | 1.72 × | 1.61 × | 1.17 × |
| the same with the workbook of all lists | 6.3 × | 2.57 × | 2.09 × | 1.76 × |
| province, against `import pandas` | 3.6 × | 2.90 × | 2.14 × | 2.11 × |
| against pandas and openpyxl by hand | - | - | 4.96 × faster | 7.17 × faster |
| 928 lists checked, seconds (at first of one core) | 44 | - | 13.8 | 13.3 |
| 928 forms, seconds (at first of one core) | 43 | - | 17.4 | 7.2 |
| memory, country, against its sheet | 2.4 × | 1.96 × | 1.91 × | 1.85 × |
| 4 × the country (CSV), memory | 3,250 MB | 937 MB | 1,019 MB | 953 MB |

What gave most: the sheet scanned by whole arrays (the reader 8.5 → 2.6 CPU seconds), half of it by a copy of the reader (1.5
and 1.05 beside), texts repaired and folded once (values 5.4 → 0.5), people hidden by one look ahead (1.4 → 0.3), names
repaired, keyed and masked by one search through all of them (1.0 → 0.6) and numbered once a screening, rows of a workbook by
whole columns, decisions as numpy columns of which frames are made once at the end (a decision of a province 9 → 2 ms), what
the readings decide, what is told of groups and half of the JSON in copies of the process (`cores/beside.py`, Linux alone),
memory not handed back at the end (0.25 s), a workbook handed over without a memory of its texts (0.2 s), forms by a pattern
(10 → 1.8 ms each). Ratios to one screening or to reading have grown because those are faster: the levers, the conditions and
the readings of the country take the seconds that they took.

Tried and taken back: columns laid out by two threads in the reader (0.15 s for 25 MB), `pydantic_core.to_json` (0.08 s,
but other blanks between the values), the different texts of columns handed over as one text (0.05 s), columns typed by
their different values (a None became a NaN), copies of a run of four countries (400 MB).

## Where an aim is missed, and what it would take

- **Country, JSON.** Behind the reader the main process takes, in CPU seconds: finding the table 0.2, values of cells 0.5,
  frames and what is told of rows 0.5, numbering rows 0.4, screening 0.35, people hidden 0.2, JSON 0.3. What is told of
  groups (0.2) and half of the JSON (0.2) are made in copies. What goes from step to step cannot be had sooner but by fewer
  seconds: names numbered once in the reader, and their numbers kept to the end in place of texts. People hidden in a third
  process would gain 0.15 for 100 MB; to screen half of the districts in a copy would gain no more, for a registry cut in two.
- **Country, workbook.** Two million cells. Behind the copy that decides the readings: the JSON 0.4, the shortlist 0.3,
  numbers of texts and rows 0.5, the joined parts 0.4. Two processes could make the parts of two sheets once every text has
  its number.
- **77 workbooks on two cores.** Of 13.4 CPU seconds some 2.5 wait for all files (numbers of groups, screening, people hidden,
  JSON), and the rest stands evenly on two cores: 1.65 is the most, an estimate. 1.85 takes tables found and values
  read in the reader's processes, or numbers of groups file by file.
- **928 lists** (12 s). Of one core a list costs 1.5 ms to open, 4.3 to find its table and read eight rows (flat: 420 cells
  as texts, words looked up), about 3 to check, 0.5 as JSON. Less takes another reader for tables of a few rows.
- **Province.** numpy and pandas 0.35, the reader 0.18 (a process of its own: that no file brings a run down rests on it;
  it loads no numpy for a small file), typer and pydantic 0.09, our 200 modules 0.27, work 0.25. The first three are 1.8
  times `import pandas` by themselves. Of some 920 ms of processor time, 140 dataclasses take 76 (half a millisecond each; a
  named tuple a fifth of that), 290 regular expressions 57. All rooms that are loaded are used, but for 10 ms of them.
- **By hand.** Follows the country's.
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
    "sides": ("all readings of the country", "one screening of it", "2"),
    "sides-province": (
        "all readings of a province, 3,000 products",
        "one screening of it",
        "2",
    ),
    "variants": (
        "100 variants of the letter over the country",
        "one screening of it",
        "-",
    ),
}


def _inside(quick: bool) -> dict[str, str]:
    """Work that has no command of its own, timed in a process of its own."""
    size = "quick" if quick else "full"
    country = DATA / f"country-excel-{size}.xlsx"
    province = DATA / f"province-3000-{size}.xlsx"
    command = [sys.executable, "benchmarks/inside.py", str(country), str(province)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**ENVIRONMENT, "PYTHONPATH": "."},
    )
    rows = {}
    for line in done.stdout.decode().splitlines():
        name, work, reference = line.split()
        pair = Pair(name, *INSIDE[name], [], [])
        work_seconds = Seconds(float(work), float(work))
        reference_seconds = Seconds(float(reference), float(reference))
        rows[name] = _row(pair, work_seconds, reference_seconds)
    return rows


def _time(pair: Pair, repeats: int) -> tuple[Seconds, Seconds]:
    """Medians of work and reference, run in turn; the first start, which compiles modules, is not counted."""
    if repeats > 1:
        _seconds(pair.command)
    work, reference = [], []
    for _ in range(repeats):
        work.append(_seconds(pair.command))
        reference.append(_seconds(pair.reference))
    return _median(work), _median(reference)


def _median(runs: list[Seconds]) -> Seconds:
    clock = statistics.median(run.clock for run in runs)
    return Seconds(clock, statistics.median(run.cpu for run in runs))


def _seconds(command: list[str]) -> Seconds:
    """What a command takes. Raises SystemExit where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        env=ENVIRONMENT,
    )
    clock = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} failed:\n{done.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_before = before.ru_utime + before.ru_stime
    cpu_after = after.ru_utime + after.ru_stime
    return Seconds(clock, cpu_after - cpu_before)


def _page(new_rows: dict[str, str]) -> str:
    rows = json.loads(ROWS.read_text("utf-8")) if ROWS.exists() else {}
    rows |= new_rows
    ROWS.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    lines = [
        "# Benchmarks",
        "",
        f"Made by `python benchmarks/run.py` on {platform.system()}, Python {platform.python_version()}: medians of runs",
        "in turn. The ratios are what counts: by the clock, and in CPU seconds of all processes.",
        "",
        "| work | against | ratio | in CPU | aim | seconds |",
        "|---|---|---|---|---|---|",
        *rows.values(),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
