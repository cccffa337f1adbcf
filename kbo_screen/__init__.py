"""kbo-screen: which producer groups an official letter picks, and why.

From a notebook, in this order:

    import kbo_screen as kbo

    inputs = kbo.read("registry.xlsx")                   # a registry, as the letter has it read
    inputs = kbo.lists(inputs, projects="projects.xlsx") # completed by side lists
    inputs = kbo.answers(inputs, "answers.xlsx")         # settled by what people answered
    shortlist = kbo.screen(inputs)                       # who is listed: .districts, .listed, .not_listed, .findings
    kbo.explain(shortlist, "group").conditions           # why a group stands where it stands
    kbo.shortfall(shortlist).questions                   # whom to ask, and .levers that would close the gap
    checked = kbo.validate(shortlist, "submissions")     # what districts sent: .findings, cell by cell
    kbo.meeting(checked, "meeting")                      # notices in Word and rosters of the accepted groups
    kbo.whatif(shortlist, "quota=4").moves               # who enters and leaves under a changed letter
    kbo.compare(older, shortlist).moves                  # who moved between two shortlists, and by which change
    kbo.write(shortlist, "shortlist.xlsx")               # as the command line writes it

Every table is a pandas DataFrame with the names of the JSON. The rooms below take and give plainer values: `Letter`,
`load_letter`, `Registry`, `read_registry` and `Screening`. All names are loaded when they are first used, so that
`import kbo_screen` stays light.
"""

# Nothing is imported here, not even `__future__`: `python -m kbo_screen` has the working folder on its path until
# `__main__` runs, and typing costs milliseconds in which a Ctrl-C would find nobody to take it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kbo_screen.letters.loading import load_letter
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screening import Screening
    from kbo_screen.sources.registries.registry_files import read_registry
    from kbo_screen.tasks.notebook import (
        answers,
        compare,
        explain,
        lists,
        meeting,
        read,
        screen,
        shortfall,
        validate,
        whatif,
        write,
    )

__all__ = [
    "Letter",
    "Registry",
    "Screening",
    "answers",
    "compare",
    "explain",
    "lists",
    "load_letter",
    "meeting",
    "read",
    "read_registry",
    "screen",
    "shortfall",
    "validate",
    "whatif",
    "write",
]

_NOTEBOOK = "kbo_screen.tasks.notebook"
_HOMES = {
    "read": _NOTEBOOK,
    "lists": _NOTEBOOK,
    "answers": _NOTEBOOK,
    "screen": _NOTEBOOK,
    "explain": _NOTEBOOK,
    "shortfall": _NOTEBOOK,
    "validate": _NOTEBOOK,
    "meeting": _NOTEBOOK,
    "whatif": _NOTEBOOK,
    "compare": _NOTEBOOK,
    "write": _NOTEBOOK,
    "load_letter": "kbo_screen.letters.loading",
    "read_registry": "kbo_screen.sources.registries.registry_files",
    "Letter": "kbo_screen.letters.model",
    "Registry": "kbo_screen.registry.registry",
    "Screening": "kbo_screen.screening.screening",
}


def __getattr__(name: str) -> "Any":
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
