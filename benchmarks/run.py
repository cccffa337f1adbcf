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
**Noisy**: these rows were timed on two cores with five to ten other programs at work, so that a second core was seldom
free. Read the ratio in CPU; by the clock, what runs beside something else (the reader, its threads, 77 workbooks) shows
no gain there. The 77 workbooks were not timed anew.

## Before and after, the country as Excel saves it (CPU seconds; calamine's `to_python` takes 3.8)

| part | before | after | by |
|---|---|---|---|
| reader (before: four times a quarter) | 8.5 | 3.0, now 2.6, on two threads | the sheet scanned by whole arrays; no second look, no Python value a cell |
| finding the table | 1.8 | 0.7, now 0.3 | digits asked nothing that only words say |
| values and cells | 5.4 | 1.4, now 1.0 | the same; texts repaired and folded once; districts found by name |
| latest, contradictions, repeated rows | 1.3 | 0.1 | rows numbered once, and only where something can be told |
| screening | 1.7 | 1.3 | places by column |
| people hidden | 1.4 | 0.5 | plain ids passed over, one look ahead in the expression |
| JSON | 0.5 | 0.35 | cells by name alone, sentences of equal groups made once |
| program but the reader | 12.6 | 5.2, now 4.4 | |

"Now" is what a third session gave: shared texts cut out of their XML many at a time (0.4), columns of few values asked
first for rows of sums (0.3), readings made only where one is asked for (0.4), places looked up only where they are told
(0.1). All steps in one process, the least of two or three runs under a load of eight to ten: 9.0 → 7.4 CPU seconds. The
table of a province is found in 18 ms in place of 27. Memory of the program: 424 → 369 MB, for frames are not copied
where every row is usable, and readings are not made.

Before, the whole took 5.1 times the CPU of a bare parse here (5.3 by the clock), now 2.4 (2.3). Part of it is the
modules, which were compiled at every start before (0.7 s). On quiet cores the reader's two threads run beside the loading of pandas; that was not measured.

A fourth session, under the same load: a command is loaded when it is called, masks when something is quoted (`--help`
0.148 → 0.090 s CPU); lists, answers and unproven letters load what they need when there are any, and a letter that ships
is not checked at every start (province 2.94 → 2.75). Four countries in a CSV 1,124 → 937 MB: the file is opened
again for its rows (the reader 1,041 → 640), and a country's values and addresses are not copied (the program 1,048 →
928). A country without ids of groups: 40,000 groups whose rows all lack something 10.4 → 5.8 s; 700,000 were not done after 240 s, and grow with their
number now. The workbook was 5.3 times the parse with what each reading decides, and is 2.8 since a reading decides
again only what it changes.

A fifth session took the second core. Two quiet cores before it: the country as JSON 6.74 s by the clock against 3.92 of a
bare parse (1.72 ×), with the workbook of all lists 10.41 s (2.57 ×). After it no quiet core was to be had; CPU seconds of
the main process alone, which is what the clock waits for, in turn with the version before under a load of 12 to 15:

| the main process, from start to end | before | after |
|---|---|---|
| JSON | 5.2, 5.7 | 4.8 |
| workbook of all lists, with the JSON | 9.2, 10.3 | 6.5, 6.6 |

What the readings decide (1.3) is worked out by a copy of the process (`cores/beside.py`, Linux alone); sheets without
readings are made meanwhile. The rest is waste that is gone: memory is
not handed back at the end (0.25), plain names are read as they stand (0.3), names of groups are masked as those of their
products (0.2), groups are not numbered for lines in doubt where there are none (0.2), rows that are not listed are made by
columns (0.3), only long texts are measured (0.25) and unusual ones escaped one by one (0.15). Large parts of a workbook are
packed by a thread while they are made. Outputs are equal byte for byte. The most memory of all processes together, as
JSON, is reached where the reader hands over its columns, and stays: 404 MB before, 410 after, under that load, which is
more than on quiet cores. Two things were tried and taken back, for they cost memory there: findings told of groups in a
copy beside the screening (0.25 s, 447 MB), columns laid out by two threads in the reader (0.15 s, 25 MB more). With a workbook the copy that
decides the readings stands beside the program at the most, 464 MB together, and the rows that were made ahead take 35.

## Where an aim is missed, and what it would take

- **Country, JSON.** What is left of the main process behind the reader, in CPU seconds: finding the table 0.2, values of
  cells 0.5, frames and what is told of rows 0.5, numbering rows 0.5, screening 0.5, people hidden 0.3, JSON 0.5. A copy
  of the process could take what is told of rows and half of the JSON, but holds 100 MB of its own soon, where the limit
  leaves none; what goes from step
  to step (values, groups, tiers) cannot be had sooner but by fewer seconds: names numbered once in the reader and their
  numbers kept to the end, in place of texts. A terminal that shows progress has a thread, and a process with threads is not
  copied: there the work is done in turn.
  `pydantic_core.to_json` writes the payload in 0.04 s where `json` takes 0.12, with other blanks between the values: left out, for files would differ without a reason.
