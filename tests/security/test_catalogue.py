"""The catalogue of bad inputs: its number, what is sent where, and what is answered.

What a form takes of every text at once is in `test_forms`; imports, files and dates have tables of their own, named
below, as have the things that need two windows or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.architecture.tree import ROOT
from tests.core.hostile import MARKUP, UNICODE
from tests.fixtures.browser import words
from tests.fixtures.demonstration import COLLECTING
from tests.security.forms import live_parts, words_of
from tests.security.furnishing import CITIZEN
from tests.security.house import House, Open
from tests.security.things import THINGS


@dataclass(frozen=True)
class Place:
    """A form: who sends it, where, what else it holds, and where what was sent is read afterwards."""

    path: str
    field: str
    person: str = CITIZEN
    more: dict[str, str] = field(default_factory=dict)
    reads: str = ""


TEXT = "SELECT {} FROM proposal_version WHERE proposal_id = ({})"
OWN = THINGS["text of an idea not sent"].values["draft_id"]
THREAD = THINGS["thread of an idea"].values["thread_id"]
PHASE = THINGS["phase"].values["phase_id"]
PASSWORD = "Une phrase assez longue 2020"
PLACES = {
    "title": Place("/fr/proposals/draft/{own}/title", "title", reads=TEXT.format("title", OWN)),
    "problem": Place("/fr/proposals/draft/{own}/problem", "problem", reads=TEXT.format("problem", OWN)),
    "comment": Place(
        "/fr/threads/{thread}/comments", "source", more={"about_version": "1"},
        reads="SELECT source FROM comment ORDER BY id DESC LIMIT 1",
    ),
    "name": Place(
        "/fr/account/preferences", "name", more={"language": "fr"},
        reads=f"SELECT name FROM account WHERE email = '{CITIZEN}'",
    ),
    "password": Place(
        "/fr/account/register", "password", "visitor", {"email": "neuf@example.org", "name": "Neuf", "language": "fr"}
    ),
    "address": Place(
        "/fr/account/register", "email", "visitor", {"name": "Neuf", "language": "fr", "password": PASSWORD}
    ),
    "opening": Place(
        "/fr/administration/cycles/phases/{phase}", "opens_at", "administrator",
        {"period": "octobre 2020", "closes_at": "01/12/2020", "reason_fr": "Une raison"},
    ),
    "closing": Place(
        "/fr/administration/cycles/phases/{phase}", "closes_at", "administrator",
        {"period": "octobre 2020", "opens_at": "01/10/2020", "reason_fr": "Une raison"},
        "SELECT substr(closes_at, 1, 16) FROM phase WHERE id = ({phase})",
    ),
    "parent": Place("/fr/threads/{thread}/comments", "parent", more={"about_version": "1", "source": "Une réponse"}),
    "theme": Place("/fr/proposals/draft/{own}/theme", "theme"),
    "reason": Place("/fr/report/comment/{comment}", "reason", "mouaten@example.org", {"words": "Ce que j’en dis"}),
}  # fmt: skip

LETTERS, LONG = (
    "Write at least two letters.",
    "This text has %(size)s characters; at most %(limit)s are allowed. Shorten it.",
)
LISTED = "Choose one of the list."


@dataclass(frozen=True)
class Case:
    """One input: its number, the place it is sent to, what is sent, the status, the words said, what is kept."""

    number: int
    name: str
    place: str
    sent: str
    status: int
    said: str = ""
    kept: str | None = None
    values: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.number}-{self.name}-{self.place}".replace(" ", "-")


def _unicode(number: int) -> str:
    return next(item.text for item in UNICODE if item.number == number)


CASES = (
    # Unicode.
    Case(1, "override", "title", _unicode(1), 303, kept="Titre gpj.exe"),
    Case(2, "isolate", "title", _unicode(2), 303, kept="Une idée pour l’eau"),
    Case(3, "marks at the ends", "title", _unicode(3), 303, kept="مقترح"),
    Case(4, "zero width", "title", _unicode(4), 422),
    Case(4, "zero width", "comment", _unicode(4), 422, "Fill in this field."),
    Case(5, "filler", "title", _unicode(5), 422),
    Case(6, "word joiner", "title", _unicode(6), 422),
    Case(6, "one letter", "title", "a", 422, LETTERS),
    Case(7, "nul", "problem", _unicode(7), 303, kept="avantaprès"),
    Case(8, "controls", "problem", _unicode(8), 303, kept="avantaprès"),
    Case(9, "noncharacter", "problem", _unicode(9), 303, kept="avantaprès"),
    Case(11, "emoji", "comment", _unicode(11), 303, kept=_unicode(11)),
    Case(12, "family", "title", _unicode(12), 303, kept=_unicode(12)),
    Case(12, "150 families", "title", "Idée " + "👨‍👩‍👧‍👦" * 145, 303, kept="Idée " + "👨‍👩‍👧‍👦" * 145),
    Case(13, "flag", "title", _unicode(13), 303, kept=_unicode(13)),
    Case(14, "zalgo", "title", _unicode(14), 303, kept="\u1e92" + "\u0334" * 4 + "algo"),
    Case(15, "decomposed", "title", _unicode(15), 303, kept="École numérique"),
    Case(16, "presentation forms", "title", _unicode(16), 303, kept=_unicode(16)),
    Case(17, "vocalised", "title", _unicode(17), 303, kept=_unicode(17)),
    Case(18, "tatweel", "title", _unicode(18), 303, kept=_unicode(18)),
    Case(19, "joiner", "title", _unicode(19), 303, kept=_unicode(19)),
    Case(20, "tifinagh", "title", _unicode(20), 303, kept=_unicode(20)),
    Case(21, "cyrillic address", "address", _unicode(21), 422),
    Case(22, "institution by look-alikes", "name", _unicode(22), 422),
    Case(22, "institution", "name", "Ministère de l’Intérieur", 422),
    Case(23, "persian letters", "title", _unicode(23), 303, kept=_unicode(23)),
    # Size.
    Case(24, "one megabyte", "comment", "une idée " * 110_000, 422, LONG, values={"size": 989_999, "limit": 2_000}),
    Case(25, "less than", "problem", "<" * 600_000, 422, LONG, values={"size": 600_000, "limit": 5_000}),
    Case(26, "nested tags", "problem", "<strong>" * 50_000, 422, LONG, values={"size": 400_000, "limit": 5_000}),
    Case(27, "one word", "problem", "a" * 5_000, 303, kept="a" * 5_000),
    Case(28, "one too many", "problem", "a" * 5_001, 422, LONG, values={"size": 5_001, "limit": 5_000}),
    Case(28, "one too many", "title", "a" * 151, 422, LONG, values={"size": 151, "limit": 150}),
    Case(29, "600 kB", "comment", "a" * 600_000, 422, LONG, values={"size": 600_000, "limit": 2_000}),
    Case(30, "3 MB", "comment", "a" * 3_000_000, 413, "What you sent is too large."),
    Case(33, "password of 1 MB", "password", "a" * 1_000_000, 422),
    # Markup: shown as typed, in a form and on a page.
    *(Case(item.number, item.name, "comment", item.text, 303) for item in MARKUP),
    # Parameters that a form holds.
    Case(51, "2^80", "parent", str(2**80), 404),
    Case(51, "25 digits", "theme", "9" * 25, 422, LISTED),
    Case(52, "arabic digit", "theme", "١", 422, LISTED),
    Case(55, "unknown reason", "reason", "xx", 422),
    Case(81, "itself as a parent", "parent", "0", 404),
    # Dates.
    Case(69, "no such day", "opening", "31/02/2020", 422),
    Case(69, "zeros", "opening", "0000-00-00", 422),
    Case(69, "far year", "opening", "01/01/99999", 422),
    Case(70, "last day of all", "opening", "31/12/9999", 422),
    Case(71, "arabic digits", "closing", "٠١/١٢/٢٠٢٠", 303, kept="2020-11-30 23:00"),
    Case(72, "end before start", "closing", "01/09/2020", 422),
)


@pytest.fixture
def house(house_at: Open) -> House:
    """Give the house of the collection."""
    return house_at(COLLECTING)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_bad_input_is_answered_as_the_catalogue_says(house: House, case: Case) -> None:
    place = PLACES[case.place]
    numbers = {"own": OWN, "thread": THREAD, "phase": PHASE, "comment": THINGS["comment to report"].values["object_id"]}
    found = {key: str(house.ask(statement)) for key, statement in numbers.items() if "{" + key + "}" in place.path}
    client = house.as_(place.person)
    response = client.post(place.path.format(**found), data={**place.more, place.field: case.sent})
    page = words_of(response)
    try:
        assert response.status_code == case.status, page[:2_000]
        assert " ".join(words("fr", case.said, **case.values).split()) in page if case.said else True
        assert case.status != 422 or 'role="alert"' in page
        if case.status in {404, 422}:
            _is_kept(page, case, place)
        if case.kept is not None:
            assert house.ask(place.reads.format(**found)) == case.kept
        if case.status == 303:
            assert live_parts(client.get(response.headers["Location"])) == []
    finally:
        if response.status_code < 400:
            house.put_back()


def _is_kept(page: str, case: Case, place: Place) -> None:
    """Whatever was typed stands in the page that says what is wrong; a password is asked anew."""
    typed = {**place.more, place.field: case.sent}
    for name in ("title", "problem", "source", "name", "words", "reason_fr", "opens_at", "closes_at"):
        visible = "".join(sign for sign in typed.get(name, "") if sign.isprintable() and sign != "\u3164")
        assert " ".join(visible.split()) in page, name


ADDRESSES = (
    (49, "/fr/proposals?page=0", 200),
    (49, "/fr/proposals?page=-1", 200),
    (50, f"/fr/proposals?page={'9' * 25}", 200),
    (50, f"/fr/proposals?after={'9' * 25}", 200),
    (51, f"/fr/proposals/{2**80}", 404),
    (51, f"/fr/comments/{2**80}", 404),
    (51, f"/fr/attachments/{2**80}", 404),
    (52, "/fr/comments/١", 404),
    (53, "/fr/comments/1_0", 404),
    (53, "/fr/comments/1e3", 404),
    (54, "/fr/proposals?per_page=100000", 200),
    (55, "/xx/proposals", 404),
    (55, f"/{'x' * 3000}/proposals", 404),
    (55, "/fr/proposals?lang=../../etc", 200),
    (58, "/fr/search?q=%ff%fe", 200),
    (59, "/fr/proposals/%00", 404),
    (59, "/fr/search?q=%00", 404),
    (60, "/static/..%2f..%2fsettings.py", 404),
    (60, "/fr/attachments/..%2f..%2f1", 404),
    (62, "/fr/proposals?theme=justice&theme=access", 200),
    (63, "/fr/search?q=%25%25%25_", 200),
    (63, "/fr/proposals?q=%25%25%25_", 200),
    (64, f"/fr/search?q={'eau+' * 15_000}", 200),
    (64, f"/fr/proposals?q={'a' * 60_000}", 200),
    (64, f"/fr/search/suggestions?q={'a' * 60_000}", 200),
    (68, "/fr/grouping/run/٥", 404),
)


@pytest.mark.parametrize(("number", "address", "status"), ADDRESSES, ids=lambda value: str(value)[:40])
def test_a_bad_address_is_answered_as_the_catalogue_says(house: House, number: int, address: str, status: int) -> None:
    response = house.as_("visitor").get(address)
    assert response.status_code == status, number
    if response.mimetype == "text/html":
        assert live_parts(response) == []


@pytest.mark.parametrize("accepted", ["x" * 3000, "fr;q=nan", ";;;,,,", "zz-ZZ", "ar-MA-x-\u00e9", "*"])
def test_a_garbled_language_leads_to_a_page(house: House, accepted: str) -> None:
    """Case 56."""
    response = house.as_("visitor").get(
        "/", headers={"Accept-Language": accepted.encode("latin-1", "replace").decode("latin-1")}
    )
    assert response.status_code in {302, 303}
    assert response.headers["Location"] in {"/fr/", "/ar/", "/en/"}


def test_more_than_a_thousand_fields_are_refused_with_words(house: House) -> None:
    """Case 31."""
    response = house.as_(CITIZEN).post(
        f"/fr/threads/{house.ask(THREAD)}/comments", data={f"field{number}": "x" for number in range(1_001)}
    )
    assert response.status_code in {413, 422}


# The rest of the catalogue has tests where its rule stands: (numbers, file, test).
ELSEWHERE = (
    ("10 87", "tests/security/test_forms.py", "test_its_forms_take_every_text"),
    ("1-48", "tests/core/test_html.py", "test_hostile_texts_come_out_harmless"),
    ("7-10 87 90", "tests/synthesis/rendering/test_report_formats.py", "test_no_text_breaks_a_format"),
    ("15-20", "tests/text", "test_"),
    ("22 23", "tests/accounts/test_names.py", "test_an_institutions_name_is_refused"),
    ("57", "tests/core/test_web.py", "test_a_foreign_host_is_refused"),
    ("69-71", "tests/core/test_fuzzy.py", "test_what_is_no_date_is_refused_in_words"),
    ("74", "tests/proposals/test_sending.py", "test_what_was_written_is_kept_and_told_so"),
    ("75", "tests/core/test_web.py", "test_a_forged_or_late_form_gives_the_text_back"),
    ("76", "tests/proposals/test_writing.py", "test_the_first_answer_sent_twice_is_one_draft"),
    ("76", "tests/comments/test_services.py", "test_a_form_sent_twice_is_one_comment_for_the_same_person_only"),
    ("78", "tests/proposals/test_writing.py", "test_two_windows_do_not_write_over_each_other"),
    ("79", "tests/proposals/test_sending.py", "test_a_session_that_ended_loses_nothing"),
    ("80", "tests/comments/test_services.py", "test_replies_grow_to_the_third_level_and_then_stand_side_by_side"),
    ("80", "tests/comments/test_services.py", "test_no_reply_to_what_cannot_be_read_or_stands_elsewhere"),
    ("83 84", "tests/proposals/test_importing_texts.py", "test_another_encoding_is_refused_with_the_rows_in_three"),
    ("85", "tests/proposals/test_importing_texts.py", "test_missing_mistyped_and_misplaced_headers_are_named"),
    ("85", "tests/proposals/test_importing_workbooks.py", "test_hidden_and_merged_cells_are_named"),
    ("86", "tests/proposals/test_importing_texts.py", "test_a_broken_file_is_named"),
    ("87", "tests/synthesis/rendering/test_report_sheets.py", "test_no_cell_of_the_csv_starts_as_a_formula"),
    ("88", "tests/proposals/test_importing_workbooks.py", "test_other_office_files_and_macros_are_refused"),
    ("88 89", "tests/attachments/test_checking.py", "test_what_is_something_else_is_refused_with_what_to_do"),
    ("89", "tests/proposals/test_importing_workbooks.py", "test_traps_are_refused_before_parsing"),
    (
        "90",
        "tests/synthesis/rendering/test_report_sheets.py",
        "test_a_text_longer_than_a_cell_stands_whole_among_the_long_texts",
    ),
)


@pytest.mark.parametrize(("numbers", "where", "name"), ELSEWHERE, ids=lambda value: value)
def test_the_test_of_a_rule_stands_where_this_table_says(numbers: str, where: str, name: str) -> None:
    path = ROOT / where
    files = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
    assert any(f"def {name}" in file.read_text(encoding="utf-8") for file in files), numbers
