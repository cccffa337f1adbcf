"""Opens an encrypted Office workbook with the password that the user gave.

Knows when a file is encrypted in a way that can be opened. Refuses to guess a password, and to keep one.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

from kbo_screen.findings import InputError, Place, make_finding

#: The first bytes of an OLE file: an encrypted xlsx is one, and so is every xls.
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


def decrypt(data: bytes, password: str, file: str) -> bytes:
    """The bytes of the workbook inside; what is not encrypted comes back as it is.

    Raises InputError where the password does not open it.
    """
    if not data.startswith(_OLE):
        return data
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        if not office.is_encrypted():
            return data
        office.load_key(password=password)
        plain = BytesIO()
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError):
        raise InputError(make_finding("file.wrong-password", Place(file))) from None
    except (FileFormatError, ValueError, OSError, KeyError, IndexError):
        return data  # no workbook that this library knows: the reader says what it is
    return plain.getvalue()
