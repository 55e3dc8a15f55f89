"""The classes of weaknesses seen in platforms of this kind: a test of each here, or the place where it stands."""

from __future__ import annotations

import ast
import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import String, Text

from cocreation.core.db import Base
from cocreation.core.i18n import OfficialTextType
from tests.architecture.tree import ROOT
from tests.core.hostile import MARKUP
from tests.fixtures.demonstration import COLLECTING, REPORTED, SCORING
from tests.security.doors import Line, address_of, lines
from tests.security.forms import live_parts
from tests.security.furnishing import CANARY
from tests.security.house import House, Open
from tests.security.things import THINGS

SOURCES = sorted((ROOT / "platform" / "cocreation").rglob("*.py"))
# Every parameter some view reads from its address.
PARAMETERS = sorted(
    {name for file in SOURCES for name in re.findall(r"request\.args\.\w+\(\s*\"(\w+)\"", file.read_text("utf-8"))}
)
PAYLOADS = ('"><svg onload=alert(1)>', "javascript:alert(1)//' OR 1=1;--", "</script><script>alert(1)</script>{{7*7}}")
READING = [line for line in lines() if line.method == "GET"]
DATES = (COLLECTING, REPORTED, SCORING)


def _pages(house: House, date: str) -> Iterator[tuple[Line, str, str]]:
    """Every page of a house with somebody who may open it and its address."""
    for line in READING:
        thing = THINGS[line.thing]
        if thing.date != date:
            continue
        answers = dict(zip(("visitor", "administrator", "owner"), (line.answers[i] for i in (0, -2, -1)), strict=True))
        who = next((role for role in ("administrator", "owner", "visitor") if answers[role] == "yes"), "")
        if who:
            yield line, thing.owner if who == "owner" else who, address_of(house, line)


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_parameter_of_an_address_comes_alive_or_breaks_a_page(house_at: Open, date: str, payload: str) -> None:
    """Classes 4, 11, 12 and 25: every parameter of every page."""
    house = house_at(date)
    for line, who, address in _pages(house, date):
        response = house.as_(who).get(address, query_string=dict.fromkeys(PARAMETERS, payload))
        assert response.status_code < 500, f"{line} {response.status_code}"
        if response.mimetype == "text/html":
            assert live_parts(response) == [], line
        response.close()


# Words of ours that rules read, what is already markup or a digest, and what leads somewhere.
NOT_SPOKEN = re.compile(
    r"html|website|document|basis|state|kind|code|channel|language|voice|region|role|digest|key|hash|sha|slug|prefix|email|path|form_id|side|"
    r"reference|actor|salt|seal|action|object_id|external|media|audience|duty|method|scope|purpose|subject|progress|"
    r"concept|original|number|version_num|analyser|lease|step|error|message|recipient|format|consent|period|type|pace|unit"
)


