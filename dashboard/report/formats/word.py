"""The report as a Word file whose styles, headings, captions and footnotes survive editing."""

import io
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from dashboard.report.formats import pictures
from dashboard.report.formats.reproducible import settle
from dashboard.report.formats.word_parts import Footnotes, add_field, add_watermark, rule_lines, set_off
from dashboard.report.model import Figure, Note, Paragraph, Report, Section, Table, Text

INK, SOFT, BLUE = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x4A, 0x56, 0x63), RGBColor(0x1F, 0x4E, 0x79)
LATIN = "Times New Roman"
SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
TEXT_WIDTH = 15.6  # centimetres between the margins
SMALL, CLAUSE, TABLE_TEXT, NOTE_TEXT, NOTE_MARK = "小字", "条款", "表格文字", "脚注文字", "脚注标记"


def document(report: Report) -> bytes:
    """Make the Word file."""
    writer = _Writer(report)
    writer.title()
    for section in report.sections:
        writer.section(section)
    writer.sign_off()
    made = io.BytesIO()
    writer.finish().save(made)
    return settle(made.getvalue(), report.made_at_day)


class _Writer:
    """Writes one report from top to bottom."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.word = new_document()
        _styles(self.word)
        _page(self.word, report)
        styles: Any = self.word.styles
        self.notes = Footnotes(styles[NOTE_TEXT].style_id, styles[NOTE_MARK].style_id)
        self.counts = {"表": 0, "图": 0}

    def title(self) -> None:
        """Write the title and the lines under it."""
        self.word.add_paragraph(self.report.title, style="Title")
        self.word.add_paragraph(self.report.subtitle, style="Subtitle")
        table = self.word.add_table(rows=0, cols=2)
        table.autofit = False
        table.columns[0].width, table.columns[1].width = Cm(3.4), Cm(TEXT_WIDTH - 3.4)
        for name, text in self.report.facts:
            cells = table.add_row().cells
            self._cell(cells[0], name, 3.4)
            self._cell(cells[1], text, TEXT_WIDTH - 3.4)
        rule_lines(table)

    def section(self, section: Section) -> None:
        """Write a heading and what stands under it."""
        self.word.add_heading(section.title, section.level)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                styles = {"quote": CLAUSE, "small": SMALL}
                self._text(self.word.add_paragraph(style=styles.get(block.kind, "Body Text")), block.text)
            elif isinstance(block, Table):
                self._table(block)
            else:
                self._figure(block)

    def sign_off(self) -> None:
        """Leave room for those who make, check and issue the report."""
        self.word.add_paragraph()
        lines = self.report.sign_off
        cells = self.word.add_table(rows=1, cols=len(lines)).rows[0].cells
        for cell, line in zip(cells, lines, strict=True):
            self._cell(cell, line, TEXT_WIDTH / len(lines))

    def finish(self) -> Document:
        """Put the footnotes in and give the document."""
        self.notes.attach(self.word)
        facts = self.word.core_properties
        facts.title, facts.author, facts.comments = self.report.title, "穗源", self.report.subtitle
        return self.word

    def _text(self, paragraph: WordParagraph, text: Text) -> None:
        for part in text:
            if isinstance(part, Note):
                self.notes.mark(paragraph, part.text)
            else:
                paragraph.add_run(part)

    def _caption(self, kind: str, caption: str, note: Note | None = None) -> None:
        self.counts[kind] += 1
        paragraph = self.word.add_paragraph(f"{kind} ", style="Caption")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.counts[kind]))
        self._text(paragraph, [f"  {caption}", *([note] if note else [])])
        paragraph.paragraph_format.keep_with_next = kind == "表"

    def _table(self, table: Table) -> None:
        self._caption("表", table.caption, table.note)
        made = self.word.add_table(rows=1, cols=len(table.columns))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        shares = table.widths or [1.0] * len(table.columns)
        widths = [TEXT_WIDTH * share / sum(shares) for share in shares]
        places = range(len(table.columns))
        figures = [table.is_figure(place) for place in places]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        lines = [made.rows[0].cells, *(made.add_row().cells for _ in table.rows)]
        for cells, texts in zip(lines, [table.columns, *table.rows], strict=True):
            for cell, text, width, is_figure in zip(cells, texts, widths, figures, strict=True):
                self._cell(cell, text, width, is_figure, is_head=texts is table.columns)
        rule_lines(made)
        self.word.add_paragraph(style=SMALL)

    def _cell(
        self, cell: _Cell, text: str, width: float, is_figure: bool = False, is_head: bool = False
    ) -> None:
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = TABLE_TEXT
        paragraph.add_run(text).bold = is_head or None
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_figure else WD_ALIGN_PARAGRAPH.LEFT

    def _figure(self, figure: Figure) -> None:
        picture = io.BytesIO(pictures.png(figure))
        paragraph = self.word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(picture, width=Cm(TEXT_WIDTH - 0.6))
        shape._inline.docPr.set("descr", figure.alt_text)
        self._caption("图", figure.caption)


def _page(word: Document, report: Report) -> None:
    """Set A4, the margins, the page number and, over made-up figures, the watermark."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.7)
    page.top_margin, page.bottom_margin = Cm(3), Cm(2.6)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    add_field(foot, "PAGE", "1")
    foot.add_run(" —")
    if report.is_demonstration:
        head = page.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run("演示数据，不得引用").bold = True
        add_watermark(head, "演示数据")


def _styles(word: Document) -> None:
    """Shape Word's own styles in the bureau's manner and add those that it lacks."""
    styles: Any = word.styles  # python-docx knows a style's kind only when it runs
    for name in (SMALL, CLAUSE, TABLE_TEXT, NOTE_TEXT):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    mark = styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    _shape(styles["Normal"], FANG, 12)
    _shape(styles["Body Text"], FANG, 12, indent=True)
    _shape(styles["Title"], SONG, 22, BLUE, is_bold=True, above=18)
    _shape(styles["Subtitle"], KAI, 14, SOFT, below=12)
    _shape(styles["Heading 1"], HEI, 16, BLUE, above=18, below=8)
    _shape(styles["Heading 2"], KAI, 14, INK, is_bold=True, above=12, below=6)
    _shape(styles["Caption"], HEI, 10.5, INK, above=6, below=4)
    _shape(styles[SMALL], FANG, 10, SOFT)
    _shape(styles[CLAUSE], KAI, 12, above=4, below=6)
    _shape(styles[TABLE_TEXT], SONG, 9, above=2, below=2, spacing=1.05)
    _shape(styles[NOTE_TEXT], SONG, 8.5, SOFT, spacing=1.0)
    styles[CLAUSE].paragraph_format.left_indent = Cm(0.3)
    set_off(styles[CLAUSE])
    for name in ("Title", "Subtitle", "Caption"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _shape(
    style: ParagraphStyle,
    font: str,
    size: float,
    colour: RGBColor = INK,
    *,
    is_bold: bool = False,
    above: float = 0,
    below: float = 0,
    spacing: float = 1.5,
    indent: bool = False,
) -> None:
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), is_bold
    style.font.color.rgb, style.font.italic = colour, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(above), Pt(below), spacing
    if indent:
        shape.first_line_indent = Pt(size * 2)
