"""The lexicon the secretariat extends: what it takes, what it refuses, and who reads with it from then on."""

import html
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreation.clustering import lexicon_desk, nearby, wording
from cocreation.clustering.models import LexiconEntry
from cocreation.core.access import Visitor
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles.models import Cycle
from cocreation.journal import queries as journal
from cocreation.proposals.similar import similar_ideas
from cocreation.text.lexicon import base_rows, default_digest, default_lexicon, extend_default
from cocreation.themes import services as themes
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, computed, ideas
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

# Words of no text and no row: a French one and an Arabic one for the same invented thing.
ENTRY = {"concept": "blorvage", "fr": "blorvage", "ar": "بلورفاج", "en": "", "ary": "", "zgh": "", "general": ""}


@pytest.fixture(autouse=True)
def own_words() -> Iterator[None]:
    yield
    extend_default(())


@pytest.fixture
def cycle(session: object) -> Cycle:
    return make_cycle()


def added(**changed: str) -> LexiconEntry:
    made = wording.add(row={**ENTRY, **changed}, by=None, at=NOW)
    db.session.commit()
    return made


def hints(cycle: Cycle) -> list[str]:
    db.session.commit()
    found = similar_ideas(cycle_id=cycle.id, title="Blorvage", text="", language="fr", actor=Visitor())
    return [near.reference for near in found]


@pytest.mark.both_databases
def test_an_added_pair_joins_the_languages_at_once_and_no_longer_when_taken_out_of_use(cycle: Cycle) -> None:
    theme, amina = make_theme(cycle), make_person("amina")
    arabic = publish(
        send(cycle, theme, amina, title="بلورفاج الجماعة", problem="", body="بلورفاج للجميع", language="ar")
    )
    assert hints(cycle) == []
    entry = added()
    assert hints(cycle) == [arabic.reference]
    wording.set_state(entry=entry, state="retired", by=None, at=NOW)
    assert hints(cycle) == []
    wording.set_state(entry=entry, state="active", by=None, at=NOW)
    assert hints(cycle) == [arabic.reference]
    lines = journal.lines_of(object_kind="lexicon", object_id=entry.id)
    assert [line.action for line in lines] == ["lexicon.added", "lexicon.retired", "lexicon.active"]


def test_two_databases_in_one_process_read_each_with_its_own_words(cycle: Cycle) -> None:
    entry = added()
    nearby.index_of(db.engine, cycle.id)
    mine = default_digest()
    extend_default(())
    assert default_digest() != mine
    nearby.index_of(db.engine, cycle.id)
    assert default_digest() == mine
    assert f"c:{entry.concept}" in set(default_lexicon())


def test_a_run_says_with_which_lexicon_it_was_made(app: Flask, cycle: Cycle) -> None:
    ideas(cycle, BUDGET, [make_person("amina")], "budget")
    db.session.commit()
    before = (computed(app, cycle).result or {})["parameters"]["lexicon"]
    added()
    after = (computed(app, cycle).result or {})["parameters"]["lexicon"]
    assert before != after
    assert after == wording.put_in_force()


@pytest.mark.parametrize(
    "changed",
    [
        {"concept": "Château d’eau"},
        {"concept": ""},
        {"concept": "budget"},
        {"fr": ""},
        {"ar": ""},
        {"fr": "budget"},
        {"fr": "BUDGET | blorvage"},
        {"fr": "بلورفاج"},
        {"ar": "blorvage"},
        {"fr": "=cmd()"},
        {"fr": "＝blorvage"},
        {"fr": "<b>blorvage"},
        {"fr": "le la les"},
        {"fr": "blorvage bleu maison rouge forêt rivière"},
        {"fr": "|".join(f"blorvage{letter}" for letter in "abcdefghijklmn")},
        {"fr": "b" * 90},
    ],
)
def test_what_cannot_stand_in_the_lexicon_is_refused(session: object, changed: dict[str, str]) -> None:
    with pytest.raises(wording.Faulty):
        wording.add(row={**ENTRY, **changed}, by=None, at=NOW)
    assert db.session.scalar(select(func.count()).select_from(LexiconEntry)) == 0


def test_words_are_cleaned_and_said_once(session: object) -> None:
    entry = added(fr="  blorvage |blorvage| grand\u200b blorvage |")
    assert entry.fr == "blorvage|grand blorvage"


def test_the_words_of_an_entry_out_of_use_are_free_and_come_back_only_if_they_still_are(session: object) -> None:
    first = added()
    wording.set_state(entry=first, state="retired", by=None, at=NOW)
    added(concept="blorvage-two")
    with pytest.raises(wording.Faulty):
        wording.set_state(entry=first, state="active", by=None, at=NOW)


def test_the_second_of_two_who_edit_is_told(session: object) -> None:
    entry = added()
    seen = entry.revision
    wording.edit(entry=entry, row={**ENTRY, "fr": "blorvage|glibert"}, revision_seen=seen, by=None, at=NOW)
    with pytest.raises(wording.EditedMeanwhile):
        wording.edit(entry=entry, row=ENTRY, revision_seen=seen, by=None, at=NOW)
    assert entry.fr == "blorvage|glibert"