def _spoken() -> Iterator[tuple[str, str, bool]]:
    """The columns that hold what people typed: table, column, whether in several languages."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            official = isinstance(column.type, OfficialTextType)
            # The name of a group is ours: a letter and a number.
            if (table.name, column.name) == ("idea_group", "name"):
                continue
            if official or (isinstance(column.type, String | Text) and not NOT_SPOKEN.search(column.name)):
                yield table.name, column.name, official


@pytest.mark.parametrize("date", DATES)
def test_no_stored_text_comes_alive_on_any_page(house_at: Open, date: str) -> None:
    """Classes 1, 2, 3 and 6: every text of the database is hostile, and whoever may reads every page."""
    house = house_at(date)
    texts = [item.text for item in MARKUP]
    columns = list(_spoken())
    assert {("account", "name", False), ("proposal_version", "title", False), ("theme", "title", True)} <= set(columns)
    try:
        with contextlib.closing(sqlite3.connect(house.path)) as base:
            for table, column, official in columns:
                rows = base.execute(f"SELECT rowid FROM {table} WHERE {column} IS NOT NULL").fetchall()
                for place, (row,) in enumerate(rows):
                    text = texts[place % len(texts)]
                    value = json.dumps(dict.fromkeys(("fr", "ar", "en"), text)) if official else text
                    base.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = ?", (value, row))
            base.commit()
        for line, who, address in _pages(house, date):
            response = house.as_(who).get(address)
            assert response.status_code < 500, line
            if response.mimetype == "text/html":
                assert live_parts(response) == [], line
            response.close()
    finally:
        house.put_back()


@pytest.mark.parametrize(
    "role", ["visitor", "unconfirmed", "erased", "citizen", "representative", "agent", "other_moderator"]
)
def test_private_words_are_met_on_no_page_of_a_stranger(house_at: Open, role: str) -> None:
    """Class 10: drafts, new texts that wait, proofs and requests about data hold a word nobody else reads."""
    house = house_at(COLLECTING)
    addresses = {address_of(house, line) for line in READING if THINGS[line.thing].date == COLLECTING}
    asked = {
        f"/fr/{page}?q={CANARY}" for page in ("search", "search/suggestions", "proposals", "drafts", "organisations")
    }
    for address in sorted(addresses | asked):
        response = house.as_(role).get(address)
        body = response.get_data().decode("utf-8", "replace")
        response.close()
        assert CANARY not in body.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "") or address in asked, (
            address
        )
        if address in asked:
            assert "Un texte commencé" not in body, address


# They answer and lead on, and write nothing; a mail program ends a mail by the signed link it holds and nothing else;
# the link that sends a proposal is looked at first, and its token then (tests/proposals/test_sending.py).
WITHOUT_TOKEN = {
    "proposals.new", "proposals.hint", "proposals.say_again", "proposals.send_by_link", "notifications.stopped",
}  # fmt: skip


def test_no_form_is_taken_without_its_token(house_at: Open) -> None:
    """Class 30: every door that writes, for somebody who may."""
    house = house_at(COLLECTING)
    house.put_back()
    before = _rows(house)
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for line in lines():
            thing = THINGS[line.thing]
            if line.method == "POST" and thing.date == COLLECTING:
                who = thing.owner or ("administrator" if line.answers[-2] == "yes" else "moderator")
                status = house.as_(who).post(address_of(house, line)).status_code
                assert status == 400 or line.endpoint in WITHOUT_TOKEN, line
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False
    assert _rows(house) == before


@pytest.mark.parametrize("date", DATES)
def test_reading_writes_nothing(house_at: Open, date: str) -> None:
    """Classes 19 and 30: no page one opens changes a row."""
    house = house_at(date)
    house.put_back()
    before = _rows(house)
    for _line, who, address in _pages(house, date):
        house.as_(who).get(address).close()
    assert _rows(house) == before


def _rows(house: House) -> dict[str, list[tuple[object, ...]]]:
    unread = {"web_session", "search_words"}
    with contextlib.closing(sqlite3.connect(house.path)) as base:
        return {
            name: base.execute(f"SELECT * FROM {name}").fetchall()
            for name in Base.metadata.tables
            if name not in unread and not name.startswith("search_")
        }


def test_no_statement_is_put_together_from_strings() -> None:
    """Class 12: values go beside a statement, never into it; PRAGMA takes no values."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            if name in {"text", "execute", "executescript"} and isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                ours = isinstance(first, ast.JoinedStr) and ast.unparse(first).startswith(("f'PRAGMA", "f'{table}"))
                assert ours or not isinstance(first, ast.JoinedStr | ast.BinOp), f"{file.name}:{node.lineno}"


def test_the_platform_fetches_no_address() -> None:
    """Class 23."""
    fetching = re.compile(
        r"^\s*(?:from|import) (?:requests|httpx|aiohttp|urllib\.request|http\.client)\b", re.MULTILINE
    )
    assert [file.name for file in SOURCES if fetching.search(file.read_text("utf-8"))] == []


