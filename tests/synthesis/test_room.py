"""The report in the platform: sums that balance, every idea named, versions frozen, files made and withdrawn."""

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreation.accounts import granting
from cocreation.clustering import services as clustering
from cocreation.comments import services as comments
from cocreation.core import jobs
from cocreation.core.db import db
from cocreation.core.jobs import Job
from cocreation.cycles.models import Cycle
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.synthesis import freezing, making, queries, services, writing
from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.models import ReportFile
from cocreation.synthesis.rendering import FORMATS
from cocreation.synthesis.texts import Texts
from tests.accounts.people import browser_of, person, post
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.proposals.material import NOW, make_body, make_cycle, make_person, make_theme, post_draft, publish, send


@pytest.fixture
def cycle(app: Flask, session: object) -> Cycle:
    """A cycle with grouped ideas, one refused, one without theme, comments and a draft commitment."""
    made = make_cycle()
    authors = [make_person(name) for name in ("amina", "brahim", "chama")]
    sent = [*ideas(made, BUDGET, authors, "budget"), *ideas(made, HOSPITAL, authors, "services")]
    refused = send(made, make_theme(made), authors[0], title="Texte refusé avec un secret")
    proposals.decide(
        proposal=refused, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note="mot privé"
    )
    publish(send(made, None, authors[1], title="Une idée sans thème"))
    for place, side in enumerate(("for", "against", "clarify", None)):
        comments.post(
            thread=sent[0].thread,  # type: ignore[arg-type]
            contributor=sent[place].contributor,
            source=f"Un avis très développé sur la question numéro {place}.",
            language="fr",
            side=side,
            parent=None,
            about_version=1,
            by=None,
            at=NOW,
        )
    body = make_body()
    agent = make_person("agent", "agent", organisation=body)
    draft = post_draft(made, body, agent)
    proposals.submit_draft(draft=draft, by=agent, at=NOW)
    proposals.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW, opens_at=NOW, closes_at=None)
    db.session.commit()
    return made


def document(cycle: Cycle, language: str = "fr") -> ReportDocument:
    return services.build_document(cycle=cycle, language=language, at=NOW)


@pytest.mark.both_databases
def test_the_sums_balance_and_every_idea_is_named(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    clustering.publish_run(run=run, by=None, at=NOW)
    found = document(cycle)
    method = found.method
    assert method.received == method.published + sum(outcome.count for outcome in method.outcomes) == 10
    references = set(db.session.scalars(select(Proposal.reference)))
    assert {row.reference for row in found.annex} == references
    grouped = [reference for group in found.groups for reference in group.members]
    lone = [idea.reference for chapter in found.chapters for idea in chapter.lone]
    assert sorted([*grouped, *lone]) == sorted(row.reference for row in found.annex if row.state == "published")
    *ideas_counted, comments_counted = found.participation
    for table in ideas_counted:
        assert table.total == method.published, table.key
    assert comments_counted.total == method.comments - method.comments_hidden


def test_an_idea_without_theme_has_a_chapter_of_its_own(app: Flask, cycle: Cycle) -> None:
    chapters = {chapter.key: chapter for chapter in document(cycle).chapters}
    assert [idea.title for idea in chapters["none"].lone] == ["Une idée sans thème"]


def test_the_text_of_a_refused_idea_is_nowhere(app: Flask, cycle: Cycle) -> None:
    packed = document(cycle).to_json()
    assert "avec un secret" not in packed
    assert "mot privé" not in packed
    row = next(row for row in document(cycle).annex if row.state == "refused")
    assert row.reason
    assert row.title == ""


def test_comments_are_counted_by_side_and_quoted_with_their_address(app: Flask, cycle: Cycle) -> None:
    run = computed(app, cycle)
    clustering.publish_run(run=run, by=None, at=NOW)
    group = next(group for group in document(cycle).groups if group.sides.total)
    assert (group.sides.pro, group.sides.contra, group.sides.clarify, group.sides.none) == (1, 1, 1, 1)
    address = group.disagreement[0].url.removeprefix("http://127.0.0.1:8000")
    page = app.test_client().get(address)
    assert page.status_code == 200
    assert address.rpartition("#")[2] in page.get_data(as_text=True)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_format_of_a_draft_says_so_and_names_every_idea(app: Flask, cycle: Cycle, language: str) -> None:
    files = freezing.files_of(cycle=cycle, language=language, names=list(FORMATS), draft=True, at=NOW)
    assert len(files) == len(FORMATS)
    for filename, content in files.items():
        assert "draft" in filename
        assert len(content) > 200
    packed = files[f"pan-test-report-{language}-draft.docx"]
    words = zipfile.ZipFile(BytesIO(packed)).read("word/document.xml").decode()
    for reference in db.session.scalars(select(Proposal.reference)):
        assert reference in words


@pytest.mark.both_databases
def test_a_published_version_never_changes_again(app: Flask, cycle: Cycle) -> None:
    made = freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    db.session.commit()
    frozen, sha256 = made.document, made.sha256
    publish(send(cycle, None, make_person("dounia"), title="Arrivée après coup"))
    written = Texts(document(cycle), made.report.texts)
    writing.save(report=made.report, texts=written, key="introduction", text="Un mot.", seen=0, by=None, at=NOW)
    db.session.commit()
    db.session.expire_all()
    again = queries.version(cycle.id, "fr", 1)
    assert again is not None
    assert again.document == frozen
    assert hashlib.sha256(again.document.encode()).hexdigest() == sha256
    assert "Arrivée après coup" not in again.document
    second = freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    assert second.number == 2
    assert "Un mot." in second.document
    with pytest.raises(freezing.NothingChanged):
        freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)


