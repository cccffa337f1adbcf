"""What the reader's process and its master say to each other. It knows the shape of it only."""

import struct
from typing import Final

#: An answer is its length, then so many pickled bytes: (READ, workbook), (REFUSED, notices) or (FAULT, traceback).
#: Before the first of them comes (READY, None).
LENGTH: Final = struct.Struct(">Q")
READY, READ, REFUSED, FAULT = "ready", "read", "refused", "fault"
