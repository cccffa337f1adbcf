"""What the reader's process and its master say to each other. It knows the shape of it only."""

import struct
from typing import Any, Final

#: An answer is its length, then so many pickled bytes: (READ, workbook), (MADE, what a function made of it),
#: (REFUSED, notices) or (FAULT, traceback), with what a copy of the process failed in alone as a list behind the two.
#: Before the first of them comes (READY, None, []).
#: A length of 0 before an answer says that the file is opened: what goes wrong from there on is not the file's reading.
LENGTH: Final = struct.Struct(">Q")
READY, READ, MADE, REFUSED, FAULT = "ready", "read", "made", "refused", "fault"
#: What an answer is, and what belongs to it.
Answer = tuple[str, Any]