def test_the_files_are_made_by_the_worker_and_withdrawn_with_the_version(app: Flask, cycle: Cycle) -> None:
    made = freezing.publish(cycle=cycle, language="ar", by=None, at=NOW)
    db.session.commit()
    job = db.session.scalars(select(Job).where(Job.kind == making.JOB)).one()
    jobs.run(app, job.id)
    db.session.expire_all()
    visitor = app.test_client()
    page = visitor.get("/ar/reports/pan-test/ar/1")
    assert page.status_code == 200
    for name, format_ in FORMATS.items():
        answer = visitor.get(f"/ar/reports/pan-test/ar/1/{name}")
        assert (answer.status_code, answer.mimetype) == (200, format_.media_type.partition(";")[0])
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.data == format_.render(services.document_of(made)), name
    assert json.loads(visitor.get("/ar/reports/pan-test/ar/1/json").data)["version"] == 1
    freezing.withdraw_version(version=made, reason="Une erreur de comptage", by=None, at=NOW)
    db.session.commit()
    assert visitor.get("/ar/reports/pan-test/ar/1/pdf").status_code == 404
    withdrawn = visitor.get("/ar/reports/pan-test/ar/1").get_data(as_text=True)
    assert "Une erreur de comptage" in withdrawn
    assert "PANT-00001" not in withdrawn
    team = browser_of(app, person("mod@example.ma", "moderator"))
    assert "PANT-00001" in team.get("/ar/reports/pan-test/ar/1").get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(ReportFile)) == 0


def test_the_report_desk_from_texts_to_publication(app: Flask, cycle: Cycle) -> None:
    desk = "/fr/report-desk/pan-test/fr"
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    assert app.test_client().get(desk).status_code == 303
    assert browser_of(app, person("citizen@example.ma")).get(desk).status_code == 403
    intro = f"{desk}/texts/introduction"
    assert post(moderator, intro, text="Une introduction écrite à la main.", seen="0").status_code == 303
    preview = moderator.get(f"{desk}/preview").get_data(as_text=True)
    assert "Une introduction écrite à la main." in preview
    assert post(moderator, f"{desk}/files", page=desk).status_code == 303
    job_id = db.session.scalars(select(Job.id).where(Job.kind == making.JOB)).one()
    db.session.commit()
    jobs.run(app, job_id)
    answer = moderator.get(f"{desk}/draft/pdf")
    assert answer.data.startswith(b"%PDF")
    assert app.test_client().get(f"{desk}/draft/pdf").status_code == 303
    assert post(moderator, f"{desk}/publish", page=desk).status_code == 403
    assert post(admin, f"{desk}/publish", page=desk).status_code == 303
    assert app.test_client().get("/ar/reports/pan-test").location.endswith("/ar/reports/pan-test/fr/1")
    refused = post(admin, f"{desk}/1/withdraw", page=desk, reason="À reprendre " * 100)
    assert refused.status_code == 422
    assert "À reprendre À reprendre" in refused.get_data(as_text=True)
    assert post(admin, f"{desk}/1/withdraw", page=desk, reason="").status_code == 422
    assert queries.last_published(cycle.id, "fr") is not None
    assert post(admin, f"{desk}/1/withdraw", page=desk, reason="À reprendre").status_code == 303
    db.session.expire_all()
    assert queries.last_published(cycle.id, "fr") is None


def test_a_moderator_of_another_cycle_does_not_write_this_report(app: Flask, cycle: Cycle) -> None:
    elsewhere = make_cycle("pan-autre", "AUTRE")
    limited = person("limited@example.ma")
    granting.grant_role(account=limited, role="moderator", by=None, at=NOW, scope=("cycle", elsewhere.id))
    browser = browser_of(app, limited)
    own, other = "/fr/report-desk/pan-autre/fr", "/fr/report-desk/pan-test/fr"
    for page in ("", "/preview", "/texts", "/texts/introduction", "/translations", "/translations/none", "/draft/pdf"):
        assert browser.get(other + page).status_code == 403, page
    assert browser.get(own).status_code == 200
    assert post(browser, f"{other}/files", page=own).status_code == 403
    assert post(browser, f"{other}/texts/introduction", page=own, text="Ailleurs", seen="0").status_code == 403
    assert queries.report(cycle.id, "fr") is None
