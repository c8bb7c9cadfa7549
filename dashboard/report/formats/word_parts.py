"""What Word has and python-docx makes no words for: footnotes, fields, a watermark, table borders."""

from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)
FOOTNOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)
WATERMARK = """<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office">
<w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="watermark" type="#_x0000_t136" style="position:absolute;width:420pt;height:105pt;rotation:-32;
z-index:-251654144;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#d8d5cc" stroked="f">
<v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;SimHei&quot;;font-size:1pt" string="{text}"/></v:shape>
</w:pict></w:r>"""


class Footnotes:
    """The footnotes of one document: marks go into its text, their words into a part of their own."""

    def __init__(self, text_style: str, reference_style: str) -> None:
        """Take the ids of the styles of the words and of the marks."""
        self._styles = {"style": text_style, "reference": reference_style}
        self._words: list[str] = []

    def mark(self, paragraph: Paragraph, text: str) -> None:
        """Put the mark of a new footnote at the end of a paragraph."""
        self._words.append(text)
        run = paragraph.add_run()
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), self._styles["reference"])
        run._r.get_or_add_rPr().append(style)
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self._words)))
        run._r.append(mark)

    def attach(self, document: Document) -> None:
        """Write the footnotes into the document."""
        notes = "".join(
            FOOTNOTE.format(id=number, text=escape(text), **self._styles)
            for number, text in enumerate(self._words, 1)
        )
        xml = f"<w:footnotes {nsdecls('w')}>{SEPARATORS}{notes}</w:footnotes>"
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, (head + xml).encode(), document.part.package)
        document.part.relate_to(part, RELATION)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field, such as a page number or a caption's number, with what it shows until it is updated."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_watermark(paragraph: Paragraph, text: str) -> None:
    """Lay words across every page from a header's paragraph."""
    paragraph._p.append(parse_xml(WATERMARK.format(ns=nsdecls("w"), text=escape(text))))


def set_off(style: ParagraphStyle) -> None:
    """Set paragraphs of a style off by a bar at their left and a tint."""
    shape = style.element.get_or_add_pPr()
    bar = f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="6" w:color="1F4E79"/></w:pBdr>'
    shape.insert_element_before(parse_xml(bar), "w:shd", "w:spacing", "w:ind", "w:jc")
    tint = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F4F2EC"/>'
    shape.insert_element_before(parse_xml(tint), "w:spacing", "w:ind", "w:jc")


def rule_lines(table: Table) -> None:
    """Give a table three strong lines and thin ones between its rows, and repeat its head on every page."""
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}>"
        '<w:top w:val="single" w:sz="10" w:color="1D2733"/>'
        '<w:bottom w:val="single" w:sz="10" w:color="1D2733"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="B8B2A4"/></w:tblBorders>'
    )
    table._tbl.tblPr.append(borders)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in table.rows[0].cells:
        line = parse_xml(
            f'<w:tcBorders {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:color="1D2733"/></w:tcBorders>'
        )
        cell._tc.get_or_add_tcPr().append(line)
