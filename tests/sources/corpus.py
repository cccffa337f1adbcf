"""What becomes of every file of the shared corpus, whichever command opens it.

`python -m tests.sources.corpus` (from the project's root) prints the table anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kbo_screen.findings import InputError
from kbo_screen.letters.loading import load_letter
from kbo_screen.screening.scope import make_scope
from kbo_screen.sources.inspection import inspect_files
from kbo_screen.sources.registry import read_registry
from kbo_screen.sources.side_list import read_side_list
from kbo_screen.sources.submission import read_submission

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "files"
OUTCOMES = Path(__file__).with_name("corpus_outcomes.tsv")
COLUMNS = ("file", "inspect", "registry", "projects", "submission")


def outcomes(path: Path) -> list[str]:
    """How `inspect`, `rank`, `--projects` and `validate` end for one file: "ok", or the code that refuses it."""
    letter = load_letter()
    scope = make_scope(letter)

    def inspect() -> None:
        inspect_files([path], letter)

    def registry() -> None:
        read_registry(path, letter)

    def projects() -> None:
        read_side_list(path, "projects", letter, scope)

    ends = []
    for call in (inspect, registry, projects):
        try:
            call()
            ends.append("ok")
        except InputError as error:
            ends.append(error.findings[0].code)
    lists = read_submission(path, letter, scope)
    refusals = [f.code for one in lists for f in one.findings if f.severity == "error" and not one.is_readable]
    return [path.name, *ends, refusals[0] if refusals else "ok"]


if __name__ == "__main__":
    sys.stdout.write("\t".join(COLUMNS) + "\n")
    for file in sorted(CORPUS.iterdir()):
        sys.stdout.write("\t".join(outcomes(file)) + "\n")
