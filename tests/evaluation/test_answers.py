"""Reasoned answers: written at the item’s level, adapted for one idea, published at once by two, then never changed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.evaluation import answer_files, answering, answers, press, publishing, sifting
from cocreation.evaluation.answer_listing import Wanted, counts, listed
from cocreation.evaluation.answer_models import PublishedAnswer
from cocreation.journal import queries as journal
from cocreation.notifications import events
from cocreation.notifications.models import Notification
from cocreation.notifications.services import follow
from cocreation.proposals import services as proposals
from tests.evaluation.answered import NONE, PRESS, WHY, answered, decided, published, written
from tests.evaluation.material import HELD, World
from tests.proposals.material import make_person, publish, send

OWN = OfficialText(fr="Pour vous seule", ar="لك وحدك")


def test_an_answer_is_offered_written_once_for_its_group_and_adapted_for_one_idea(world: World) -> None:
    decided(world)
    subjects = answers.subjects(world.cycle.id)
    assert [(one.outcome, len(one.ideas), one.offered) for one in subjects] == [
        ("retained", 2, WHY), ("retained", 1, WHY), ("retained", 1, WHY),
    ]  # fmt: skip
    assert subjects[0].lacks == ("fr", "ar")
    answering.write(subject=subjects[0], words=WHY, seen=0, by=world.secretariat, at=HELD)
    answering.adapt(proposal=world.ideas[1], words=OWN, seen=0, by=world.second, at=HELD)
    ready = answers.ready(world.cycle.id)
    assert (ready[world.ideas[0].id].words, ready[world.ideas[0].id].own_words) == (WHY, NONE)
    assert (ready[world.ideas[1].id].words, ready[world.ideas[1].id].own_words) == (WHY, OWN)


def test_the_first_sift_offers_its_reason_and_its_note_in_the_language_it_was_typed_in(world: World) -> None:
    sifting.sift(
        cycle=world.cycle, ideas=[world.ideas[2]], gate="already_done", reason_code="in_force", note="منذ سنة 2018",
        link="https://example.org/fait", by=world.secretariat, at=HELD,
    )  # fmt: skip
    (subject,) = answers.subjects(world.cycle.id)
    assert subject.key.startswith("sift-")
    assert subject.offered["ar"].endswith("منذ سنة 2018")
    assert "2018" not in subject.offered["fr"]
    assert answers.ready(world.cycle.id)[world.ideas[2].id].link == "https://example.org/fait"


def test_of_two_people_who_write_one_answer_the_second_is_told(world: World) -> None:
    decided(world)
    subject = answers.subjects(world.cycle.id)[0]
    answering.write(subject=subject, words=WHY, seen=0, by=world.secretariat, at=HELD)
    with pytest.raises(answering.Changed) as late:
        answering.write(subject=subject, words=OWN, seen=0, by=world.second, at=HELD)
    again = answers.subjects(world.cycle.id)[0]
    with pytest.raises(answering.Changed) as stale:
        answering.write(subject=again, words=OWN, seen=0, by=world.second, at=HELD)
    assert stale.value.words == WHY
    assert late.value.status == 409
    assert again.words == WHY


def test_in_bulk_only_what_is_missing_is_filled(world: World) -> None:
    decided(world)
    first = answers.subjects(world.cycle.id)[0]
    answering.write(subject=first, words=OfficialText(fr="Déjà écrit"), seen=0, by=world.secretariat, at=HELD)
    made = answering.write_many(subjects=answers.subjects(world.cycle.id), words=WHY, by=world.secretariat, at=HELD)
    assert len(made) == 3
    found = answers.subjects(world.cycle.id)
    assert found[0].words == {"fr": "Déjà écrit", "ar": WHY["ar"]}
    assert not any(one.lacks for one in found)
    assert answering.write_many(subjects=found, words=None, by=world.secretariat, at=HELD) == []


def test_nothing_is_published_before_everything_is_decided_and_answered_and_the_references_are_named(
    world: World,
) -> None:
    decided(world)
    late = publish(send(world.cycle, None, world.authors[0], title="Une idée venue après"))
    faults = answers.faults(world.cycle.id)
    assert faults.undecided == [late.reference]
    assert len(faults.unanswered["fr"]) == 4
    with pytest.raises(publishing.NotComplete) as refused:
        publishing.propose(cycle=world.cycle, note=NONE, press=PRESS, by=world.secretariat, at=HELD)
    assert late.reference in refused.value.values["references"]
    proposals.withdraw(proposal=late, by=world.authors[0], at=HELD)
    answering.write_many(
        subjects=answers.subjects(world.cycle.id), words=OfficialText(fr="En français"), by=world.secretariat, at=HELD
    )
    faults = answers.faults(world.cycle.id)
    assert (len(faults.unanswered["fr"]), len(faults.unanswered["ar"])) == (0, 4)


def test_two_people_publish_what_was_proposed_and_nothing_else(world: World) -> None:
    decided(world)
    written(world)
    made = publishing.propose(cycle=world.cycle, note=NONE, press=PRESS, by=world.secretariat, at=HELD)
    with pytest.raises(publishing.SecondNeeded):
        publishing.publish(publication=made, by=world.secretariat, at=HELD)
    answering.adapt(proposal=world.ideas[0], words=OWN, seen=0, by=world.secretariat, at=HELD)
    with pytest.raises(publishing.ChangedMeanwhile):
        publishing.publish(publication=made, by=world.second, at=HELD)
    assert answers.publications(world.cycle.id) == []
    again = publishing.propose(cycle=world.cycle, note=NONE, press=PRESS, by=world.secretariat, at=HELD)
    assert (again.id, again.number) == (made.id, 1)
    publishing.publish(publication=again, by=world.second, at=HELD)
    assert len(answers.of_publication(again.id)) == 4
    with pytest.raises(publishing.Refused, match="published already"):
        publishing.publish(publication=again, by=world.second, at=HELD)
    lines = journal.lines_of(object_kind="answers_publication", object_id=again.id)
    assert [line.action for line in lines] == ["answers.proposed", "answers.proposed", "answers.published"]


def test_what_was_never_published_is_answered_by_its_checking(world: World) -> None:
    refused, withdrawn = (send(world.cycle, None, author) for author in world.authors[:2])
    channel = send(world.cycle, None, world.authors[2])
    for idea, state, reason in ((refused, "refused", "insult"), (channel, "other_channel", "petition")):
        proposals.decide(proposal=idea, to=state, by=None, role="moderator", at=HELD, reason_code=reason)
    proposals.withdraw(proposal=withdrawn, by=world.authors[1], at=HELD)
    answered(world)
    found = answers.published_answers([refused.id, withdrawn.id, channel.id])
    assert {one.outcome for one in found.values()} == {"refused", "withdrawn", "other_channel"}
    assert all(one.words.get(code) for one in found.values() for code in ("fr", "ar", "en"))
    assert found[channel.id].link.startswith("https://")
    assert sum(counts(world.cycle.id, "outcome").values()) == 7


def test_a_correction_is_a_publication_of_what_changed_and_the_old_answer_stays_readable(world: World) -> None:
    before = answered(world)
    with pytest.raises(publishing.Refused, match="Nothing changed"):
        publishing.propose(cycle=world.cycle, note=WHY, press=PRESS, by=world.secretariat, at=HELD)
    answering.adapt(proposal=world.ideas[0], words=OWN, seen=0, by=world.secretariat, at=HELD)
    with pytest.raises(publishing.Refused, match="why these answers change"):
        publishing.propose(cycle=world.cycle, note=NONE, press=PRESS, by=world.secretariat, at=HELD)
    second = published(world, note=WHY)
    assert second.number == 2
    assert [row.proposal_id for row in answers.of_publication(second.id)] == [world.ideas[0].id]
    after, first = answers.history(world.ideas[0].id)
    assert (after.own_words, first.own_words, first.id) == (OWN, NONE, before.id)
    assert answers.published_answer(world.ideas[0].id) == after
    assert sum(counts(world.cycle.id, "outcome").values()) == 4


def test_each_author_is_told_once_and_each_follower_once(world: World) -> None:
    reader = make_person("reader")
    follow(account_id=reader.id, kind="proposal", path=f"/proposals/{world.ideas[0].reference}")
    db.session.commit()
    answered(world)
    told = db.session.query(Notification).filter_by(kind="answer.published").all()
    assert sorted(one.account_id for one in told) == sorted(author.id for author in world.authors)
    assert told[0].values["reference"] == world.ideas[0].reference
    assert set(told[0].values["day"]) == {"fr", "ar", "en"}
    assert all(one.waits for one in told)
    events.spread_due()
    heard = db.session.query(Notification).filter_by(kind="station.answered").all()
    assert [one.account_id for one in heard] == [reader.id]


def test_the_list_is_counted_filtered_and_found_by_reference(world: World) -> None:
    answered(world)
    number = world.ideas[3].reference or ""
    assert [one.proposal_id for one in listed(world.cycle.id, Wanted(reference=number[-3:]), None).items] == [
        world.ideas[3].id
    ]
    assert listed(world.cycle.id, Wanted(outcome="merged"), None).items == []
    assert listed(world.cycle.id, Wanted(reference="%"), None).items == []
    assert counts(world.cycle.id, "voice", Wanted(outcome="retained")) == {"citizen": 4}
    assert len(listed(world.cycle.id, Wanted(voice="citizen"), None).items) == 4


def test_the_open_data_opens_again_and_hides_the_title_of_what_is_not_public(app: object, world: World) -> None:
    hidden = send(world.cycle, None, world.authors[0], title="=HYPERLINK(insulte)")
    proposals.decide(proposal=hidden, to="refused", by=None, role="moderator", at=HELD, reason_code="insult")
    answered(world)
    rows = list(csv.DictReader(io.StringIO(answer_files.as_file(world.cycle, "csv").decode("utf-8-sig"))))
    assert list(rows[0]) == list(answer_files.FIELDS)
    assert [row["title"] for row in rows if row["outcome"] == "refused"] == [""]
    whole = json.loads(answer_files.as_file(world.cycle, "json"))
    assert set(whole["fields"]) == set(whole["answers"][0])
    assert len(whole["answers"]) == len(rows) == 5


def test_the_press_text_is_drafted_from_the_figures_in_three_languages(world: World) -> None:
    decided(world)
    text = press.drafted(world.cycle)
    assert set(text) == {"fr", "ar", "en"}
    assert all(f"/{code}/answers/{world.cycle.slug}" in words for code, words in text.items())
    assert "3 projets" in text["fr"]
    assert not any("%" in words for words in text.values())


def test_a_published_answer_names_what_it_went_into_or_is_not_recorded(world: World) -> None:
    answered(world)
    row = db.session.query(PublishedAnswer).first()
    assert row is not None
    row.outcome = "merged"
    with pytest.raises(Exception, match="merged_into"):
        db.session.flush()
    db.session.rollback()
