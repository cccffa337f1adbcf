"""A group is found by its name, as our forms show it, and without what stands around it.

Most names are shown as they are and stand alone: that is seen for all of them at once, and changes no key.
"""

from __future__ import annotations

from kbo_screen.desk.group_matching import _keys_of_names
from kbo_screen.findings.masking import mask_name
from kbo_screen.vocabulary.name_trimmings import trim_name
from kbo_screen.vocabulary.names import group_key

BARE = [f"กลุ่มทอผ้าบ้านหนองบัว หมู่ที่ {number}" for number in range(40)]
AROUND = [
    "กลุ่มทอผ้า (นางหนึ่ง ใจดี)",
    "นางหนึ่ง ใจดี",
    "๑. กลุ่มจักสาน ต.ท่าช้าง",
    "กลุ่มขนมไทย (OTOP)",
    "กลุ่มขนมไทย โทร. O8l-234-5678",
    "กลุ่มขนมไทย\nน.ส.สอง",
    "กลุ่มไข่เค็ม\u200b ①②③④⑤⑥⑦⑧",
]


def test_every_name_has_the_keys_of_its_three_spellings() -> None:
    names = [*BARE, *AROUND]
    expected = {}
    for name in names:
        spellings = (name, mask_name(name), trim_name(name).name)
        expected[name] = set(map(group_key, spellings))
    assert _keys_of_names(names, as_shown=True) == expected
    without_breaks = [name for name in names if "\n" not in name]
    for name, keys in _keys_of_names(without_breaks, as_shown=True).items():
        assert keys == expected[name]


def test_names_of_side_lists_are_found_by_their_name_alone() -> None:
    keys = _keys_of_names(AROUND, as_shown=False)
    assert keys == {name: {group_key(name)} for name in AROUND}
