"""What every format has in common: the table of formats, same bytes twice, no text that breaks it."""

import subprocess
import sys
from dataclasses import replace
from zipfile import ZipFile

import pytest

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering import FORMATS, drawn
from tests.synthesis.rendering.reports import report, with_text

HOSTILE = {
    "control characters": "a\x00b\x01c\x0bd\x1fe\x7f\ufffe\uffff\ufdd0f",
    "lone surrogate": "\ud800 et \udfff",
    "bidirectional override": "\u202eevil\u2066\u2067",
    "typst markup": '#import "/etc/passwd" #read("x") $x$ *b* _i_ `c` <l> @r \\ // /* = h #panic("no")',
    "latex and template": "\\input{/etc/passwd} {{7*7}} ${7} %s %(name)s {0.__class__}",
    "xml": "<w:p/>]]>&amp;<![CDATA[x]]><!DOCTYPE a>",
    "script": "javascript:alert(1)",
    "emoji": "👩‍👩‍👧‍👦🇲🇦 😀 𝔘 漢字 हिन्दी 한국어",
    "combining marks": "Z" + "\u0301\u0316" * 200,
    "one long word": "ك" * 10_000,
    "long text": "mot suivi " * 4_000,
    "empty": "",
    "spaces": " \u00a0\u3000\n\n\t ",
    "lines": "un\r\ndeux\rtrois\n\nquatre\u2028cinq",
    "formula": '=HYPERLINK("http://evil.example","x")',
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_a_format(name: str, text: str) -> None:
    assert len(FORMATS[name].render(with_text(text))) > 500


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_same_report_gives_the_same_bytes(name: str, language: str) -> None:
    whole = report(language, status="published")
    again = ReportDocument.from_json(whole.to_json())
    assert FORMATS[name].render(whole) == FORMATS[name].render(again)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_an_empty_cycle_is_drawn(name: str) -> None:
    whole = report("ar")
    empty = ReportDocument(
        slug="vide", cycle="", prefix="V", language="ar", version=1, status="draft",
        snapshot_on=whole.snapshot_on, corpus_sha256="",
    )  # fmt: skip
    assert FORMATS[name].render(empty)


@pytest.mark.parametrize("name", ["docx", "xlsx", "bundle"])
def test_files_inside_an_archive_bear_the_day_of_the_version(name: str, tmp_path) -> None:
    path = tmp_path / "report"
    path.write_bytes(FORMATS[name].render(report("fr", status="published")))
    with ZipFile(path) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2020, 11, 12)}


def test_file_names_say_cycle_language_and_version() -> None:
    assert FORMATS["pdf"].filename(report("ar")) == "pan-2020-2022-report-ar-draft.pdf"
    published = replace(report("fr", status="published"), version=3)
    assert FORMATS["xlsx"].filename(published) == "pan-2020-2022-report-fr-v3.xlsx"
    assert FORMATS["bundle"].filename(published) == "pan-2020-2022-bundle-fr-v3.zip"
    assert len({one.filename(published) for one in FORMATS.values()}) == len(FORMATS)


def test_drawing_all_at_once_gives_what_drawing_each_gives() -> None:
    whole = report("fr", status="published")
    made = dict(drawn(whole))
    assert list(made) == list(FORMATS)
    assert made["bundle"] == FORMATS["bundle"].render(whole)


def test_pages_that_serve_files_load_no_drawing_library() -> None:
    code = (
        "import sys, cocreation.synthesis.rendering as r; assert len(r.FORMATS) == 9;"
        "print([m for m in ('typst', 'docx', 'xlsxwriter', 'segno', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_drawing_never_loads_the_grouping_engine() -> None:
    code = (
        "import sys; from cocreation.synthesis.rendering import FORMATS;"
        "from tests.synthesis.rendering.reports import report;"
        "[one.render(report('fr')) for one in FORMATS.values()];"
        "print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
