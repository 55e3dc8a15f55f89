"""What a reader may trust: every idea once or no publication, citations both ways, archives without names, changes."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from cocreation.clustering import services as clustering
from cocreation.clustering.models import GroupingRun, Membership
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from cocreation.privacy import erasing
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.synthesis import freezing, queries, services
from cocreation.synthesis.archive import Archive
from cocreation.synthesis.corpus import Corpus
from cocreation.synthesis.models import ReportVersion
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

DESK = "/fr/report-desk/pan-test/fr"


@pytest.fixture
def cycle(app: Flask, session: object) -> Cycle:
    """A cycle with eight grouped ideas, one refused, one that waits."""
    made = make_cycle()
    authors = [make_person(name) for name in ("Amina", "Brahim", "Chama")]
    ideas(made, BUDGET, authors, "budget")
    ideas(made, HOSPITAL, authors, "services")
    theme = make_theme(made)
    refused = send(made, theme, authors[0], title="Texte refusé")
    proposals.decide(
        proposal=refused, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note="mot privé"
    )
    send(made, theme, authors[1], title="En attente")
    db.session.commit()
    clustering.publish_run(run=computed(app, made), by=None, at=NOW)
    db.session.commit()
    return made


def published(cycle: Cycle, language: str = "fr") -> ReportVersion:
    made = freezing.publish(cycle=cycle, language=language, by=None, at=NOW)
    db.session.commit()
    return made


def faults(cycle: Cycle) -> dict[str, set[str]]:
    """What is wrong with the report as it stands: {reference: kinds}."""
    db.session.flush()
    db.session.expire_all()
    corpus = Corpus(cycle, "fr")
    document = services.build_document(cycle=cycle, language="fr", at=NOW, corpus=corpus)
    found: dict[str, set[str]] = {}
    for fault in freezing.coverage_of(corpus, document).faults:
        found.setdefault(fault.reference, set()).add(fault.kind)
    return found


def proposal(reference: str) -> Proposal:
    return db.session.scalars(select(Proposal).where(Proposal.reference == reference)).one()


def copied(row: object, **others: object) -> dict[str, object]:
    """The columns of a row, but for its number."""
    table = type(row).__table__  # type: ignore[attr-defined]
    return {column.key: getattr(row, column.key) for column in table.columns if column.key != "id"} | others


def take_away() -> None:
    waiting = proposal("PANT-00010").id
    db.session.execute(delete(ProposalVersion).where(ProposalVersion.proposal_id == waiting))
    db.session.execute(delete(Proposal).where(Proposal.id == waiting))


def double() -> None:
    waiting = proposal("PANT-00010")
    row = copied(waiting, reference="PANT-00099", form_id=None)
    number = db.session.scalar(insert(Proposal).values(row).returning(Proposal.id))
    db.session.execute(insert(ProposalVersion).values(copied(waiting.current, proposal_id=number)))


def lose_its_place() -> None:
    db.session.execute(delete(Membership).where(Membership.proposal_id == proposal("PANT-00003").id))


def stand_twice() -> None:
    held = db.session.scalars(select(Membership).where(Membership.proposal_id == proposal("PANT-00003").id)).one()
    other = db.session.scalars(
        select(Membership).where(Membership.group_id.is_not(None), Membership.group_id != held.group_id)
    ).first()
    assert other is not None
    run = db.session.get_one(GroupingRun, held.run_id)
    second = db.session.scalar(insert(GroupingRun).values(copied(run)).returning(GroupingRun.id))
    row = copied(held, run_id=second, group_id=other.group_id)
    db.session.execute(insert(Membership).values(row))


def receive_again() -> None:
    line = db.session.scalars(select(JournalLine).where(JournalLine.action == "proposal.submitted")).first()
    assert line is not None
    journal.record(
        action=line.action, object_kind="proposal", object_id=line.object_id, by=None, role="citizen", at=NOW,
        detail=line.detail,
    )  # fmt: skip


def forget_the_reason() -> None:
    db.session.execute(update(Proposal).where(Proposal.reference == "PANT-00009").values(reason_code=None))


TAMPERED: dict[Callable[[], None], tuple[str, str]] = {
    take_away: ("PANT-00010", "unnamed"),
    double: ("PANT-00099", "unknown"),
    lose_its_place: ("PANT-00003", "lost"),
    stand_twice: ("PANT-00003", "placed_again"),
    receive_again: ("PANT-00001", "received_again"),
    forget_the_reason: ("PANT-00009", "without_reason"),
}


@pytest.mark.both_databases
def test_one_row_removed_or_doubled_keeps_the_report_from_being_published(cycle: Cycle) -> None:
    assert faults(cycle) == {}
    for tamper, (reference, kind) in TAMPERED.items():
        tamper()
        assert kind in faults(cycle)[reference], tamper.__name__
        with pytest.raises(freezing.NotWhole) as refusal:
            freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
        assert reference in refusal.value.values["references"]
        assert db.session.scalar(select(ReportVersion.id)) is None
        db.session.rollback()
    assert faults(cycle) == {}


def test_the_desk_names_what_keeps_the_report_from_being_published(app: Flask, cycle: Cycle) -> None:
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    whole = admin.get(f"{DESK}/whole").get_data(as_text=True)
    assert "Oui" in whole
    take_away()
    forget_the_reason()
    db.session.commit()
    answer = post(admin, f"{DESK}/publish", page=DESK)
    assert answer.status_code == 303
    page = admin.get(answer.location).get_data(as_text=True)
    for reference in ("PANT-00009", "PANT-00010"):
        assert reference in page
    assert 'href="/fr/proposals/PANT-00009"' in page
    assert 'href="/fr/proposals/PANT-00010"' not in page
    assert queries.last_published(cycle.id, "fr") is None


def test_an_idea_leads_to_every_version_that_names_it_whatever_its_state(app: Flask, cycle: Cycle) -> None:
    visitor = app.test_client()
    published(cycle)
    later = publish(send(cycle, None, make_person("Dounia"), title="Arrivée après coup"))
    published(cycle)
    first, second = (f'href="/fr/reports/pan-test/fr/{number}#' for number in (1, 2))
    for reference in ("PANT-00001", "PANT-00009"):
        page = visitor.get(f"/fr/proposals/{reference}").get_data(as_text=True)
        assert f"{first}{reference}" in page
        assert f"{second}{reference}" in page
    page = visitor.get(f"/fr/proposals/{later.reference}").get_data(as_text=True)
    assert first not in page
    assert second in page
    version = queries.version(cycle.id, "fr", 2)
    assert version is not None
    assert f'id="{later.reference}"' in visitor.get("/fr/reports/pan-test/fr/2").get_data(as_text=True)
    freezing.withdraw_version(version=version, reason="Une erreur", by=None, at=NOW)
    db.session.commit()
    assert second not in visitor.get("/fr/proposals/PANT-00001").get_data(as_text=True)


def test_the_proof_of_a_version_and_its_archive(app: Flask, cycle: Cycle) -> None:
    made = published(cycle)
    visitor = app.test_client()
    document = services.document_of(made)
    page = visitor.get("/fr/reports/pan-test/fr/1/proof").get_data(as_text=True)
    assert document.manifest in page
    assert made.sha256 in page
    archive = Archive.read(visitor.get("/fr/reports/pan-test/fr/1/archive.json").data)
    assert list(archive.faults()) == []
    assert archive.document == document
    assert [reference for reference, _ in archive.basis["receipts"]] == [f"PANT-{n:05}" for n in range(1, 11)]
    assert archive.basis["groupings"][0]["seed"] == 0
    manifest = json.loads(visitor.get("/fr/reports/pan-test/fr/1/manifest.json").data)
    assert manifest["manifest"] == document.manifest
    assert "pan-test-archive-fr-1.json" not in manifest["files"]
    assert "pan-test-archive-fr-v1.json" in manifest["files"]
    line = db.session.scalars(select(JournalLine).where(JournalLine.action == "report.published")).one()
    assert line.detail["sha256"] == made.sha256
    freezing.withdraw_version(version=made, reason="Une erreur", by=None, at=NOW)
    db.session.commit()
    for address in ("proof", "archive.json", "manifest.json", "since/1"):
        assert visitor.get(f"/fr/reports/pan-test/fr/1/{address}").status_code == 404, address


def test_an_erased_account_leaves_the_archive_as_it_is_and_no_person_is_named_in_it(app: Flask, cycle: Cycle) -> None:
    made = published(cycle)
    before = freezing.beside(made, {})["pan-test-archive-fr-v1.json"]
    for name in ("Amina", "Brahim", "Chama", "@example"):
        assert name not in before.decode(), name
    amina = proposal("PANT-00001").contributor.account
    assert amina is not None
    erasing.erase(account=amina, choice="anonymous", at=NOW)
    db.session.commit()
    db.session.expire_all()
    after = freezing.beside(db.session.get_one(ReportVersion, made.id), {})["pan-test-archive-fr-v1.json"]
    assert after == before
    assert list(Archive.read(after).faults()) == []


def test_what_would_change_today_and_what_changed_between_two_versions(app: Flask, cycle: Cycle) -> None:
    published(cycle)
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    today, since = f"{DESK}/1/today", "/fr/reports/pan-test/fr/2/since/1"
    assert "Rien ne changerait." in moderator.get(today).get_data(as_text=True)
    gone = proposal("PANT-00002")
    proposals.decide(
        proposal=gone, to="out_of_scope", by=None, role="moderator", at=NOW, reason_code="not_open_government"
    )
    publish(proposal("PANT-00010"))
    db.session.commit()
    pages = [moderator.get(today).get_data(as_text=True)]
    published(cycle)
    pages.append(app.test_client().get(since).get_data(as_text=True))
    for page in pages:
        assert "/fr/proposals/PANT-00002" in page
        assert "Publiée, puis Hors périmètre" in page
        assert "PANT-00010" in page
        assert "PANT-00003" not in page
    assert app.test_client().get(today).status_code == 303


def test_a_text_that_no_longer_stands_keeps_the_report_from_being_published(cycle: Cycle) -> None:
    report = services.report_of(cycle, "fr")
    report.texts = {"introduction": "L’idée PANT-00001 ouvre le rapport."}
    assert faults(cycle) == {}
    proposals.withdraw(proposal=proposal("PANT-00001"), by=None, at=NOW)
    assert faults(cycle) == {"": {"text"}}