def test_a_sheet_comes_in_whole_or_not_at_all_and_goes_out_the_same(session: object) -> None:
    good = "concept,fr,ar\nblorvage,blorvage,بلورفاج\nglibert,glibert|gliberte,غليبرت\n"
    with pytest.raises(wording.Faulty) as told:
        wording.bring_in(text=good + "budget,budget,ميزانية\n", by=None, at=NOW)
    assert told.value.values["line"] == 3
    db.session.rollback()
    assert wording.entries() == []
    wording.bring_in(text=good.replace(",", "\t"), by=None, at=NOW)
    db.session.rollback()
    wording.bring_in(text=good.replace(",", ";"), by=None, at=NOW)
    rows = [wording.row_of(entry) for entry in wording.entries()]
    assert wording.sheet(rows).splitlines()[1:] == [
        "blorvage,blorvage,بلورفاج,,,,",
        "glibert,glibert|gliberte,غليبرت,,,,",
    ]
    for faulty in ("", "x", "fr,ar\na,b", "concept,fr,ar\n", 'concept,fr,ar\n"a,b'):
        with pytest.raises(wording.Faulty):
            wording.bring_in(text=faulty, by=None, at=NOW)


def test_titles_in_two_languages_propose_what_is_not_known(session: object) -> None:
    known = next(row for row in base_rows() if row["concept"] == "budget")
    found = wording.candidates(
        [
            {"fr": "Blorvage public", "ar": "بلورفاج عمومي", "en": "Public blorvage"},
            {"fr": known["fr"].split("|")[0], "ar": known["ar"].split("|")[0]},
            {"fr": "Blorvage sans arabe"},
            {"fr": "Blorvage public", "ar": "بلورفاج عمومي"},
        ]
    )
    assert [(row["concept"], row["fr"], row["ar"]) for row in found] == [
        ("public-blorvage", "Blorvage public", "بلورفاج عمومي")
    ]


def test_of_many_entries_the_first_are_shown_and_the_others_found_by_a_word(
    app: Flask, session: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon_desk, "MOST_SHOWN", 1)
    added()
    added(concept="glibert", fr="glibert", ar="غليبرت")
    secretariat = browser_of(app, person("sec@example.ma", "administrator"))
    index = "/en/administration/lexicon/"
    text = secretariat.get(index).get_data(as_text=True)
    assert ("2 concepts found" in text, ">blorvage<" in text, ">glibert<" in text) == (True, True, False)
    text = secretariat.get(index, query_string={"q": "Gliber"}).get_data(as_text=True)
    assert (">blorvage<" in text, ">glibert<" in text) == (False, True)


def test_the_secretariat_extends_the_lexicon_from_its_desk_and_nobody_else(app: Flask, cycle: Cycle) -> None:
    title = OfficialText(fr="Blorvage public", ar="بلورفاج عمومي", en="Public blorvage")
    themes.create_theme(cycle=cycle, slug="blorvage", title=title, text=None, by=None, at=NOW, state="adopted")
    secretariat = browser_of(app, person("sec@example.ma", "administrator"))
    index = "/en/administration/lexicon/"
    text = html.unescape(secretariat.get(index, query_string={"q": "بلدية"}).get_data(as_text=True))
    assert 'name="concept" value="public-blorvage"' in text
    new = "/en/administration/lexicon/new"
    proposed: dict[str, Any] = {**ENTRY, "concept": "public-blorvage", "fr": title["fr"], "ar": title["ar"]}
    assert post(secretariat, new, page=index, **proposed).status_code == 303
    assert 'name="concept" value="public-blorvage"' not in html.unescape(secretariat.get(index).get_data(as_text=True))
    assert post(secretariat, new, **{**ENTRY, "fr": "budget"}).status_code == 422
    entry = db.session.scalars(select(LexiconEntry)).one()
    page = f"/en/administration/lexicon/{entry.id}"
    fields = {**ENTRY, "fr": "blorvage", "revision": str(entry.revision)}
    assert post(secretariat, page, **fields).status_code == 303
    assert post(secretariat, page, **fields).status_code == 409
    assert post(secretariat, f"{page}/retired", page=index).status_code == 303
    assert post(secretariat, "/en/administration/lexicon/sheet", lines="x").status_code == 422
    whole = secretariat.get("/en/administration/lexicon/lexicon.csv?all=1")
    assert whole.mimetype == "text/csv"
    assert len(whole.get_data(as_text=True).splitlines()) == len(base_rows()) + 1
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    for address in (index, new, page, "/en/administration/lexicon/sheet", "/en/administration/lexicon/lexicon.csv"):
        assert moderator.get(address).status_code == 403, address
        assert app.test_client().get(address).status_code == 303, address
