"""Shared texts are read many at once, and as each of them by itself would be."""

from __future__ import annotations

import pytest

from kbo_screen.grid.shared_texts import SharedTextsPart, UnusualSpellingError

PLAIN = "".join(f"<si><t>กลุ่ม {number}</t></si>" for number in range(9000))


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>ผ้า &amp; ไหม</t></si>", "ผ้า & ไหม"),
        ("<si><t> ผ้า\n</t></si>", "ผ้า"),
        ('<si><t xml:space="preserve"> ผ้า</t></si>', " ผ้า"),
        ("<si><t>ผ้า_x000D_ไหม</t></si>", "ผ้า\rไหม"),
        ("<si><t>ผ้า\r\nไหม</t></si>", "ผ้า\nไหม"),
        ("<si><t></t></si>", ""),
    ],
)
def test_an_item_among_many_reads_as_it_does_alone(item: str, text: str) -> None:
    texts = SharedTextsPart(PLAIN + item + PLAIN, 0).texts()
    assert text == texts[9000]
    assert texts[:9000] == texts[9001:] == [f"กลุ่ม {number}" for number in range(9000)]


@pytest.mark.parametrize(
    "item",
    ["<si><t>ผ้า<b/></t></si>", " <si><t>ผ้า</t></si>", "<si><t>&#3612;</t></si>"],
)
def test_an_unusual_item_among_many_is_left_to_the_fast_reader(item: str) -> None:
    with pytest.raises(UnusualSpellingError):
        SharedTextsPart(PLAIN + item + PLAIN, 0).texts()
