"""A 13-digit id is masked however it is written; what is none is left.

The ids are invented: their check digit is wrong.
"""

from __future__ import annotations

import pytest

from kbo_screen.findings.masking import holds_numbers, mask_ids, mask_numbers

IDS = """
1019876543210
1-0198-76543-21-0
1–0198–76543–21–0
1—0198—76543—21—0
1\N{MINUS SIGN}0198\N{MINUS SIGN}76543210
1\N{NO-BREAK SPACE}0198\N{NO-BREAK SPACE}76543\N{NO-BREAK SPACE}21\N{NO-BREAK SPACE}0
1\N{THIN SPACE}0198\N{NARROW NO-BREAK SPACE}7654321\N{IDEOGRAPHIC SPACE}0
1.0198.76543.21.0
1/0198/76543/21/0
1_0198_76543_21_0
1  0198  76543  21  0
1 - 0198 - 76543 - 21 - 0
1\N{ZERO WIDTH SPACE}0198\N{ZERO WIDTH JOINER}76543\N{SOFT HYPHEN}21\N{ZERO WIDTH NO-BREAK SPACE}0
๑๐๑๙๘๗๖๕๔๓๒๑๐
๑-๐๑๙๘-๗๖๕๔๓-๒๑๐
1.019876543210e+12
1.019876543210E12
""".strip().splitlines()


@pytest.mark.parametrize("written", IDS, ids=range(len(IDS)))
def test_an_id_is_masked_however_it_is_written(written: str) -> None:
    assert mask_ids(f"บัตร {written} ของใคร") == "บัตร ************* ของใคร"
    assert mask_numbers(written) == "*************"
    assert holds_numbers(f"กลุ่ม\n{written}\nกลุ่ม")


@pytest.mark.parametrize(
    "words",
    [
        "240200017",
        "240200017001",
        "24020001700100",
        "2402 00017, 2402 00018",
        "1/2/2565 ถึง 30/9/2566",
        "2557–2565",
        "หมู่ 4 บ้าน 12/3",
    ],
)
def test_what_is_no_id_is_left(words: str) -> None:
    assert mask_ids(words) == words