- **Country, workbook.** Two million cells. Behind the copy that decides the readings the main process still makes the JSON
  (0.4), the shortlist (0.3), numbers of texts and rows (0.5), the joined parts (0.4). The parts of two sheets could be
  made by two processes once every text has its number. Over an old file the comparison with it takes a second reading.
- **928 lists.** Tables are found and values read in the reader's processes while the registry is ranked, half of the
  lists are checked by a copy of the process, groups are filed once. CPU in one session (load of 12 to 15): the main
  process, which is the longest, 20.1 → 9.6 s, all together 26 as before, of which ranking the country is 7.5. By the
  clock of two quiet cores it was not measured; less than half of all it cannot take. A list still costs 9 ms to read
  (2.3 its file), 4 to check, 1 as JSON: pandas for eight rows.
- **928 forms.** Both cores take 464 forms each (main 4.5 s, helper 5.0 with its loading) and nothing is written twice;
  while the country is ranked (4 s) the second core has nothing to do.
- **77 workbooks on two cores.** Of 13.4 s CPU the readers take 5.0, the main process 8.4: modules 0.6, tables found 1.5,
  values read 2.4, then 3.9 that wait for all files (numbers of groups 0.5, screening 1.3, people hidden and JSON 1.9).
  Tables and values in the reader's processes (`Reader.plan` takes any function of a workbook, as for lists) would share
  9.1 out evenly, where today 5.0 stand beside 4.1: on two cores nothing is gained, for each process loads pandas first
  (0.7); on four some 1.5 s. As long as 3.9 s wait for all files two cores give 13.4 / (3.9 + 4.8), 1.55 at most; 1.85
  takes the screening, masks and JSON of half the districts done beside the other half.
- **Province.** CPU seconds of a run in one process: numpy and pandas 0.35, typer and pydantic 0.09, our 200 modules 0.27
  (with what they alone import, the letter's models, and expressions that are compiled), work 0.25: finding the table
  0.05, values 0.035, the screening 0.055, the screen 0.05, the rest the letter, tables of words and the command line.
  Beside it the reader, a process of its own: 0.18; the promise that no file brings a run down rests on it. pandas,
  reader, typer and pydantic alone are 1.8 times. In turn under a load of twelve, medians of seven: 2.83 × at the start of
  the fifth session, 2.36 with memory not handed back, 2.28 with decisions in numpy columns, the modules of readings and
  checks not loaded, patterns of titles compiled when a text asks for them, and areas from a table in place of geothai
  (0.04). More takes fewer modules, or dataclasses made plain.
- **`--help`** and **the memory of four countries** reach their aims. What is left of the memory: the program's 928 MB,
  of which columns that no field reads 150.
- **By hand, frictionless.** Both ratios follow the country's.

## Readings, medians in turn, CPU seconds, on a machine with a load of five to ten

| work | against | ratio | aim | seconds |
|---|---|---|---|---|
| all readings of the country, each alone | one screening of it | 1.10 × | 2 | 0.65 / 0.59 |
| all readings of a province, 3,000 products | one screening of it | 1.18 × | 2 | 0.049 / 0.042 |
| province, 3,000 products: `rank --readings` (with 32 combinations) | the same without readings | 1.09 × | 2 | 1.33 / 1.22 |
| country, 212,000 products: `rank --readings` | the same without readings | 1.15 × | 2 | 9.56 / 8.35 |
| 256 combinations of eight sides, 258 products | one screening of it | 44 × | - | 1.9 / 0.04 |

A decision was frames of a few hundred rows, made by pandas: 9 ms of a province whatever it decided, and thirteen sides
need one. It is whole numpy columns now, 2 ms, and frames are made once at the end of a screening. Old and new in turn under
a load of twelve: all readings of the province 0.180 → 0.049 s, one screening 0.069 → 0.042, `rank --readings` 1.71 → 1.33
(the ratio was 2.67, and 1.39 for the command); of the country 1.33 → 0.65 s, one screening 0.77 → 0.59 (what a copy of
the process tells of groups is not in it, before or after).

## Writing, of one session on a machine with a load of ten

| work | against | ratio | in CPU | aim | seconds |
|---|---|---|---|---|---|
| 928 forms: `form` | ranking the country: `rank` | 1.18 × | 2.00 × | - | 73.05 / 62.15 |
| 928 lists checked: `validate` | the same | 1.89 × | 2.72 × | - | 117.55 / 62.15 |
| the country as a page: `rank -o page.html` | the same | 0.65 × | 1.05 × | - | 40.20 / 62.15 |

The clock of such a session says little; in CPU seconds a form takes 10 ms (46 before), a list 18 with its JSON (47).
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
