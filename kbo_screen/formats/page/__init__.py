"""The result as one self-contained page that opens from a chat or a stick, with no network.

Refuses to decide anything, and personal data.
"""

from kbo_screen.formats.page.render import check_page, rank_page, shortfall_page

__all__ = ["check_page", "rank_page", "shortfall_page"]
