"""A report is one frozen value that JSON gives back whole."""

import json
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from cocreation.synthesis.document import Count, Participation, ReportDocument
from tests.synthesis.rendering.reports import report, with_text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_json_gives_the_same_report_back(language: str) -> None:
    whole = report(language, status="published")
    assert ReportDocument.from_json(whole.to_json()) == whole


@pytest.mark.parametrize("text", ["\x00\x0b\ufffe", "\ud800 seul", "\u202eabc", "a\u2028b", "x" * 40_000])
def test_json_keeps_hostile_texts_letter_by_letter(text: str) -> None:
    whole = with_text(text)
    stored = whole.to_json().encode("utf-8", "backslashreplace")
    assert ReportDocument.from_json(stored) == whole


def test_json_names_its_schema_and_dates_are_days() -> None:
    data = json.loads(report("fr", status="published").to_json())
    assert data["schema"] == "cocreation/report/1"
    assert data["published_on"] == "2020-11-12"


@pytest.mark.parametrize("text", ["{}", "[]", '{"schema":"cocreation/report/1","colour":"red"}', "not json"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"schema|Expecting"):
        ReportDocument.from_json(text)


def test_a_report_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        report("fr").version = 3  # type: ignore[misc]


def test_files_bear_the_day_of_publication_or_of_the_snapshot() -> None:
    assert report("fr").dated_on == date(2020, 11, 2)
    assert report("fr", status="published").dated_on == date(2020, 11, 12)


def test_shares_are_parts_of_the_sum_and_nothing_of_an_empty_table() -> None:
    rows = (Count(key="a", label="A", count=3), Count(key="", label="", count=1))
    table = Participation(key="voice", rows=rows)
    assert [table.share(row) for row in rows] == [0.75, 0.25]
    empty = Participation(key="voice", rows=(Count(key="a", label="A", count=0),))
    assert empty.share(empty.rows[0]) == 0


def test_references_hold_the_annex_the_lone_ideas_the_excerpts_and_the_commitments() -> None:
    references = report("fr").references()
    assert {"PAN2-00001", "PAN2-00048", "PAN2-00040", "PAN2-E001"} <= references
    assert len(references) == 49


def test_a_version_stored_before_a_field_was_added_reads_back_with_its_default() -> None:
    data = json.loads(report("fr", status="published").to_json())
    for added in ("events", "crossed", "redirected", "ideas_map", "question"):
        del data[added]
    for group in data["chapters"][0]["groups"]:
        del group["shared"], group["copies"]
        for quote in group["excerpts"]:
            del quote["translation"], quote["answers"], quote["on"]
    old = ReportDocument.from_json(json.dumps(data))
    assert old == report("fr", status="published")
    assert old.events.rows == ()
