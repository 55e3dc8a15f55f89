"""The lexicon the secretariat extends: entries added, edited, taken out of use, brought in as a sheet, put in force."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from cocreation.accounts.models import Account
from cocreation.clustering.models import LexiconEntry
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.journal import services as journal
from cocreation.text.analyser import keys
from cocreation.text.cleaning import clean_text
from cocreation.text.folding import fold
from cocreation.text.lexicon import COLUMNS, LANGUAGES, base_rows, default_digest, extend_default
from cocreation.text.scripts import script_of

LEXICON_KIND = "lexicon"
CONCEPT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# A word begins with a letter or a digit, so that no table takes it for a formula, and holds no other sign.
SPELLED = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670 '’.\-])*")
LONGEST_CONCEPT, LONGEST_VARIANT, MOST_VARIANTS, MOST_WORDS = 60, 80, 12, 4
NEEDED = ("fr", "ar")
SCRIPTS = {
    "fr": ("latin",),
    "en": ("latin",),
    "ar": ("arabic",),
    "ary": ("arabic", "latin"),
    "zgh": ("tifinagh", "latin"),
}
MOST_LINES = 2000

Row = Mapping[str, str]


class Faulty(Refused):
    """An entry that cannot be taken; `line` is its place in a sheet, from 1, where it came in one."""

    status = 422
    message = N_("This entry cannot be taken.")


class EditedMeanwhile(Refused):
    """Somebody changed the entry since it was opened."""

    message = N_("Somebody changed this entry in the meantime. Look at it again before you change it.")


def entries_in_force() -> Select[Any]:
    """The statement of the words of the entries in use."""
    columns = [getattr(LexiconEntry, column) for column in COLUMNS]
    return select(*columns).where(LexiconEntry.state == "active").order_by(LexiconEntry.concept)


def rows_of(found: Iterable[Any]) -> list[dict[str, str]]:
    """Database rows as rows of the lexicon."""
    return [
        {
            column: ("1" if value else "") if column == "general" else value
            for column, value in zip(COLUMNS, row, strict=True)
        }
        for row in found
    ]


def put_in_force() -> str:
    """Let this process read texts with the entries in use; return the digest of the whole lexicon."""
    extend_default(rows_of(db.session.execute(entries_in_force())))
    return default_digest()


def entries() -> Sequence[LexiconEntry]:
    """Every entry of the secretariat, those taken out of use too, by concept."""
    return db.session.scalars(select(LexiconEntry).order_by(LexiconEntry.concept)).all()


def cleaned(row: Row) -> dict[str, str]:
    """A row with its words cleaned, empty and repeated variants left out."""
    made = {"concept": clean_text(row.get("concept", ""), multiline=False).lower()}
    for language in LANGUAGES:
        variants = (clean_text(part, multiline=False) for part in (row.get(language) or "").split("|"))
        made[language] = "|".join(dict.fromkeys(variant for variant in variants if variant))
    made["general"] = "1" if (row.get("general") or "").strip() == "1" else ""
    return made


def check(row: Row, taken: Mapping[tuple[str, str], str]) -> None:
    """Go on only where a cleaned row can stand in the lexicon.

    Args:
        taken: the spellings of the other concepts, as `spellings` gives them.

    Raises:
        Faulty: saying which word, and why.
    """
    concept = row["concept"]
    if not CONCEPT.fullmatch(concept) or len(concept) > LONGEST_CONCEPT:
        raise Faulty(
            N_("The short name takes small letters without accents, digits and hyphens, for example water-tower.")
        )
    if concept in taken.values():
        raise Faulty(N_("The lexicon has the concept «%(concept)s» already."), concept=concept)
    if not all(row[language] for language in NEEDED):
        raise Faulty(
            N_("Give at least one word in French and one in Arabic: the entry is there to bring them together.")
        )
    for language in LANGUAGES:
        variants = [variant for variant in row[language].split("|") if variant]
        if len(variants) > MOST_VARIANTS:
            raise Faulty(N_("At most %(most)s words a language."), most=MOST_VARIANTS)
        for variant in variants:
            _check_variant(variant, language, taken)


def _check_variant(variant: str, language: str, taken: Mapping[tuple[str, str], str]) -> None:
    if len(variant) > LONGEST_VARIANT or not SPELLED.fullmatch(variant):
        raise Faulty(N_("«%(word)s» is too long, or has a sign that no word has."), word=variant[:LONGEST_VARIANT])
    if script_of(variant) not in SCRIPTS[language]:
        raise Faulty(N_("«%(word)s» is not in the letters of its language."), word=variant)
    if not 0 < len(keys(variant, language)) <= MOST_WORDS:
        raise Faulty(N_("«%(word)s» has no word that carries meaning, or more than four."), word=variant)
    owner = taken.get((language, _folded(variant)))
    if owner is not None:
        raise Faulty(N_("«%(word)s» belongs to the concept «%(concept)s» already."), word=variant, concept=owner)


def _folded(variant: str) -> str:
    return " ".join(fold(word) for word in variant.split())


def spellings(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The spellings of rows: {(language, folded words): concept}; a concept without words under («», concept)."""
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        found[("", row["concept"])] = row["concept"]
        for language in LANGUAGES:
            for variant in (row.get(language) or "").split("|"):
                if variant.strip():
                    found.setdefault((language, _folded(variant.strip())), row["concept"])
    return found


