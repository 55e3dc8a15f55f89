"""Which column is what, and which words of the file are which of our codes: known names, and a mapping file."""

from __future__ import annotations

import difflib
import json
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cocreation.core.i18n import N_
from cocreation.proposals.importing.faults import Fault, Faulty, refuse

NOT_READ = N_("the mapping is neither TOML nor JSON in UTF-8: %(reason)s")
NOT_KNOWN = N_("the mapping has an entry «%(name)s» that is not known; it may have %(known)s")
NOT_WORDS = N_("the entry «%(name)s» of the mapping should hold %(kind)s")
A_TABLE, A_LIST, A_WORD = N_("a table of names and words"), N_("a list of names"), N_("one word")
UNKNOWN_FIELD = N_("the mapping names a field «%(name)s» that does not exist; there are %(known)s")
NO_SUCH_COLUMN = N_("the mapping names the column «%(name)s», which the file does not have; it has %(known)s")
MISSING = N_("no column gives the %(field)s: name it «%(name)s», or say in the mapping which column it is")
MISTYPED = N_(
    "the column «%(name)s» is not known; did you mean «%(meant)s»? Rename it, or list it under «ignore» in the mapping"
)
HEADER_BELOW = N_("the header seems to stand on line %(line)s: delete the lines above it")

TABLES = ("themes", "sides", "states", "voices", "regions", "languages", "channels")
ENTRIES = ("columns", *TABLES, "defaults", "html", "ignore", "channel")

# What a field is called in files, ours first. Compared without case, accents, spaces and underscores.
_SHARED: dict[str, tuple[str, ...]] = {
    "id": ("id", "external_id", "identifiant", "identifier", "numero", "المعرف", "الرقم"),
    "language": ("language", "lang", "langue", "اللغة"),
    "author": ("author", "author_id", "auteur", "صاحب المقترح", "الكاتب"),
    "name": ("name", "author_name", "nom", "nom affiché", "الاسم"),
    "voice": ("voice", "voix", "type d’auteur", "author_type", "الصفة"),
    "channel": ("channel", "canal", "القناة"),
    "date": ("date", "received_at", "created_at", "date de réception", "تاريخ التوصل", "التاريخ"),
    "state": ("state", "état", "الحالة"),
}
PROPOSAL_FIELDS: dict[str, tuple[str, ...]] = {
    **_SHARED,
    "title": ("title", "titre", "العنوان"),
    "problem": ("problem", "problème", "explanation", "why", "المشكل", "الإشكالية"),
    "body": ("body", "text", "texte", "proposition", "proposal", "body_html", "المقترح", "النص"),
    "theme": ("theme", "thème", "axe", "label", "category", "المحور"),
    "region": ("region", "région", "الجهة"),
}
COMMENT_FIELDS: dict[str, tuple[str, ...]] = {
    **_SHARED,
    "proposal": ("proposal", "proposal_id", "proposition", "id de la proposition", "المقترح", "معرف المقترح"),
    "body": ("body", "text", "texte", "comment", "commentaire", "body_html", "التعليق", "النص"),
    "side": ("side", "position", "avis", "الموقف"),
    "parent": ("parent", "parent_id", "réponse à", "رد على"),
}
REQUIRED = {"proposals": ("id", "title"), "comments": ("id", "proposal", "body")}
FIELD_NAMES: dict[str, str] = {
    "id": N_("external id"),
    "title": N_("title"),
    "body": N_("text"),
    "proposal": N_("id of the proposal"),
}
FIELDS = {"proposals": PROPOSAL_FIELDS, "comments": COMMENT_FIELDS}


def plain(name: str) -> str:
    """A name without case, accents, spaces, hyphens and underscores, for comparing what people wrote."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in folded if char.isalnum())


@dataclass(frozen=True)
class Mapped:
    """What a mapping file says.

    `columns` leads from field to header; `words` from a table («themes») to {word of the file: our code};
    `defaults` holds what empty cells of a field stand for; `html` and `ignore` name fields or headers.
    """

    columns: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    html: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    channel: str | None = None

    def code(self, table: str, word: str) -> str | None:
        """The code a mapping gives for a word of the file, None where it says nothing."""
        return self.words.get(table, {}).get(plain(word) or word)


def load(path: Path) -> Mapped:
    """The mapping written in a TOML or JSON file; raises Faulty."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError, OSError) as error:
        raise refuse(NOT_READ, reason=str(error)[:200]) from error
    if not isinstance(found, dict):
        raise refuse(NOT_WORDS, name=path.name, kind=[A_TABLE])
    return _mapped(found)


