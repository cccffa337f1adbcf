"""The JSON shapes and the tables that builders read say the same."""

from __future__ import annotations

from kbo_screen.results.rank_payload import GroupShape
from kbo_screen.vocabulary.fields import TABLE


def test_every_field_of_the_json_is_in_the_shape_of_a_group() -> None:
    fields = {field.id for field in TABLE if field.in_group_json}
    assert fields <= set(GroupShape.__annotations__)
