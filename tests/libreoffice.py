"""LibreOffice for tests: a workbook opened, changed cell by cell and saved, as a person at a desk would."""

import shutil
import subprocess
from xml.sax.saxutils import escape

SOFFICE = shutil.which("soffice")
NO_SOFFICE = (
    "needs LibreOffice Calc (Debian: apt-get install libreoffice-calc-nogui), which is not on this machine"
)

BASIC = """Sub Edit
  Dim book As Object, hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
{lines}
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", how())
  book.close(True)
End Sub
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Desk"
 script:language="StarBasic">
{text}</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Desk"/>
</library:library>
"""


def edit(path, cells, folder):
    """Open a workbook in LibreOffice, write into cells, save it as XLSX, and return where.

    Parameters
    ----------
    path : Path
    cells : dict of (sheet, address) to value
        Numbers are typed as numbers, everything else as text.
    folder : Path
        For LibreOffice's own files and for what it saves.
    """
    target = folder / "saved" / path.name
    target.parent.mkdir()
    typed = [
        f'  book.Sheets.getByName("{sheet}").getCellRangeByName("{address}").{typing(value)}'
        for (sheet, address), value in cells.items()
    ]
    text = BASIC.format(source=path.as_uri(), target=target.as_uri(), lines="\n".join(typed))
    command = [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"]
    # the first start fills the profile and would write over our macro
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (library / "Desk.xba").write_text(MODULE.format(text=escape(text)), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Desk.Edit"], check=True, capture_output=True, timeout=180)
    return target


def typing(value):
    """Return the Basic that types a value into a cell."""
    if isinstance(value, (int, float)):
        return f"setValue({value!r})"
    return 'setString("' + str(value).replace('"', '""') + '")'
