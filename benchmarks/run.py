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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.data import make_country, make_lists, make_province  # noqa: E402 - needs the root on the path

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = ROOT / "benchmarks" / "data"
RESULTS = ROOT / "benchmarks" / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Pair:
    """Work against a reference. aim: the highest ratio of work to reference, as the page says it."""

    name: str
    work: str
    against: str
    aim: str
    command: list[str]
    reference: list[str]
    repeats: int = 3


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


def pairs(quick: bool) -> list[Pair]:
    """Everything that is timed; the data is made where it is missing."""
    DATA.mkdir(exist_ok=True)
    size = "quick" if quick else "full"
    province = make_province(DATA / f"province-{size}.xlsx", 200 if quick else 2000)
    country = make_country(DATA / f"country-{size}.xlsx", 2_000 if quick else 212_000)
    lists = make_lists(province, DATA / f"lists-{size}", 20 if quick else 200)
    return [
        Pair("help", "`--help`", "`import typer`", "2.5", kbo("--help"), script("import typer"), 5),
        Pair("province", "province, 2,000 products: `rank`", "`import pandas`", "2", kbo("rank", province, "-q"), script("import pandas"), 5),
        Pair("validate", "200 lists against a province: `validate`", "ranking that province: `rank`", "-",
             kbo("validate", lists, "--registry", province, "-q", "--fail-on", "never", "--format", "json"), kbo("rank", province, "--format", "json")),
        Pair("country", "country, one workbook: `rank --province all --format json`", "bare calamine parse of the file", "1.5",
             kbo("rank", country, "--province", "all", "--format", "json"), script(CALAMINE, country)),
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
            pair = replace(pair, work=f"{pair.work} ({_findings(pair) / work:,.0f} findings a second)")
        rows.append((pair, work, reference))
        print(
            f"{pair.name}: {work:.2f} s against {reference:.2f} s = {work / reference:.2f} (aim {pair.aim})", flush=True
        )
    if not asked.only or "inside" in asked.only:
        rows += _inside(asked.quick)
    if not asked.quick and not asked.only:
        RESULTS.write_text(_page(rows), encoding="utf-8")
    return 0


def _findings(pair: Pair) -> int:
    """How many findings a check prints."""
    done = subprocess.run(pair.command, cwd=ROOT, capture_output=True, check=False)
    checked = json.loads(done.stdout)
    return len(checked["cross"]) + sum(len(file["findings"]) for file in checked["files"])


#: What `inside.py` times, as the page names it.
INSIDE = {
    "levers": ("levers of the country", "one screening of it", "-"),
    "variants": ("100 variants of the letter over the country", "one screening of it", "-"),
}


def _inside(quick: bool) -> list[tuple[Pair, float, float]]:
    """Work that has no command of its own, timed in a process of its own."""
    country = DATA / f"country-{'quick' if quick else 'full'}.xlsx"
    command = [sys.executable, "benchmarks/inside.py", str(country)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": "."})
    rows = []
    for line in done.stdout.decode().splitlines():
        name, work, reference = line.split()
        rows.append((Pair(name, *INSIDE[name], [], []), float(work), float(reference)))
        print(f"{name}: {float(work):.2f} s against {float(reference):.2f} s = {float(work) / float(reference):.2f}")
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
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
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
        ratio = work / reference
        lines.append(f"| {pair.work} | {pair.against} | {ratio:.2f} × | {pair.aim} | {work:.2f} / {reference:.2f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
