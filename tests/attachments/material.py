"""Real files of every kind taken, and hostile ones, made on the spot."""

import struct
import zipfile
import zlib
from io import BytesIO

import docx
import typst
from PIL import Image
from PIL.ExifTags import Base as Exif

ODT = "application/vnd.oasis.opendocument.text"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), *, mode: str = "RGB", **more: object) -> bytes:
    """Draw an image."""
    out = BytesIO()
    Image.new(mode, size, (20, 90, 60) if mode == "RGB" else None).save(out, kind, **more)
    return out.getvalue()


def photograph() -> bytes:
    """A JPEG that lies on its side and says where and with what it was taken."""
    exif = Image.Exif()
    exif[Exif.Orientation] = 6
    exif[Exif.Make] = "Appareil secret"
    exif[Exif.ImageDescription] = "33.9716,-6.8498"
    return picture("JPEG", (80, 40), exif=exif.tobytes(), comment=b"un mot cache")


def paper() -> bytes:
    """A PDF as the report writes them."""
    return typst.compile(b"= Un budget lisible\nPublier chaque budget.")


def letter() -> bytes:
    """A Word document."""
    made, out = docx.Document(), BytesIO()
    made.add_paragraph("نشر ميزانيات الجماعات")
    made.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def odt_parts() -> dict[str, bytes]:
    """The parts of an OpenDocument text."""
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return {"mimetype": ODT.encode(), "content.xml": b"<office:document-content/>", "META-INF/manifest.xml": manifest}


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of an archive, to change some of them."""
    with zipfile.ZipFile(BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def huge_png(width: int = 10_000, height: int = 10_000) -> bytes:
    """A hundred million points in a few hundred bytes: what unpacks to gigabytes."""

    def chunk(kind: bytes, words: bytes) -> bytes:
        return struct.pack(">I", len(words)) + kind + words + struct.pack(">I", zlib.crc32(kind + words))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def bomb() -> bytes:
    """A document of two hundred megabytes in two hundred kilobytes."""
    return archive({**parts_of(letter()), "word/media/image1.bmp": b"\0" * 200_000_000})
