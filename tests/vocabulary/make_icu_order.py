"""Freezes ICU's order of Thai names as `icu_order.txt`: the reference of the test of sorting.

Run with Debian's python3-icu: `/usr/bin/python3 tests/vocabulary/make_icu_order.py < names.txt > icu_order.txt`, where
`names.txt` holds one name a line (the official subdistricts, from geothai). ICU's th_TH is not a dependency.
"""

import sys

import icu

collator = icu.Collator.createInstance(icu.Locale("th_TH"))
names = sorted(
    {line.rstrip("\n") for line in sys.stdin if line.strip()}, key=collator.getSortKey
)
sys.stdout.write("\n".join(names) + "\n")
