"""Opens an encrypted Office workbook with the password that the user gave.

It knows when a file is encrypted in a way that can be opened. It refuses to guess a password, and to keep one; the one
that every Excel knows is tried.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from kbo_screen.grid.notices import ReadError, unreadable
from kbo_screen.grid.sniffing import OLE

#: What Excel itself locks a workbook with that is only protected against changes; it opens it without asking.
STANDING_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - known to all: MS-OFFCRYPTO 2.4.2.3


def require_library() -> None:
    """Load what opens locked workbooks. Raises ReadError where it is not installed."""
    try:
        import msoffcrypto.format.ooxml  # noqa: F401 - it loads cryptography, which may lack too
    except ImportError:
        raise unreadable("no-unlocking") from None


def decrypt(data: bytes, password: str) -> bytes:
    """The bytes of the workbook inside; what is not encrypted comes back as it is.

    Raises ReadError where the password does not open it, and where what is locked is damaged.
    """
    if not data.startswith(OLE) or (office := _locked_office(data)) is None:
        return data
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    plain = BytesIO()
    try:
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError):
        raise unreadable("wrong-password") from None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - for broken bytes the library raises whatever its parts raise
        raise unreadable("corrupt", type(error).__name__) from None
    return plain.getvalue()


def unlocked(data: bytes, password: str | None) -> bytes:
    """The bytes of the workbook inside, opened by Excel's own password or this one; as they are where there is neither.

    Raises ReadError where the password does not open what is locked.
    """
    try:
        return decrypt(data, STANDING_PASSWORD)
    except ReadError:
        return data if password is None else decrypt(data, password)


def _locked_office(data: bytes) -> Any:
    """The file as the library opens it; None for one that is not locked, or that it does not know."""
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        return office if office.is_encrypted() else None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the same; the reader says what the file is
        return None
