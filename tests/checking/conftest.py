"""The run that districts' lists are checked against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools.lists import make_run

if TYPE_CHECKING:
    from kbo_screen.desk.run import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(tmp_path_factory.mktemp("registry"))
