"""A list that is right is accepted: no error and no warning, however the district lays it out.

1. Each of 31 layouts, in several wordings and for three districts; the rest of two hundred under the slow mark.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.submissions import right_lists
from tests.submissions.lists import check, make_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbo_screen.screening.run import Run

DISTRICTS = sorted(right_lists.GROUPS)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("right"), more=right_lists.CAPITAL)


def assert_is_accepted(lay_out: Callable[[right_lists.RightList], None], seed: int, run: Run, folder: Path) -> None:
    chance = random.Random(seed)
    right = right_lists.plain_list(DISTRICTS[seed % len(DISTRICTS)], chance)
    lay_out(right)
    checked = check([right.write(folder)], run)
    of_list = [f for file in checked.files for f in file.findings if f.severity in ("error", "warning")]
    assert [(f.code, f.place.cell, f.value) for f in of_list] == []
    assert [(file.status, len(file.accepted)) for file in checked.files] == [("accepted", 3)]
    (file,) = checked.files
    assert run.registry.scope.districts[file.submission.district_ix].district == right.district


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lay_out", right_lists.LAYOUTS, ids=lambda lay_out: lay_out.__name__)
def test_a_right_list_is_accepted(
    lay_out: Callable[[right_lists.RightList], None], seed: int, run: Run, tmp_path: Path
) -> None:
    """1."""
    assert_is_accepted(lay_out, seed, run, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 9))
@pytest.mark.parametrize("lay_out", right_lists.LAYOUTS, ids=lambda lay_out: lay_out.__name__)
def test_two_hundred_right_lists_are_accepted(
    lay_out: Callable[[right_lists.RightList], None], seed: int, run: Run, tmp_path: Path
) -> None:
    """1."""
    assert_is_accepted(lay_out, seed, run, tmp_path)
