"""What a run is asked for: the letter, the area, the lists, the answers; commands and notebooks fill it in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kbo_screen.letters import DEFAULT_LETTER
from kbo_screen.vocabulary.spellings import NO_SPELLINGS, Spellings

if TYPE_CHECKING:
    from pathlib import Path

    from kbo_screen.registry.side_list import Role, RoleLists
    from kbo_screen.sources.config.config_file import LoadedConfig
    from kbo_screen.sources.workbooks import Reader


def _shared_reader() -> Reader:
    """Only who reads loads the reader."""
    from kbo_screen.sources.workbooks import shared_reader

    return shared_reader()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user asked of a run."""

    letter: str = DEFAULT_LETTER
    lang: str = "th"
    province: str | None = None
    districts: tuple[str, ...] = ()
    #: Field -> header, mapped by hand.
    columns: dict[str, str] = field(default_factory=dict)
    lists: RoleLists = ()
    #: Lists that are still to come: the registry may lack the columns that they bring.
    expected_lists: tuple[Role, ...] = ()
    answers: tuple[Path, ...] = ()
    take: int | None = None
    #: Districts' lists are read too; a header mapped by hand may stand in them alone.
    with_submissions: bool = False
    today: dt.date | None = None
    quiet: bool = False
    config: LoadedConfig | None = None
    #: Options whose value came from the config.
    configured: tuple[str, ...] = ()
    #: Opens the files; it knows the passwords of those that are encrypted.
    reader: Reader = field(
        default_factory=_shared_reader,
        repr=False,
        compare=False,
    )

    @property
    def day(self) -> dt.date:
        """The day that counts as today."""
        return self.today or dt.datetime.now().astimezone().date()

    @property
    def spellings(self) -> Spellings:
        """The office's own headers and words, which a letter's worked examples do without."""
        return self.config.spellings if self.config else NO_SPELLINGS

    @property
    def headers_may_follow(self) -> bool:
        """Lists are still to be read in which a header that is mapped by hand may stand."""
        return self.with_submissions or bool(self.expected_lists)

    @property
    def list_roles(self) -> set[Role]:
        """The kinds of the side lists that are given or still to come."""
        return {*self.expected_lists, *(role for role, _ in self.lists)}

    @property
    def list_paths(self) -> list[Path]:
        """The files of all side lists."""
        return [path for _, path in self.lists]
