"""What a person does with a form in LibreOffice, by its own program: open, type, look, save.

Run by a Python that has LibreOffice's `uno`: `libreoffice_steps.py FORM SAVED CELL=VALUE…`; prints as JSON what the
screen then shows.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            return resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            )
        except Exception:  # noqa: BLE001 - LibreOffice is still starting
            time.sleep(0.5)
    raise TimeoutError(pipe)


def main(form, saved, *typed):
    pipe = f"kbo{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ]
        )
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
            book = desktop.loadComponentFromURL(
                uno.systemPathToFileUrl(form), "_blank", 0, (setting("Hidden", True),)
            )
            sheet = book.Sheets.getByIndex(0)
            for step in typed:
                cell, value = step.split("=", 1)
                if sheet.getCellRangeByName(cell).CellProtection.IsLocked:
                    raise SystemExit(
                        f"{cell} is locked: a person could not type into it"
                    )
                sheet.getCellRangeByName(cell).String = value
            book.calculateAll()
            last = 9 + 8
            shown = {
                "rows": [
                    [sheet.getCellRangeByName(f"{c}{r}").String for c in "BCDEFGHIJ"]
                    for r in range(10, last + 1)
                ],
                "count": sheet.getCellRangeByName(f"A{last + 1}").String,
                "lists": [
                    sheet.getCellRangeByName(cell).Validation.getFormula1()
                    for cell in ("B10", "J10")
                ],
                "protected": sheet.isProtected(),
                "visible": [
                    book.Sheets.getByName(name).IsVisible
                    for name in book.Sheets.ElementNames
                ],
            }
            book.storeToURL(
                uno.systemPathToFileUrl(saved),
                (setting("FilterName", "Calc MS Excel 2007 XML"),),
            )
            book.close(True)
            print(json.dumps(shown, ensure_ascii=False))
        finally:
            office.terminate()
            office.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
