"""Makes the two Word templates that ship with the program: the notice to a group, the letter of a province.

`python docs/letter_templates.py` writes them into `kbo_screen/formats/documents/`; a test holds them to this page.
The measures are those of the ordinance of correspondence: A4, 3 cm at the left, 2 cm at the right, TH SarabunPSK 16,
3 cm at the top for the emblem that the office's paper has.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parent.parent / "kbo_screen" / "formats" / "documents"
FONT = "TH SarabunPSK"
POINTS = 16
#: Where the second half of the head begins, and where text behind a label does.
#: Of 16 points, with room for a tone mark over a vowel.
LINE = Pt(19)
HALF, LABEL = Cm(8.0), Cm(1.8)
DOTS = "." * 34
#: A list of the province's annex: the label, the width in cm and the field of each column.
#: As wide as three digits, a long district and a telephone with hyphens are in the widest font that stands in.
GROUP_COLUMNS = (
    ("ที่", 1.6, "number"),
    ("อำเภอ", 3.5, "district"),
    ("กลุ่ม", 6.0, "group_name"),
    ("ผลิตภัณฑ์ที่นำไปแสดง", 4.3, "product_name"),
    ("ตัวแทนกลุ่ม", 4.4, "representative"),
    ("โทรศัพท์", 4.9, "phone"),
)
OFFICER_COLUMNS = (
    ("ที่", 1.6, "number"),
    ("อำเภอ", 5.0, "district"),
    ("เจ้าหน้าที่ผู้เข้าร่วมประชุม", 8.0, "officer"),
    ("โทรศัพท์", 4.9, ""),
)
#: Between the words of a cell and its border.
CELL_MARGIN = Cm(0.12)


def notice() -> Doc:
    """The letter of a district to a group: one page, which the program repeats for every group."""
    page = _paper()
    _head(page, "{{ district_office }}")
    _labelled(page, "เรื่อง", "ขอเชิญตัวแทนกลุ่มเข้าร่วมประชุม")
    _labelled(page, "เรียน", "ประธาน{{ group_name }}")
    _reference(page)
    _text(
        page,
        "ตามหนังสือที่อ้างถึง {{ letter_issuer }}กำหนดประชุม{{ letter_subject }} ปีงบประมาณ พ.ศ. {{ fiscal_year }} "
        "และให้อำเภอแจ้งกลุ่มเป้าหมายส่งตัวแทนเข้าร่วมประชุม นั้น",
    )
    _text(
        page,
        "{{ district }}ขอเรียนว่า กลุ่มของท่านเป็นกลุ่มที่เสนอเป็นกลุ่มเป้าหมาย จึงขอเชิญตัวแทนกลุ่ม "
        "จำนวน {{ representatives_count }} คน คือ {{ representative }} {{ meeting_purpose }} "
        "ใน{{ meeting_date }} ณ {{ meeting_place }} โดยรายงานตัวเวลา {{ meeting_time }}",
    )
    _text(
        page,
        "{% if meeting_bring %}ทั้งนี้ ขอให้{{ meeting_bring }} {% endif %}ผลิตภัณฑ์ที่นำไปคือ “{{ product_name }}” "
        "{% if contact_phone %}สอบถามรายละเอียดได้ที่ {{ contact_office }} โทร. {{ contact_phone }}{% endif %}",
    )
    _text(page, "จึงเรียนมาเพื่อโปรดทราบ และส่งตัวแทนเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว")
    _keep_with_signature(page)
    _signature(page, "{{ district_head }}")
    _sender(page, "{{ development_office }}", "." * 30)
    return page


def province() -> Doc:
    """The letter of a province to its districts, with the list of all who are called as an annex."""
    page = _paper()
    _head(page, "ศาลากลาง{{ province }}")
    _labelled(page, "เรื่อง", "แจ้งกลุ่มเป้าหมายและเจ้าหน้าที่เข้าร่วมประชุม")
    _labelled(page, "เรียน", "{{ district_heads }}")
    _reference(page)
    _labelled(page, "สิ่งที่ส่งมาด้วย", "บัญชีรายชื่อผู้เข้าร่วมประชุม  จำนวน ๑ ชุด", Cm(3.2))
    _text(
        page,
        "ตามหนังสือที่อ้างถึง ขอให้อำเภอคัดเลือกกลุ่มเป้าหมาย{{ letter_subject }} ปีงบประมาณ พ.ศ. {{ fiscal_year }} นั้น",
    )
    _text(
        page,
        "{{ province }}ขอแจ้งรายชื่อกลุ่มเป้าหมาย{{ list_origin }} จำนวน {{ group_count }} กลุ่ม "
        "จาก {{ district_count }} อำเภอ ตามบัญชีที่ส่งมาด้วย และขอให้ดำเนินการ ดังนี้",
    )
    _text(
        page,
        "๑. แจ้งกลุ่มตามบัญชีส่งตัวแทนกลุ่ม กลุ่มละ {{ representatives_count }} คน {{ meeting_purpose }} "
        "ใน{{ meeting_date }} ณ {{ meeting_place }} โดยรายงานตัวเวลา {{ meeting_time }}"
        "{% if meeting_bring %} ทั้งนี้ ให้{{ meeting_bring }}{% endif %}",
    )
    _text(
        page,
        "{% if officer_duty %}๒. {{ officer_duty }}{% endif %}",
    )
    _text(
        page,
        "{% if unnamed_count %}ผู้ที่ยังไม่ได้แจ้งชื่อ {{ unnamed_count }} ราย (เครื่องหมาย * ในบัญชี) "
        "ขอให้แจ้งก่อนวันประชุม{% endif %}",
    )
    _text(page, "จึงเรียนมาเพื่อพิจารณาดำเนินการ")
    _keep_with_signature(page)
    _signature(page, "ผู้ว่าราชการ{{ province }}")
    _sender(page, "{{ contact_office }}", "{{ contact_phone }}")
    _annex(page)
    return page


def _paper() -> Doc:
    """An empty A4 page whose every style is set in the font, its complex script too."""
    page = Document()
    _drop_maker(page)
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(2.0)
    section.header_distance = section.footer_distance = Cm(1.0)
    styles = page.styles.element
    for old_looks in styles.xpath("//w:rPr/w:rFonts | //w:rPr/w:sz | //w:rPr/w:szCs"):
        old_looks.getparent().remove(old_looks)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for looks in (defaults, page.styles["Normal"].element.get_or_add_rPr()):
        _set_font(looks)
    format_ = page.styles["Normal"].paragraph_format
    format_.space_before = format_.space_after = Pt(0)
    # As high in every font: TH Sarabun New is drawn a fifth higher than TH SarabunPSK.
    format_.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    format_.line_spacing = LINE
    return page


def _drop_maker(page: Doc) -> None:
    """The letter is the office's: no author, no remark and no picture of an empty page from who made the template."""
    page.core_properties.author = page.core_properties.comments = ""
    relations = page.part.package.rels
    for name, relation in list(relations.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            relations.pop(name)


def _set_font(looks: Any) -> None:
    """The font and its size, of Latin letters and of complex script, and Thai as the language of the latter."""
    for child in list(looks):
        looks.remove(child)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    looks.append(fonts)
    for name in ("w:sz", "w:szCs"):
        size = OxmlElement(name)
        size.set(qn("w:val"), str(2 * POINTS))
        looks.append(size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:bidi"), "th-TH")
    looks.append(language)


def _head(page: Doc, office: str) -> None:
    """Room for the emblem; number, office and date, of which the program knows the office's name alone.

    The date of a letter to another office stands without a label.
    """
    emblem = page.add_paragraph()
    emblem.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    emblem.paragraph_format.line_spacing = Cm(2.6)
    for words in (f"ที่ {'.' * 30}\t{office}", f"\t{DOTS}"):
        _tabbed(page, words, HALF)
    date = _tabbed(page, f"\t{DOTS}", Cm(7.0))
    date.paragraph_format.space_before = Pt(6)


def _tabbed(page: Doc, words: str, tab: Any) -> Paragraph:
    line = page.add_paragraph(words)
    line.paragraph_format.tab_stops.add_tab_stop(tab)
    return line


def _labelled(
    page: Doc,
    label: str,
    words: str,
    width: Any = LABEL,
) -> None:
    """A line of the head, its words hanging behind the label."""
    line = page.add_paragraph(f"{label}\t{words}")
    look = line.paragraph_format
    look.left_indent, look.first_line_indent = width, -width
    look.tab_stops.add_tab_stop(width)
    look.space_before = Pt(6)


def _reference(page: Doc) -> None:
    _labelled(
        page,
        "อ้างถึง",
        "หนังสือ{{ letter_issuer }} {% if letter_urgency %}{{ letter_urgency }} {% endif %}"
        "ที่ {{ letter_number }} ลงวันที่ {{ letter_date }}",
    )


def _text(page: Doc, words: str) -> None:
    """A paragraph of the letter; one that is a condition as a whole is left out where it does not hold."""
    paragraph = page.add_paragraph(words)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(2.5)
    paragraph.paragraph_format.space_before = Pt(6)


def _keep_with_signature(page: Doc) -> None:
    """A letter that goes on on a second page takes its last words there: no signature stands alone."""
    closing = page.paragraphs[-1].paragraph_format
    closing.keep_together = closing.keep_with_next = True


def _signature(page: Doc, post: str) -> None:
    lines = ("ขอแสดงความนับถือ", "", "", f"({DOTS})", post)
    for words in lines:
        line = page.add_paragraph(words)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.left_indent = Cm(6.5)
        line.paragraph_format.keep_with_next = True
    page.paragraphs[-len(lines)].paragraph_format.space_before = Pt(12)


def _sender(page: Doc, office: str, phone: str) -> None:
    """Who drew the letter up, and whom to ring, at its foot: one paragraph, which no page parts."""
    sender = page.add_paragraph(f"{office}\nโทร. {phone}").paragraph_format
    sender.space_before = Pt(12)
    sender.keep_together = True


def _annex(page: Doc) -> None:
    """The lists on paper laid across."""
    section = page.add_section(WD_SECTION.NEW_PAGE)
    break_ = page.paragraphs[-1]._p  # noqa: SLF001 - the foot itself is to end the section
    page.paragraphs[-2]._p.get_or_add_pPr().append(break_.pPr.sectPr)  # noqa: SLF001
    break_.getparent().remove(break_)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.top_margin = Cm(2.5)
    title = page.add_paragraph("บัญชีรายชื่อผู้เข้าร่วมประชุม{{ letter_subject }}")
    lines = (
        title,
        page.add_paragraph("{{ province }}"),
        page.add_paragraph("{{ meeting_date }} ณ {{ meeting_place }}"),
    )
    for line in lines:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_bold(title)
    _table(page, "ตัวแทนกลุ่ม", "groups", GROUP_COLUMNS)
    page.add_paragraph("{%p if officers %}")
    _table(page, "เจ้าหน้าที่พัฒนาชุมชน", "officers", OFFICER_COLUMNS)
    page.add_paragraph("{%p endif %}")
    note = "* ยังไม่ได้แจ้งชื่อ"
    page.add_paragraph("{%p if unnamed_count %}")
    page.add_paragraph(note)
    page.add_paragraph("{%p endif %}")


def _table(
    page: Doc,
    title: str,
    list_name: str,
    columns: tuple[tuple[str, float, str], ...],
) -> None:
    """A table with a row per line of a list; its header repeats on every page."""
    heading = page.add_paragraph(title)
    heading.paragraph_format.space_before = Pt(12)
    heading.paragraph_format.keep_with_next = True
    _set_bold(heading)
    table = page.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_cell_margins(table)
    header, first, line, last = table.rows
    first.cells[0].text = f"{{%tr for line in {list_name} %}}"
    last.cells[0].text = "{%tr endfor %}"
    for position, (label, width, field) in enumerate(columns):
        header.cells[position].text = label
        line.cells[position].text = f"{{{{ line.{field} }}}}" if field else ""
        for cell in table.columns[position].cells:
            cell.width = Cm(width)
        table.columns[position].width = Cm(width)
        heading = header.cells[position].paragraphs[0]
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_bold(heading)
    for row in (header, line):
        _set_row(row, "w:cantSplit")
        _let_lines_grow(row)
    _set_row(header, "w:tblHeader")


def _set_cell_margins(table: Any) -> None:
    """As much room for words as a cell has: a telephone is read in one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(CELL_MARGIN.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # Word wants it between the layout of a table and its look
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)  # noqa: SLF001 - python-docx has no word for it


def _let_lines_grow(row: Any) -> None:
    """As high as the font asks: a tone mark would stand on the border, and an annex has pages enough."""
    for cell in row.cells:
        look = cell.paragraphs[0].paragraph_format
        look.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        look.line_spacing = LINE


def _set_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no word for it


def _set_bold(paragraph: Paragraph) -> None:
    """Bold in Latin letters and in complex script."""
    for run in paragraph.runs:
        run.font.bold = True
        run.font.cs_bold = True


def main() -> None:
    """Write both."""
    FOLDER.mkdir(exist_ok=True)
    notice().save(str(FOLDER / "notice.docx"))
    province().save(str(FOLDER / "province.docx"))


if __name__ == "__main__":
    main()
