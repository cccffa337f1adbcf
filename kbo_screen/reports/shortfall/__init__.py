"""Where each district stands and what would close the gap: on the screen, as JSON, CSV and a workbook.

Refuses to decide anything: the letter does.
"""

from kbo_screen.reports.shortfall.found import Shortfall
from kbo_screen.reports.shortfall.payload import shortfall_csv, shortfall_json, shortfall_payload
from kbo_screen.reports.shortfall.screen import show_shortfall
from kbo_screen.reports.shortfall.workbook import write_shortfall

__all__ = [
    "Shortfall",
    "shortfall_csv",
    "shortfall_json",
    "shortfall_payload",
    "show_shortfall",
    "write_shortfall",
]
