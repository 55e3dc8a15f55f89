"""Files are made once, can be stopped, and who asked is told; an address elsewhere is shown to everyone."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreation.core import jobs
from cocreation.core.db import db
from cocreation.core.jobs import Job
from cocreation.cycles.models import Cycle
from cocreation.notifications.models import Notification
from cocreation.synthesis import freezing, making, queries, services
from cocreation.synthesis.models import ReportFile
from cocreation.synthesis.rendering import FORMATS
from tests.accounts.people import browser_of, person, post
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send

DESK = "/fr/report-desk/pan-test/fr"


@pytest.fixture
def cycle(app: Flask, session: object) -> Cycle:
    """A cycle with one idea."""
    made = make_cycle()
    publish(send(made, make_theme(made), make_person("amina"), title="Publier le budget"))
    db.session.commit()
    return made


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == making.JOB)) or 0


def test_asking_twice_makes_the_files_once_and_tells_who_asked(app: Flask, cycle: Cycle) -> None:
    account = person("mod@example.ma", "moderator")
    moderator = browser_of(app, account)
    assert post(moderator, f"{DESK}/files", page=DESK).status_code == 303
    assert post(moderator, f"{DESK}/files", page=DESK).status_code == 303
    assert waiting() == 1
    report = queries.report(cycle.id, "fr")
    assert report is not None
    job = making.under_way(report.id, 0)
    assert job is not None
    job_id = job.id
    db.session.commit()
    jobs.run(app, job_id)
    assert making.under_way(report.id, 0) is None
    told = db.session.scalars(select(Notification).where(Notification.kind == "report.files")).one()
    assert (told.account_id, told.path) == (account.id, "/report-desk/pan-test/fr")
    made = queries.files(report.id, 0)
    assert set(made) == set(FORMATS)
    assert queries.sizes(report.id, 0) == {name: len(file.content) for name, file in made.items()}
    page = moderator.get(DESK).get_data(as_text=True)
    assert "Tout (ZIP)" in page
    for name, one in FORMATS.items():
        answer = moderator.get(f"{DESK}/draft/{name}")
        assert answer.data == made[name].content
        assert one.named("pan-test", "fr", 0) in answer.headers["Content-Disposition"]


def test_making_the_files_can_be_stopped(app: Flask, cycle: Cycle) -> None:
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    post(moderator, f"{DESK}/files", page=DESK)
    page = moderator.get(DESK).get_data(as_text=True)
    assert f"{DESK}/files/cancel" in page
    assert post(moderator, f"{DESK}/files/cancel", page=DESK).status_code == 303
    job = db.session.scalars(select(Job).where(Job.kind == making.JOB)).one()
    assert job.state == "cancelled"
    job_id = job.id
    db.session.commit()
    jobs.run(app, job_id)
    assert db.session.scalar(select(func.count()).select_from(ReportFile)) == 0
    # There is nothing left to stop, and the files can be asked for again.
    assert post(moderator, f"{DESK}/files/cancel", page=DESK).status_code == 303
    assert post(moderator, f"{DESK}/files", page=DESK).status_code == 303
    assert waiting() == 2


def test_a_job_stops_at_its_next_step(app: Flask, cycle: Cycle) -> None:
    report = services.report_of(cycle, "fr")

    def stopping(_step: str, fraction: float) -> None:
        if fraction:
            raise jobs.Cancelled()

    with pytest.raises(jobs.Cancelled):
        making.make({"report": report.id, "version": 0}, stopping)  # type: ignore[arg-type]
    assert queries.files(report.id, 0) == {}


def test_the_address_elsewhere_is_shown_to_everyone_and_leads_to_the_web_only(app: Flask, cycle: Cycle) -> None:
    version = freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    db.session.commit()
    admin = browser_of(app, person("admin@example.ma", "administrator"))
    moderator = browser_of(app, person("mod@example.ma", "moderator"))
    page, shown = f"{DESK}/1/elsewhere", "https://data.gov.ma/pan/rapport"
    assert post(moderator, page, page=DESK, address=shown).status_code == 403
    for bad in ("javascript:alert(1)", "data.gov.ma", "https://a b.ma", "x" * 600):
        assert post(admin, page, address=bad).status_code == 422, bad
    assert post(admin, page, address=shown).status_code == 303
    assert f'href="{shown}"' in app.test_client().get("/ar/reports/pan-test/fr/1").get_data(as_text=True)
    db.session.refresh(version)
    frozen = version.document
    assert post(admin, page, address="").status_code == 303
    db.session.refresh(version)
    assert (version.published_at_address, version.document) == (None, frozen)
