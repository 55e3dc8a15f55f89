"""No table that points at a person is forgotten by the file they take away, nor by erasing."""

import re

from flask import Flask

from cocreation.accounts.personal import COLUMN_WORDS, holdings
from cocreation.core.db import Base

PEOPLE = {"account", "contributor"}
# Columns that name a person without a foreign key, and the tables a holding answers for.
NAMING = re.compile(r"(^|_)(email|recipient|actor|requested_by|subject)$")
# A mail's subject line names nobody.
NOT_A_PERSON = {"outgoing_mail.subject"}


def pointing() -> set[str]:
    """Every column that points at an account or a contributor, as «table.column»."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in PEOPLE
    }


def test_every_column_that_points_at_a_person_is_answered_for(app: Flask) -> None:
    with app.app_context():
        covered = {link for holding in holdings() for link in holding.links}
    assert sorted(pointing() - covered) == [], "give these tables a holding in the place account.data"
    assert sorted(covered - pointing()) == [], "these columns point at nobody"


def test_every_table_that_names_a_person_without_a_key_is_answered_for(app: Flask) -> None:
    with app.app_context():
        tables = {holding.name for holding in holdings()}
    naming = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if NAMING.search(column.name)
    }
    assert sorted(name for name in naming - NOT_A_PERSON if name.partition(".")[0] not in tables) == []


def test_every_holding_has_a_section_of_its_own_and_words_for_each_column(app: Flask) -> None:
    with app.app_context():
        every = list(holdings())
    names = [holding.name for holding in every]
    assert len(names) == len(set(names))
    assert sorted({column for holding in every for column in holding.give} - set(COLUMN_WORDS)) == []
    assert all(holding.words and holding.fate for holding in every)


def test_what_is_linked_and_kept_is_a_public_decision_or_says_why(app: Flask) -> None:
    """Only tables of decisions, and those emptied or renamed beside the link, keep pointing at the account."""
    with app.app_context():
        kept = {holding.name for holding in holdings() if holding.links and holding.erase is None}
    decisions = {
        "role", "organisation", "phase_change", "theme_merge", "grouping_run", "correction", "report_version",
        "lexicon_entry", "decision", "second_look_answered", "rights_request_answered",
        "report_edit", "report_event", "report_translation",
        "sift", "grid", "workshop", "seat", "workshop_item", "workshop_reopening",
        "answers_publication", "reasoned_answer", "reaction_settled", "project", "project_turn", "holder_candidate",
        "holder_contact", "holder_contact_correction", "meeting", "progress_snapshot",
    }  # fmt: skip
    # These point at the name signed with, which is emptied and unlinked itself.
    signed = {"answer", "draft_commitment"}
    assert kept == decisions | signed
