"""`cocreation report verify`: a file of a report against the archive of its version, offline.

With an archive the command needs neither a database nor an installation: any folder will do.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
from flask.cli import ScriptInfo

from cocreation.cli.speaking import REFUSED, say, speaker, stop, with_language
from cocreation.core.i18n import N_, Translator
from cocreation.synthesis.archive import NUMBER, Archive, NotAnArchive, checksums_of
from cocreation.synthesis.contents import Unreadable, lines_of
from cocreation.synthesis.verifying import Difference, Verdict
from cocreation.synthesis.verifying import verify as compare

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20
SAID: dict[str, str] = {
    "same": N_("good: drawn again from the archive of %(number)s, it gives the same bytes."),
    "same_words": N_("good: every word, figure and reference is the one of %(number)s; bytes were not compared."),
    "differs": N_("NOT what was frozen as %(number)s."),
    "cut": N_("NOT whole: it ends after %(found)s of the %(expected)s bytes of %(number)s."),
    "unreadable": N_("NOT readable: it is damaged, cut short, or of another kind than its name says."),
    "no_file": N_("its name is not that of a file of a report."),
}
NO_ARCHIVE = N_("No archive of its version is beside it, nor in this installation. Give one with --archive.")


@click.command("verify")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--archive", type=FILE, help="Archive of the version; else the one beside the file, else the database.")
@with_language
@click.pass_context
def verify(ctx: click.Context, files: tuple[Path, ...], archive: Path | None, lang: str | None) -> None:
    """Draw each of FILES again from the archive of its version and name what differs: 0 all good, 1 not."""
    words = speaker(lang)
    given = _read(archive, words) if archive else None
    good = [_verified(ctx, path, given, words) for path in files]
    sys.exit(0 if all(good) else REFUSED)


def _verified(ctx: click.Context, path: Path, given: Archive | None, words: Translator) -> bool:
    content = path.read_bytes()
    archive = given or _found(ctx, path, content)
    if archive is None:
        print(f"{path}: {words.gettext(NO_ARCHIVE)}", file=sys.stderr)
        return False
    return _told(path, content, archive, words)


def _read(path: Path, words: Translator) -> Archive:
    try:
        return Archive.read(path.read_bytes())
    except NotAnArchive as error:
        stop([f"{path}: {words.gettext(N_('this is not the archive of a report, or not all of it'))} ({error})"])


def _found(ctx: click.Context, path: Path, content: bytes) -> Archive | None:
    """The archive of the version a file belongs to: beside it, else in this installation's database."""
    numbers = _numbers(path.name, content)
    beside = []
    for one in sorted(path.parent.glob("*-archive-*.json")):
        with suppress(NotAnArchive):
            beside.append(Archive.read(one.read_bytes()))
    named = [archive for archive in beside if archive.manifest in numbers]
    if named or (not numbers and len({archive.manifest for archive in beside}) == 1):
        return (named or beside)[0]
    return next((archive for number in sorted(numbers) if (archive := _stored(ctx, number))), None)


def _numbers(name: str, content: bytes) -> set[str]:
    """The manifest numbers a file bears."""
    with suppress(Unreadable):
        return {number for line in lines_of(name, content) for number in NUMBER.findall(line.text)}
    return set(NUMBER.findall(content.decode("latin-1")))


def _stored(ctx: click.Context, number: str) -> Archive | None:
    """The archive of that number in this installation's database."""
    from cocreation.synthesis.freezing import stored

    with ctx.ensure_object(ScriptInfo).load_app().app_context():
        content = stored(number)
    return Archive.read(content) if content else None


def _told(path: Path, content: bytes, archive: Archive, words: Translator) -> bool:
    """Say what became of one file; whether it is good."""
    verdict = compare(path.name, content, archive)
    faults = [*archive.faults(), *_checksum(path, content, archive)]
    values = {"number": archive.manifest, "found": len(content), "expected": len(verdict.expected)}
    say(f"{path.name}: {words.gettext(SAID[verdict.state], **values)}")
    lines = [*_differing(verdict, content, words), *_parts(verdict, words)]
    lines += [words.gettext(message, **_worded(told, words)) for message, told in faults]
    for line in lines:
        say(f"  {line}")
    return verdict.is_good and not faults


def _worded(values: dict[str, Any], words: Translator) -> dict[str, Any]:
    """The values of a message; one that is itself a message with values is said in words."""
    return {
        name: words.gettext(value[0], **value[1]) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def _checksum(path: Path, content: bytes, archive: Archive) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the manifest beside a file says of it, where there is one of its version."""
    for one in sorted(path.parent.glob("*-manifest-*.json")):
        with suppress(NotAnArchive):
            number, checksums = checksums_of(one.read_bytes())
            told = checksums.get(path.name)
            if number == archive.manifest and told and told != hashlib.sha256(content).hexdigest():
                yield N_("Its SHA-256 is not the one in %(name)s."), {"name": one.name}


def _parts(verdict: Verdict, words: Translator) -> Iterator[str]:
    if verdict.other and verdict.state != "same":
        told = ", ".join(f"{name} {then} → {here}" for name, then, here in verdict.other)
        yield words.gettext(
            N_("Drawn with other parts than the archive names (archived → here): %(parts)s"), parts=told
        )


def _differing(verdict: Verdict, content: bytes, words: Translator) -> Iterator[str]:
    if verdict.bears:
        yield words.gettext(N_("It bears the number %(numbers)s."), numbers=", ".join(verdict.bears))
    for one in verdict.differences[:SHOWN]:
        yield _difference(one, words)
    if (more := len(verdict.differences) - SHOWN) > 0:
        yield words.ngettext("and %(num)s more difference", "and %(num)s more differences", more)
    if verdict.missing:
        yield words.gettext(N_("References and figures it lacks: %(told)s"), told=", ".join(verdict.missing[:SHOWN]))
    if verdict.added:
        yield words.gettext(N_("References and figures it adds: %(told)s"), told=", ".join(verdict.added[:SHOWN]))
    if verdict.state == "differs" and not verdict.differences:
        pairs = enumerate(zip_longest(content, verdict.expected))
        first = next((place for place, (found, expected) in pairs if found != expected), 0)
        yield words.gettext(N_("No word differs; how it looks or is packed does, from byte %(first)s."), first=first)


def _difference(one: Difference, words: Translator) -> str:
    place = words.gettext(one.line.place, **dict(one.line.values))
    where = f"{one.line.file}, {place}" if one.line.file else place
    if not one.found:
        return words.gettext(N_("%(where)s: «%(archived)s» is missing"), where=where, archived=one.archived)
    if not one.archived:
        return words.gettext(N_("%(where)s: «%(found)s» was added"), where=where, found=one.found)
    message = N_("%(where)s: «%(found)s» instead of «%(archived)s»")
    return words.gettext(message, where=where, found=one.found, archived=one.archived)