# Where the other classes are tested: (class, file, test).
ELSEWHERE = (
    ("2 7", "tests/attachments/test_keeping.py", "test_it_is_a_download_that_can_run_nothing"),
    ("2", "tests/core/test_files.py", "test_a_hostile_name_becomes_a_harmless_one"),
    ("5", "tests/core/test_html.py", "test_links_that_lie_are_refused"),
    ("6", "tests/architecture/test_markup.py", "test_markup_is_trusted_only_where_it_is_known_to_be_ours"),
    ("7", "tests/attachments/test_checking.py", "test_what_is_something_else_is_refused_with_what_to_do"),
    ("8", "tests/core/test_web.py", "test_an_endpoint_without_a_door_stops_the_start"),
    ("8 9", "tests/security/test_doors.py", "test_a_door_answers_each_role_as_the_table_says"),
    ("11", "tests/proposals/test_pages.py", "test_no_address_breaks_the_list"),
    ("13", "tests/privacy/test_exporting.py", "test_only_their_owner_downloads_them_and_only_for_three_days"),
    ("14", "tests/privacy/test_exporting.py", "test_made_at_the_same_time_each_holds_its_owner_alone"),
    ("15", "tests/proposals/test_supporting.py", "test_a_hundred_clicks_at_once_count_once"),
    ("15", "tests/moderation/test_race.py", "test_one_decides_and_the_other_is_told_who_and_why"),
    ("15", "tests/organisations/test_people.py", "test_one_invitation_pressed_twice_at_once_gives_one_role"),
    ("16", "tests/accounts/test_entering.py", "test_links_of_one_purpose_open_no_other_door"),
    ("16", "tests/notifications/test_by_address.py", "test_a_key_opens_the_list_of_one_person_alone"),
    ("17", "tests/organisations/test_people.py", "test_old_withdrawn_replaced_and_forged_links_are_dead"),
    ("17", "tests/organisations/test_people.py", "test_an_invitation_of_a_refused_organisation_opens_nothing"),
    ("18", "tests/core/test_web.py", "test_a_foreign_host_is_refused"),
    ("18", "tests/accounts/test_limits.py", "test_guessing_a_password_is_stopped_whatever_the_browser"),
    ("19", "tests/accounts/test_entering.py", "test_opening_a_link_uses_nothing_up"),
    ("19", "tests/notifications/test_by_address.py", "test_the_mailed_link_begins_it_and_a_key_ends_it"),
    ("20", "tests/accounts/test_entering.py", "test_only_declared_fields_change"),
    ("21", "tests/accounts/test_entering.py", "test_the_time_of_an_answer_tells_nothing"),
    ("21 27", "tests/notifications/test_by_address.py", "test_the_answer_is_the_same_for_every_address"),
    ("22", "tests/core/test_web.py", "test_only_local_addresses_are_gone_back_to"),
    ("24", "tests/synthesis/rendering/test_report_sheets.py", "test_no_cell_of_the_workbook_is_a_formula"),
    ("24", "tests/synthesis/rendering/test_report_sheets.py", "test_no_cell_of_the_csv_starts_as_a_formula"),
    ("25", "tests/proposals/test_importing_workbooks.py", "test_traps_are_refused_before_parsing"),
    ("26", "tests/core/test_html.py", "test_a_text_past_the_limit_is_refused_before_it_is_parsed"),
    ("27", "tests/accounts/test_entering.py", "test_a_letter_box_is_not_filled_with_links"),
    ("27", "tests/notifications/test_by_address.py", "test_a_letter_box_is_not_filled"),
    ("28", "tests/core/test_files.py", "test_any_name_survives_the_header"),
    ("29", "tests/core/test_web.py", "test_reading_sets_no_cookie_and_a_signed_in_page_is_never_kept"),
    ("32", "tests/proposals/test_importing.py", "test_one_faulty_row_and_nothing_is_imported"),
    ("33", "tests/architecture/test_house.py", "test_no_pickle"),
    ("34", "tests/accounts/test_entering.py", "test_a_cookie_planted_before_sign_in_is_dead_after_it"),
    ("34", "tests/accounts/test_entering.py", "test_signing_out_kills_the_cookie_that_was_copied"),
    ("35", "tests/core/test_limits.py", "test_a_house_is_one_address_and_a_forged_header_changes_nothing"),
    ("36", "tests/moderation/test_reports.py", "test_nothing_is_hidden_by_the_number_of_reports"),
)


@pytest.mark.parametrize(("classes", "file", "name"), ELSEWHERE, ids=lambda value: value)
def test_the_test_of_a_class_stands_where_this_table_says(classes: str, file: str, name: str) -> None:
    assert f"def {name}" in (ROOT / file).read_text(encoding="utf-8"), classes