def row_of(entry: LexiconEntry) -> dict[str, str]:
    """An entry as a row of the lexicon."""
    return {**{column: getattr(entry, column) for column in COLUMNS[:-1]}, "general": "1" if entry.general else ""}


def _taken(but: LexiconEntry | None = None) -> dict[tuple[str, str], str]:
    others = [entry for entry in entries() if entry is not but]
    # An entry taken out of use keeps its name, so that it can come back, but not its words.
    named = ({"concept": entry.concept} for entry in others if entry.state != "active")
    return spellings([*base_rows(), *(row_of(entry) for entry in others if entry.state == "active"), *named])


def candidates(texts: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows that official texts with a French and an Arabic wording propose and the lexicon does not know yet.

    Args:
        texts: titles by language; those longer than the lexicon's entries propose nothing.
    """
    taken = _taken()
    found = []
    for text in texts:
        row = cleaned({**text, "concept": _name_of(text)})
        try:
            check(row, taken)
        except Faulty:
            continue
        taken |= spellings([row])
        found.append(row)
    return found


def _name_of(text: Mapping[str, str]) -> str:
    words = (fold(word) for word in re.findall(r"\w+", text.get("en") or text.get("fr") or ""))
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words))[:LONGEST_CONCEPT].strip("-")


def add(*, row: Row, by: Account | None, at: datetime) -> LexiconEntry:
    """Add a concept with its words.

    Raises:
        Faulty.
    """
    made = cleaned(row)
    check(made, _taken())
    return _insert(made, by, at)


def _insert(row: Row, by: Account | None, at: datetime) -> LexiconEntry:
    entry = LexiconEntry(**{**row, "general": row["general"] == "1"}, by_id=by.id if by else None, at=at)
    db.session.add(entry)
    db.session.flush()
    _journal("lexicon.added", entry, by, at, None, "active")
    return entry


def edit(*, entry: LexiconEntry, row: Row, revision_seen: int, by: Account | None, at: datetime) -> None:
    """Change the words of an entry; its short name stays.

    Raises:
        Faulty, EditedMeanwhile.
    """
    if revision_seen != entry.revision:
        raise EditedMeanwhile()
    made = cleaned({**row, "concept": entry.concept})
    check(made, _taken(entry))
    for language in LANGUAGES:
        setattr(entry, language, made[language])
    entry.general, entry.by_id, entry.at = made["general"] == "1", by.id if by else None, at
    db.session.flush()
    _journal("lexicon.edited", entry, by, at, entry.state, entry.state)


def set_state(*, entry: LexiconEntry, state: str, by: Account | None, at: datetime) -> None:
    """Take an entry out of use («retired»), or into use again («active»).

    Raises:
        Faulty: another entry has one of its words by now.
    """
    if entry.state == state:
        return
    if state == "active":
        check(row_of(entry), _taken(entry))
    before, entry.state = entry.state, state
    entry.by_id, entry.at = by.id if by else None, at
    db.session.flush()
    _journal(f"lexicon.{state}", entry, by, at, before, state)


def _journal(
    action: str, entry: LexiconEntry, by: Account | None, at: datetime, before: str | None, after: str
) -> None:
    journal.record(
        action=action,
        object_kind=LEXICON_KIND,
        object_id=entry.id,
        by=by,
        role="administrator",
        at=at,
        from_state=before,
        to_state=after,
    )


def sheet(rows: Iterable[Row]) -> str:
    """Rows as CSV with a header line, as the lexicon that comes with the platform is written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row.get(column, "") for column in COLUMNS] for row in rows)
    return out.getvalue()


def bring_in(*, text: str, by: Account | None, at: datetime) -> list[LexiconEntry]:
    """Add every row of a sheet, or none: CSV, or cells copied from a table.

    Raises:
        Faulty: naming the line, which counts from 1 below the header.
    """
    rows = _lines(text)
    taken = _taken()
    made = []
    for number, row in enumerate(rows, start=1):
        clean = cleaned(row)
        try:
            check(clean, taken)
        except Faulty as fault:
            fault.values = {**fault.values, "line": number}
            raise
        taken |= spellings([clean])
        made.append(_insert(clean, by, at))
    return made


def _lines(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    # Tables write commas, in French semicolons, and tabs where cells are copied.
    sign = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.DictReader(lines, delimiter=sign, restkey="more", restval="")
    if not {"concept", *NEEDED} <= set(reader.fieldnames or ()):
        raise Faulty(N_("The first line names the columns: concept, fr, ar, and if you like en, ary, zgh, general."))
    try:
        rows = [{name: row[name] for name in COLUMNS if isinstance(row.get(name), str)} for row in reader]
    except csv.Error as fault:
        raise Faulty() from fault
    if not 0 < len(rows) <= MOST_LINES:
        raise Faulty(N_("A sheet has between 1 and %(most)s lines below the first."), most=MOST_LINES)
    return rows
