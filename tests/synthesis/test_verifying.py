"""Files of a report against their archive: good, edited, cut, drawn with other parts, of another version."""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from cocreation import synthesis
from cocreation.synthesis import contents
from cocreation.synthesis.archive import Archive, NotAnArchive, archived, canonical, corpus_sha256
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.parts import USED, parts
from cocreation.synthesis.rendering import FORMATS
from cocreation.synthesis.verifying import Verdict, verify
from tests.synthesis.rendering.reports import report


@cache
def published() -> ReportDocument:
    return report("fr", status="published")


@cache
def edited() -> ReportDocument:
    """The same report with one letter changed in the title of a group, as somebody would write it by hand."""
    first, *chapters = published().chapters
    group, *groups = first.groups
    changed = replace(first, groups=(replace(group, title=group.title.replace("Budgets", "Budgots")), *groups))
    return replace(published(), chapters=(changed, *chapters))


@cache
def drawn(name: str) -> bytes:
    return FORMATS[name].render(published())


def archive(**told: str) -> Archive:
    basis = {"parts": {**parts(), **told}}
    return Archive.read(archived(published().to_json(), canonical(basis)))


def compared(name: str, content: bytes, *, against: Archive | None = None) -> Verdict:
    return verify(FORMATS[name].filename(published()), content, against or archive())


@pytest.mark.parametrize("name", FORMATS)
def test_a_good_file_a_cut_one_and_a_broken_one(name: str) -> None:
    good = drawn(name)
    assert compared(name, good).state == "same"
    half = good[: len(good) // 2]
    assert compared(name, half).state == "cut"
    broken = compared(name, half + b"!")
    assert not broken.is_good
    assert broken.state in {"unreadable", "differs"}


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"csv", "summary"}])
def test_one_letter_edited_is_named_with_its_place(name: str) -> None:
    verdict = compared(name, FORMATS[name].render(edited()))
    assert verdict.state == "differs"
    assert verdict.bears == (edited().manifest,)
    wordings = [(one.found, one.archived) for one in verdict.differences]
    assert any("Budgots" in found and "Budgets" in archived for found, archived in wordings), wordings[:3]
    assert all(one.line.place for one in verdict.differences)


@pytest.mark.parametrize("name", ["csv", "summary"])
def test_a_file_without_the_edited_words_bears_another_number(name: str) -> None:
    verdict = compared(name, FORMATS[name].render(edited()))
    assert (verdict.state, verdict.bears) == ("differs", (edited().manifest,))


def test_a_figure_and_a_reference_that_differ_are_named() -> None:
    row, *rows = published().annex
    other = replace(published(), annex=(replace(row, reference="PAN2-99999"), *rows))
    verdict = compared("xlsx", FORMATS["xlsx"].render(other))
    assert row.reference in verdict.missing
    assert "PAN2-99999" in verdict.added
    method = replace(published().method, received=4321)
    verdict = compared("pdf", FORMATS["pdf"].render(replace(published(), method=method)))
    assert any("4 321" in figure.replace("\u202f", " ") for figure in verdict.added), verdict.added


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx"])
def test_other_parts_compare_words_instead_of_bytes(name: str) -> None:
    elsewhere = archive(typst="0.0.1")
    # The words of the same report, in other bytes: a later day in its properties.
    same = drawn(name).replace(b"2020", b"2021") if name == "pdf" else drawn(name) + b"\0"
    assert same != drawn(name)
    verdict = compared(name, same, against=elsewhere)
    assert verdict.state == "same_words", verdict.differences[:3]
    assert ("typst", "0.0.1", parts()["typst"]) in verdict.other
    assert compared(name, same).state == "differs"
    assert compared(name, FORMATS[name].render(edited()), against=elsewhere).state == "differs"


def test_a_large_file_that_lost_a_row_and_had_others_edited_is_compared_in_a_moment() -> None:
    row = published().annex[0]
    rows = tuple(replace(row, reference=f"PAN2-{number:05}", title=f"Idée {number % 7}") for number in range(500))
    large = replace(published(), annex=rows)
    whole = Archive.read(archived(large.to_json(), canonical({"parts": parts()})))
    other = (replace(rows[0], title="Idée autre"), *rows[1:250], *rows[251:-1], replace(rows[-1], title="Idée autre"))
    name = FORMATS["csv"].filename(large)
    verdict = verify(name, FORMATS["csv"].render(replace(large, annex=other)), whole)
    assert "PAN2-00250" in verdict.missing
    assert {one.archived for one in verdict.differences if one.archived} >= {"PAN2-00250"}
    assert "Idée autre" in {one.found for one in verdict.differences}


def test_the_kind_of_a_renamed_file_is_found_and_a_stranger_is_told() -> None:
    assert verify("copie.pdf", drawn("cards"), archive()).state == "same"
    assert verify("rapport.odt", drawn("pdf"), archive()).state == "no_file"


def test_a_file_that_unpacks_to_far_more_than_a_report_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "UNPACKED", 10_000)
    for name in ("docx", "xlsx", "bundle"):
        assert compared(name, drawn(name) + b"\0").state == "unreadable"


def test_an_archive_that_was_changed_says_so_itself() -> None:
    document = published()
    lines = [[row.reference, row.state, "digest", row.group] for row in document.annex]
    whole = replace(document, corpus_sha256=corpus_sha256(lines))
    received = [[row.reference, place] for place, row in enumerate(document.annex)]
    basis = {"corpus": lines, "receipts": received}
    good = archived(whole.to_json(), canonical(basis))
    messages = [message for message, _ in Archive.read(good).faults()]
    assert not any("changed" in message or "list of ideas" in message for message in messages), messages
    touched = Archive.read(good.replace(b"Budgets communaux", b"Budgots communaux", 1))
    assert any("it was changed" in message for message, _ in touched.faults())
    lost = Archive.read(archived(whole.to_json(), canonical({**basis, "corpus": lines[1:], "receipts": received[1:]})))
    told = [(message, values) for message, values in lost.faults()]
    assert any("is not the one the report was made from" in message for message, _ in told)
    assert any(values.get("reference") == document.annex[0].reference for _, values in told)
    for content in (b"", b"{}", good[:-50], b"[]", b'{"schema":"other"}'):
        with pytest.raises(NotAnArchive):
            Archive.read(content)


def test_a_field_that_later_versions_add_leaves_the_number_alone() -> None:
    document = published()
    assert replace(document, question="").manifest == document.manifest
    assert replace(document, question="Une question ?").manifest != document.manifest
    assert replace(document, status="withdrawn", withdrawal_reason="Erreur").manifest == document.manifest
    assert replace(document, status="draft").manifest == ""
    numbers = [replace(document, version=number).manifest for number in range(1, 5)]
    assert all(one != other for one, other in pairwise(numbers))


def test_the_digest_of_our_own_parts_covers_what_the_drawing_modules_import() -> None:
    package = Path(synthesis.__file__).parents[1]
    drawing = sorted((package / "synthesis" / "rendering").glob("*.py"))
    used: set[str] = set()
    seen = [*drawing, *(package / name for name in USED if name.startswith("synthesis/"))]
    for path in seen:
        used |= set(re.findall(r"^ *from cocreation\.((?!synthesis\.rendering)[\w.]+) import", path.read_text(), re.M))
    assert {f"{name.replace('.', '/')}.py" for name in used} <= set(USED)
