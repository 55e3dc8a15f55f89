"""The files of one's data: whole, within a minute, for their owner alone, and gone after three days."""

import io
import json
import os
import threading
import time
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.accounts.personal import holdings
from cocreation.attachments import services as attachments
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.jobs import Job
from cocreation.privacy import exporting
from cocreation.privacy.models import DataExport
from tests.accounts.people import browser_of, mails_to, person, post
from tests.attachments.material import paper
from tests.privacy.material import CANARY, EMAIL, busy_person


def kept(key: str) -> bytes:
    """What the storage holds under a key."""
    with exporting.storage().open(key) as file:
        return file.read()


def unpacked(export: DataExport) -> zipfile.ZipFile:
    """The archive of an export."""
    return zipfile.ZipFile(io.BytesIO(kept(export.zip_key)))


def made_for(app: Flask, account: Account) -> DataExport:
    """Ask for the files and let the worker make them."""
    export = exporting.ask(account=account, language="fr")
    db.session.commit()
    jobs.run(app, int(export.job_id or 0))
    db.session.expire_all()
    return db.session.get_one(DataExport, export.id)


@pytest.mark.both_databases
def test_the_files_hold_everything_with_its_meaning(app: Flask, session: object) -> None:
    account = busy_person()
    export = made_for(app, account)
    whole = json.loads(kept(export.json_key))
    assert whole["format"] == "cocreation/my-data/1"
    sections = whole["sections"]
    assert set(sections) == {holding.name for holding in holdings()}
    assert sections["account"]["rows"][0]["email"] == EMAIL
    assert {row["state"] for row in sections["proposal"]["rows"]} == {"published", "submitted", "correction", "draft"}
    assert "Une idée publiée" in {row["title"] for row in sections["proposal_version"]["rows"]}
    assert len(sections["comment"]["rows"]) == 2
    for name in ("contributor", "role", "sign_in", "address_change", "web_session", "notification", "support",
                 "invitation", "journal_line", "outgoing_mail", "job"):  # fmt: skip
        assert sections[name]["rows"], name
    for section in sections.values():
        assert section["title"]
        assert section["after_erasure"]
        assert all(set(row) == set(section["columns"]) for row in section["rows"])
    with unpacked(export) as packed:
        assert packed.testzip() is None
        assert json.loads(packed.read("everything.json")) == whole
        assert "sections/comment.json" in packed.namelist()
        assert "commentaires" in packed.read("LISEZ-MOI.txt").decode()
    assert "export-ready" in [mail.kind for mail in mails_to(EMAIL)]


def test_attached_files_are_in_the_archive(app: Flask, session: object) -> None:
    account = person()
    held = attachments.attach(
        holder_kind="proposal", holder_id=1, upload=io.BytesIO(paper()), filename="مقترح.pdf", description="",
        by=account, role="citizen", at=now(),
    )  # fmt: skip
    export = made_for(app, account)
    with unpacked(export) as packed:
        assert packed.read(f"files/{held.id}-مقترح.pdf")


def test_only_their_owner_downloads_them_and_only_for_three_days(app: Flask, session: object) -> None:
    owner, other = person(), person("autre@example.ma")
    export = made_for(app, owner)
    for format_name, media in (("json", "application/json"), ("zip", "application/zip")):
        path = f"/fr/account/data/{export.id}/download.{format_name}"
        answer = browser_of(app, owner).get(path)
        assert (answer.status_code, answer.mimetype) == (200, media)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Cache-Control"] == "private, no-store"
        answer.close()
        assert browser_of(app, other).get(path).status_code == 404
        assert app.test_client().get(path).status_code == 303
    db.session.execute(update(DataExport).values(expires_at=now() - timedelta(seconds=1)))
    assert browser_of(app, owner).get(path).status_code == 404
    keys = export.json_key, export.zip_key
    assert exporting.tidy() == 1
    assert not any(exporting.storage().exists(key) for key in keys)


def test_files_no_row_knows_are_swept(app: Flask, session: object) -> None:
    key = exporting.storage().save(b"lost", suffix=".zip")
    fresh = exporting.storage().save(b"new", suffix=".zip")
    old = time.time() - timedelta(days=5).total_seconds()
    os.utime(exporting.storage().root / key, (old, old))
    exporting.tidy()
    assert (exporting.storage().exists(key), exporting.storage().exists(fresh)) == (False, True)


def test_a_second_press_finds_the_first_one(app: Flask, session: object) -> None:
    browser = browser_of(app, person())
    for _ in range(2):
        assert post(browser, "/fr/account/data/export", page="/fr/account/data").status_code == 303
    export = db.session.scalars(select(DataExport)).one()
    page = browser.get("/fr/account/data").get_data(as_text=True)
    assert f"/fr/account/data/{export.id}/progress.json" in page
    assert browser.get(f"/fr/account/data/{export.id}/progress.json").json["over"] is False
    jobs.run(app, int(export.job_id or 0))
    assert "download.zip" in browser.get("/fr/account/data").get_data(as_text=True)


def test_an_account_erased_meanwhile_leaves_no_file(app: Flask, session: object) -> None:
    account = person(name=CANARY)
    export = exporting.ask(account=account, language="fr")
    job_id = int(export.job_id or 0)
    db.session.commit()
    account.state = "erased"
    db.session.commit()
    jobs.run(app, job_id)
    assert db.session.scalar(select(Job.state)) == "done"
    assert not list(exporting.storage().root.rglob("*.zip"))


@pytest.mark.both_databases
def test_made_at_the_same_time_each_holds_its_owner_alone(app: Flask, session: object) -> None:
    people = [person(f"canari-{number}@example.ma", name=f"Canari {number}") for number in range(12)]
    exports = [exporting.ask(account=account, language="fr") for account in people]
    db.session.commit()
    pairs = [
        (export.id, int(export.job_id or 0), account.email) for export, account in zip(exports, people, strict=True)
    ]
    db.session.remove()
    threads = [threading.Thread(target=jobs.run, args=(app, job)) for _, job, _ in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, _, email in pairs:
        text = kept(db.session.get_one(DataExport, number).json_key).decode()
        assert email in text
        assert not any(other in text for _, _, other in pairs if other != email)
