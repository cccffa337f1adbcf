"""The JSON shapes and the tables that builders read say the same."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from typer.testing import CliRunner

from kbo_screen.cli.app import app
from kbo_screen.cli.schema import CommandArgument
from kbo_screen.results.rank.rank_payload import GroupShape
from kbo_screen.results.schemas import PAYLOADS
from kbo_screen.vocabulary.fields import TABLE


def test_every_field_of_the_json_is_in_the_shape_of_a_group() -> None:
    fields = {field.id for field in TABLE if field.in_group_json}
    assert fields <= set(GroupShape.__annotations__)


def test_schema_takes_the_name_of_every_payload() -> None:
    words = get_args(get_args(CommandArgument)[0])
    assert set(words) == set(PAYLOADS)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_schema_names_its_version(name: str) -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema", name]).stdout)
    assert schema["properties"]["schema"]["const"] == f"kbo-screen/{name}/1"
