"""A letter as validated data."""

from typing import Final

#: The letter that a run follows when the user names no other.
DEFAULT_LETTER: Final = "chachoengsao_2566"
#: The most groups that `--take` proposes per district: more than any has; a number beyond is a slip of the hand.
MOST_TAKEN: Final = 100_000