def _mapped(found: Mapping[str, Any]) -> Mapped:
    faults = [
        Fault(NOT_KNOWN, {"name": name, "known": ", ".join(ENTRIES)}) for name in found if name not in ENTRIES
    ] + [fault for name, value in found.items() if name in ENTRIES and (fault := _misshapen(name, value))]
    if faults:
        raise Faulty(faults)
    words = {
        table: {plain(word) or word: _word(code) for word, code in found.get(table, {}).items()} for table in TABLES
    }
    return Mapped(
        columns=dict(found.get("columns", {})),
        words=words,
        defaults={name: _word(value) for name, value in found.get("defaults", {}).items()},
        html=frozenset(found.get("html", ())),
        ignore=frozenset(found.get("ignore", ())),
        channel=found.get("channel"),
    )


def _misshapen(name: str, value: Any) -> Fault | None:
    if name in {"html", "ignore"}:
        good = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return None if good else Fault(NOT_WORDS, {"name": name, "kind": [A_LIST]})
    if name == "channel":
        return None if isinstance(value, str) else Fault(NOT_WORDS, {"name": name, "kind": [A_WORD]})
    allowed = str if name == "columns" else (str, int, float, bool, type(None))
    good = isinstance(value, dict) and all(_is_word(each, allowed) for each in value.values())
    return None if good else Fault(NOT_WORDS, {"name": name, "kind": [A_TABLE]})


def _is_word(value: Any, allowed: Any) -> bool:
    # TOML reads `2020-10-15` as a date, which is what a default of the date may well look like.
    return isinstance(value, allowed) or (allowed is not str and hasattr(value, "isoformat"))


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


@dataclass(frozen=True)
class Columns:
    """Where each field stands: {field: header}, and the headers nobody reads."""

    headers: dict[str, str]
    unread: list[str]


def resolve(kind: str, headers: Sequence[str], mapped: Mapped, first_rows: Sequence[tuple[int, Any]] = ()) -> Columns:
    """Find the column of each field.

    Args:
        kind: «proposals» or «comments». first_rows: (line, cells) pairs, to tell a header that stands lower down.

    Raises:
        Faulty: a field without column, a column the mapping names and the file lacks, a name mistyped.
    """
    fields = FIELDS[kind]
    faults = _unknown_names(fields, headers, mapped)
    found = {name: header for name, header in mapped.columns.items() if name in fields and header in headers}
    taken = set(found.values()) | mapped.ignore
    by_plain = {plain(header): header for header in reversed(headers) if header not in taken}
    for name, aliases in fields.items():
        known = (by_plain[plain(alias)] for alias in aliases if plain(alias) in by_plain)
        if name not in mapped.columns and (header := next(known, None)) and header not in found.values():
            found[name] = header
    unread = [header for header in headers if header not in found.values()]
    faults += _missing(kind, found, mapped, first_rows) + _mistyped(fields, found, unread, mapped)
    if faults:
        raise Faulty(faults)
    return Columns(found, [header for header in unread if header not in mapped.ignore])


def _unknown_names(fields: Mapping[str, Any], headers: Sequence[str], mapped: Mapped) -> list[Fault]:
    known = ", ".join(fields)
    named = [name for name in (*mapped.columns, *mapped.defaults) if name not in fields]
    faults = [Fault(UNKNOWN_FIELD, {"name": name, "known": known}) for name in named]
    absent = [header for header in mapped.columns.values() if header not in headers]
    return faults + [Fault(NO_SUCH_COLUMN, {"name": name, "known": ", ".join(headers)}) for name in absent]


def _missing(kind: str, found: Mapping[str, str], mapped: Mapped, first_rows: Sequence[tuple[int, Any]]) -> list[Fault]:
    absent = [name for name in REQUIRED[kind] if name not in found and name not in mapped.columns]
    faults = [Fault(MISSING, {"field": [FIELD_NAMES[name]], "name": name}) for name in absent]
    for line, cells in first_rows if absent else ():
        words = {plain(str(cell)) for cell in cells}
        if all(words & {plain(alias) for alias in FIELDS[kind][name]} for name in REQUIRED[kind]):
            return [*faults, Fault(HEADER_BELOW, {"line": line})]
    return faults


def _mistyped(
    fields: Mapping[str, tuple[str, ...]], found: Mapping[str, str], unread: Sequence[str], mapped: Mapped
) -> list[Fault]:
    """Headers that are nearly a name of a field no column gives: left unread, they would be lost silently."""
    # The first of several names that differ by an accent alone is ours.
    aliases = [alias for name in fields if name not in found for alias in fields[name]]
    open_names = {plain(alias): alias for alias in reversed(aliases)}
    faults = []
    for header in unread:
        near = difflib.get_close_matches(plain(header), open_names, n=1, cutoff=0.8)
        if near and header not in mapped.ignore and len(header) > 3:
            faults.append(Fault(MISTYPED, {"name": header, "meant": open_names[near[0]]}))
    return faults
