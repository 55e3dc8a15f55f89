"""Is a document what its name says, and nothing that acts: PDF, DOCX and ODT, looked at without being opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from cocreation.attachments.refusals import ACTIVE, DAMAGED, LOCKED, UNKNOWN, BadFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"

# Archives: how many parts, how large unpacked, how many times larger than packed (security.md §3, item 89).
MOST_PARTS = 1_000
MOST_UNPACKED = 100_000_000
MOST_RATIO = 100
RATIO_FROM = 5_000_000
PART_READ = 1_000_000
# Packed objects of a PDF: how many are looked into, and how far.
MOST_STREAMS = 5_000
STREAM_READ = 5_000_000
STREAMS_READ = 100_000_000

# Long names alone: they do not turn up by chance among packed bytes, as «/JS» does.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)\b")
_ENCRYPT = re.compile(rb"/Encrypt\b")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
# «ObjStm», any of its letters written by its number.
_OBJECTS_PACKED = re.compile(
    rb"/" + b"".join(b"(?:%c|#%02x)" % (sign, sign) for sign in b"ObjStm") + rb"\b", re.IGNORECASE
)
_PACKED_OTHERWISE = re.compile(
    rb"/(?:(?:ASCIIHex|ASCII85|LZW|RunLength)Decode|AHx|A85|LZW|RL|Crypt|Predictor\s*(?:1\d|2))\b"
)
_BODY = re.compile(rb"stream\r?\n")
_MAIN_PART = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What a Word document fetches from elsewhere as it opens, unlike a link somebody follows.
_FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument", "externallink")
_MACROS = re.compile(r"vbaProject|vbaData|/activeX/|^Basic/|^Scripts/|\.(?:exe|dll|js|vbs|jar|class)$", re.IGNORECASE)
_OBJECTS = re.compile(r"/embeddings/.*\.bin$|^Object \d+/", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Refuse what is no whole PDF, is locked, or holds scripts, launches or other files.

    Raises:
        BadFile.
    """
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise BadFile(DAMAGED)
    ends = list(_START.finditer(content, max(0, len(content) - 4_096)))
    if not ends or not _TABLE.match(content, int(ends[-1][1]), int(ends[-1][1]) + 64):
        raise BadFile(DAMAGED)
    for words in (content, *_packed_objects(content)):
        plain = _unescaped(words)
        if _ENCRYPT.search(plain):
            raise BadFile(LOCKED)
        if _ACTS.search(plain):
            raise BadFile(ACTIVE)


def _unescaped(words: bytes) -> bytes:
    """Names may hide their letters: /J#61vaScript is /JavaScript."""
    return _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), words)


def _packed_objects(content: bytes) -> list[bytes]:
    """The object streams of a PDF, unpacked as far as is reasonable.

    Raises:
        BadFile: they are packed otherwise than programmes that write PDFs pack them, so nobody can look into them.
    """
    found: list[bytes] = []
    left = STREAMS_READ
    for place in list(_OBJECTS_PACKED.finditer(content))[:MOST_STREAMS]:
        body = _BODY.search(content, place.end(), place.end() + 2_000)
        if body is None or left <= 0:
            continue
        head = _unescaped(content[content.rfind(b"obj", 0, place.start()) : body.start()])
        if _PACKED_OTHERWISE.search(head):
            raise BadFile(DAMAGED)
        try:
            words = zlib.decompressobj().decompress(content[body.end() :], min(STREAM_READ, left))
        except zlib.error:
            continue
        left -= len(words)
        found.append(words)
    return found


def check_archive(content: bytes) -> str:
    """The media type of a DOCX or ODT: a real archive with the parts of one, no macro, no bomb.

    Raises:
        BadFile.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts, len(content))
            kind = _kind_of(archive)
            _check_quiet(archive, parts)
    except BadFile:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise BadFile(DAMAGED) from error
    return kind


def _check_parts(parts: list[zipfile.ZipInfo], packed: int) -> None:
    names = [part.filename for part in parts]
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed)
    if not parts or len(parts) > MOST_PARTS or bomb or len(set(names)) != len(names):
        raise BadFile(DAMAGED)
    if any(name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name for name in names):
        raise BadFile(DAMAGED)
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadFile(LOCKED)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part; an XML part that declares a document type is refused (entities that explode)."""
    with archive.open(name) as part:
        words = part.read(PART_READ)
    if b"<!DOCTYPE" in words or b"<!ENTITY" in words:
        raise BadFile(ACTIVE)
    return words


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if {"[Content_Types].xml", "word/document.xml", "_rels/.rels"} <= names:
        types = _read(archive, "[Content_Types].xml")
        if b"macroEnabled" in types:
            raise BadFile(ACTIVE)
        if _MAIN_PART in types:
            return DOCX
    if not {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
        raise BadFile(UNKNOWN)
    if _read(archive, "mimetype").strip() == ODT.encode():
        if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
            raise BadFile(LOCKED)
        return ODT
    raise BadFile(UNKNOWN)


def _check_quiet(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse macros, embedded programmes, and parts fetched from elsewhere when the document opens."""
    for part in parts:
        if _MACROS.search(part.filename) or _OBJECTS.search(part.filename):
            raise BadFile(ACTIVE)
        if part.filename.endswith(".rels") and _fetches(archive, part):
            raise BadFile(ACTIVE)


def _fetches(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a list of relations names something fetched from elsewhere; read as XML, however it is spelled."""
    if part.file_size > PART_READ:
        raise BadFile(DAMAGED)
    words = _read(archive, part.filename)
    if b"\0" in words:
        # Another encoding, in which a document type would have been overlooked.
        raise BadFile(DAMAGED)
    found: list[bool] = []

    def element(_name: str, given: dict[str, str]) -> None:
        outside = given.get("TargetMode", "").strip().lower() == "external"
        found.append(outside and given.get("Type", "").strip().lower().rpartition("/")[2] in _FETCHED)

    reader = expat.ParserCreate()
    reader.StartElementHandler = element
    try:
        reader.Parse(words, True)
    except expat.ExpatError as error:
        raise BadFile(DAMAGED) from error
    return any(found)
