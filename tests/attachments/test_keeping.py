"""Keeping files, giving them back as downloads, sweeping what belongs to nothing, checking what is kept."""

import os
import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from cocreation.attachments import queries, services
from cocreation.attachments.models import Attachment
from cocreation.attachments.refusals import NO_DESCRIPTION, TOO_MANY, TWICE, BadFile
from cocreation.cli.files import files
from cocreation.core.db import db
from cocreation.journal.models import JournalLine
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from tests.attachments import material
from tests.proposals.material import (
    NOW,
    make_cycle,
    make_person,
    make_theme,
    publish,
    send,
    sign_in,
    text,
    token_of,
)  # fmt: skip


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": False}


def multipart(fields, name, content):
    """Write a form with a file by hand: the test client leaves its own copy of a large one open."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return {
        "data": ("".join(parts) + head).encode() + content + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }


def attach(content=b"", name="plan.png", holder_id=1, **more):
    values = {"description": "Le plan de la salle", "by": None, "role": "citizen", "at": NOW}
    upload = BytesIO(content or material.picture())
    return services.attach(holder_kind="trial", holder_id=holder_id, upload=upload, filename=name, **{**values, **more})


def refused(*args, **more):
    with pytest.raises(BadFile) as caught:
        attach(*args, **more)
    return caught.value.message


@pytest.mark.both_databases
def test_of_files_sent_at_once_each_takes_a_place_until_none_is_left(app, session):
    outcomes, start = [], threading.Barrier(4)

    def send_one(number):
        with app.app_context():
            content = material.picture(size=(60, 40 + number))
            start.wait()
            try:
                attach(content, holder_id=77)
                db.session.commit()
                outcomes.append("kept")
            except BadFile as refusal:
                db.session.rollback()
                outcomes.append(refusal.message)

    threads = [threading.Thread(target=send_one, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == sorted([TOO_MANY, "kept", "kept", "kept"])
    assert [each.position for each in queries.of("trial", 77)] == [1, 2, 3]
    assert len(list(services.storage().keys(older_than=timedelta(0)))) == 3


@pytest.mark.both_databases
def test_a_file_is_kept_under_a_random_name_with_its_line_in_the_journal(app, session):
    made = attach(name="مقترح.png")
    assert (made.name, made.media_type, made.position) == ("مقترح.png", "image/png", 1)
    kept = Path(app.instance_path, "files", made.key)
    assert kept.stat().st_size == made.size
    assert "مقترح" not in str(kept)
    line = db.session.scalars(select(JournalLine).where(JournalLine.action == "attachment.added")).one()
    assert line.detail == {"holder": "trial:1", "digest": made.stored_digest, "size": made.size}


def test_three_files_not_four_none_twice_and_no_image_without_words(app, session):
    assert refused(description="") == NO_DESCRIPTION
    assert attach(material.paper(), "a.pdf", description="").description == ""
    assert refused(material.paper(), "b.pdf") == TWICE
    second = attach()
    attach(material.letter(), "a.docx")
    assert refused(material.picture("WEBP"), "a.webp") == TOO_MANY
    services.remove(attachment=second, by=None, role="citizen", at=NOW)
    assert attach(material.picture("WEBP"), "a.webp").position == 2


@pytest.mark.both_databases
def test_two_files_never_take_one_place(session, app):
    made = attach()
    again = {column.name: getattr(made, column.name) for column in Attachment.__table__.columns}
    for changed in ({"digest": "0" * 64}, {"position": 2}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Attachment(**{**again, "id": None, **changed}))


def test_what_is_refused_leaves_nothing_behind(app, session):
    refused(b"<svg/>", "a.svg")
    refused(b"%PDF-", "a.pdf")
    assert not [path for path in Path(app.instance_path, "files").rglob("*") if path.is_file()]


def test_a_text_keeps_its_files_when_the_next_one_leaves_them_out(app, session):
    made = attach()
    attach(material.letter(), "a.docx")
    services.carry(holder_kind="trial", holder_id=1, to_id=2, keep={made.id})
    carried = queries.of("trial", 2)
    assert [(each.name, each.key) for each in carried] == [("plan.png", made.key)]
    services.remove(attachment=made, by=None, role="citizen", at=NOW)
    assert services.sweep(age=timedelta(0)) == 0
    assert services.storage().exists(carried[0].key)


def test_the_sweep_takes_what_belongs_to_nothing_after_a_day(app, session):
    made, left = attach(), attach(holder_id=2)
    orphan = services.storage().save(b"x")
    assert services.sweep() == 0
    old = Path(app.instance_path, "files", orphan)
    os.utime(old, (1_000_000_000, 1_000_000_000))
    assert services.sweep() == 1
    services.remove_all(holder_kind="trial", holder_id=2, by=None, role="citizen", at=NOW)
    assert services.sweep(age=timedelta(0)) == 1
    assert [services.storage().exists(each.key) for each in (made, left)] == [True, False]


def test_what_is_missing_or_changed_is_named(app, session):
    whole, changed, missing = attach(), attach(holder_id=2), attach(holder_id=3)
    Path(app.instance_path, "files", changed.key).write_bytes(b"something else")
    services.storage().delete(missing.key)
    assert [(each.id, fault) for each, fault in services.verify()] == [
        (changed.id, "changed"), (missing.id, "missing"),
    ]  # fmt: skip
    assert whole.id == 1


def test_the_command_says_whether_all_is_well(app, session):
    attach()
    db.session.commit()
    run = app.test_cli_runner()
    assert run.invoke(files, ["verify", "--lang", "en"]).exit_code == 0
    services.storage().delete(queries.of("trial", 1)[0].key)
    found = run.invoke(files, ["verify", "--lang", "en"])
    assert (found.exit_code, "missing" in found.output) == (1, True)
    assert run.invoke(files, ["sweep", "--lang", "en"]).exit_code == 0


class TestDownload:
    @pytest.fixture
    def proposal(self, app, session):
        cycle = make_cycle()
        author = make_person("Salma")
        made = send(cycle, make_theme(cycle), author)
        services.attach(
            holder_kind="proposal", holder_id=made.current.id, upload=BytesIO(material.paper()), filename="مقترح.pdf",
            description="", by=author, role="citizen", at=NOW,
        )  # fmt: skip
        db.session.commit()
        return made

    def test_it_is_a_download_that_can_run_nothing(self, proposal, client):
        publish(proposal)
        answer = client.get("/fr/attachments/1")
        assert answer.data.startswith(b"%PDF-")
        headers = answer.headers
        assert headers["Content-Disposition"] == (
            "attachment; filename=\"document.pdf\"; filename*=UTF-8''%D9%85%D9%82%D8%AA%D8%B1%D8%AD.pdf"
        )
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Type"] == "application/pdf"

    def test_it_is_private_until_its_holder_is_public_and_again_afterwards(self, app, proposal, client):
        def status(person=None):
            if person is not None:
                client.set_cookie("session", sessions[person.id], domain="localhost")
            found = client.get("/fr/attachments/1").status_code
            client.delete_cookie("session", domain="localhost")
            return found

        author, moderator, other = proposal.contributor.account, make_person("Modo", "moderator"), make_person("Driss")
        sessions = {}
        for person in (author, moderator, other):
            sessions[person.id] = sign_in(app, client, person).get_cookie("session", domain="localhost").value
        client.delete_cookie("session", domain="localhost")
        assert [status(), status(other), status(author), status(moderator)] == [404, 404, 200, 200]
        publish(proposal)
        assert status() == 200
        proposals.decide(proposal=proposal, to="refused", by=moderator, role="moderator", at=NOW, reason_code="insult")
        assert [status(), status(other), status(author), status(moderator)] == [404, 404, 200, 200]

    def test_a_scan_is_for_the_team_alone(self, app, proposal, client):
        publish(proposal)
        queries.by_id(1).audience = "team"
        assert client.get("/fr/attachments/1").status_code == 404
        assert "مقترح.pdf" not in text(client.get(f"/fr/proposals/{proposal.reference}"))
        sign_in(app, client, make_person("Modo", "moderator"))
        assert client.get("/fr/attachments/1").status_code == 200

    def test_a_file_of_nothing_known_is_nobodys(self, client, app, session):
        attach()
        assert client.get("/fr/attachments/1").status_code == 404
        assert client.get("/fr/attachments/99").status_code == 404


class TestPage:
    @pytest.fixture
    def author(self, app, client, session):
        cycle = make_cycle()
        person = make_person("Salma")
        send(cycle, make_theme(cycle), person)
        sign_in(app, client, person)
        return person

    def sent(self, client, content=b"", name="plan.png", **more):
        page = "/fr/proposals/PANT-00001/files"
        fields = {"csrf_token": token_of(text(client.get(page))), "description": "Le plan", **more}
        return client.post(page, **multipart(fields, name, content or material.picture()))

    def test_added_shown_and_removed(self, client, author):
        assert self.sent(client).status_code == 303
        page = text(client.get("/fr/proposals/PANT-00001/files"))
        assert "plan.png" in page
        token = token_of(page)
        client.post("/fr/proposals/PANT-00001/files", data={"csrf_token": token, "remove": "1"})
        assert db.session.scalar(select(func.count(Attachment.id))) == 0

    def test_eleven_megabytes_are_refused_with_words_and_thirteen_with_a_page(self, client, author):
        large = b"%PDF-1.7\n" + b"0" * 11_000_000
        answer = self.sent(client, large, "a.pdf")
        assert answer.status_code == 422
        assert "10" in text(answer)
        assert self.sent(client, large + b"0" * 2_000_000, "a.pdf").status_code == 413

    def test_four_files_and_two_the_same(self, client, author):
        for content, name in (
            (material.picture(), "a.png"), (material.picture("WEBP"), "a.webp"), (material.letter(), "a.docx"),
        ):  # fmt: skip
            assert self.sent(client, content, name).status_code == 303
        assert self.sent(client, material.picture("JPEG"), "a.jpg").status_code == 422
        assert db.session.scalar(select(func.count(Attachment.id))) == 3

    def test_the_same_file_again(self, client, author):
        self.sent(client)
        assert self.sent(client, name="autre.png").status_code == 422

    def test_an_image_without_words_and_a_form_without_file(self, client, author):
        assert self.sent(client, description="").status_code == 422
        token = token_of(text(client.get("/fr/proposals/PANT-00001/files")))
        answer = client.post("/fr/proposals/PANT-00001/files", data={"csrf_token": token})
        assert answer.status_code == 422

    # The parser of the web library leaves its half-written copy to the collector.
    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    def test_a_body_cut_off_in_the_middle_is_no_fault_of_ours(self, client, author):
        token = token_of(text(client.get("/fr/proposals/PANT-00001/files")))
        body = (
            f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: '
            'form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG'
        )
        answer = client.post(
            "/fr/proposals/PANT-00001/files", data=body.encode("latin-1"),
            content_type="multipart/form-data; boundary=x",
        )  # fmt: skip
        assert 400 <= answer.status_code < 500
        assert db.session.scalar(select(func.count(Attachment.id))) == 0

    def test_who_is_overtaken_while_sending_is_told_and_keeps_their_words(self, client, author, monkeypatch):
        real = services.attach

        def overtaken(**given):
            newer = update(Proposal).values(revision=Proposal.revision + 1)
            db.session.execute(newer, execution_options={"synchronize_session": False})
            return real(**given)

        monkeypatch.setattr(services, "attach", overtaken)
        answer = self.sent(client, description="Le plan de la salle")
        assert answer.status_code == 409
        assert "Le plan de la salle" in text(answer)
        assert db.session.scalar(select(func.count(Attachment.id))) == 0

    def test_a_name_of_markup_is_shown_as_words(self, client, author):
        self.sent(client, name="<img src=x onerror=alert(1)>.png")
        page = text(client.get("/fr/proposals/PANT-00001"))
        assert "<img src=x" not in page
        assert "img src=x onerror=alert(1)" in page

    def test_other_doors_take_no_such_bodies(self, client, author):
        token = token_of(text(client.get("/fr/proposals/PANT-00001/files")))
        sent = multipart({"csrf_token": token}, "a.pdf", b"0" * 3_000_000)
        answer = client.post("/fr/proposals/PANT-00001/withdraw", **sent)
        assert answer.status_code == 413
