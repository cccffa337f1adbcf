"""kbo-screen: which producer groups an official letter picks, and why.

The few names a notebook needs, loaded when they are first used, so that `import kbo_screen` stays light. Nothing is
imported here, not even `__future__`: `python -m kbo_screen` has the working folder on its path until `__main__` runs.
"""

TYPE_CHECKING = (
    False  # typing costs milliseconds in which a Ctrl-C would find nobody to take it
)
if TYPE_CHECKING:
    from typing import Any

    from kbo_screen.letters.loading import load_letter
    from kbo_screen.letters.model import Letter
    from kbo_screen.registry.registry import Registry
    from kbo_screen.screening.screen import screen
    from kbo_screen.screening.screening import Screening
    from kbo_screen.sources.registry_files import read_registry

__all__ = ["Letter", "Registry", "Screening", "load_letter", "read_registry", "screen"]

_HOMES = {
    "Letter": "kbo_screen.letters.model",
    "Registry": "kbo_screen.registry.registry",
    "Screening": "kbo_screen.screening.screening",
    "load_letter": "kbo_screen.letters.loading",
    "read_registry": "kbo_screen.sources.registry_files",
    "screen": "kbo_screen.screening.screen",
}


def __getattr__(name: str) -> "Any":
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
