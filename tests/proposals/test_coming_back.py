"""Drafts without an account: opened again, forgotten, come to an account, gone when nobody writes on them."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from cocreation.accounts.models import Contributor
from cocreation.attachments import queries as attachments
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.mail import OutgoingMail
from cocreation.proposals import queries
from cocreation.proposals.models import DraftKey, Proposal
from cocreation.proposals.writing import keys
from tests.proposals.material import sign_in, text
from tests.proposals.pen import Pen, ask_link, last_mail, link_in, only_draft


class TestComingBack:
    def test_a_link_by_mail_opens_the_draft_on_another_device_once(self, app, pen):
        pen.write(until="problem")
        pen.send(problem="À moitié", action="leave")
        assert pen.step == "leave"
        pen.send(email="nouvelle@example.org")
        link = link_in(last_mail().body)
        other = Pen(app.test_client())
        other.open(link)
        assert "À moitié" not in other.page
        other.send()
        assert other.step == "proposal"
        other.write()
        assert "À moitié" in other.page
        assert app.test_client().get(link).status_code == 410
        # A second press, or the link again on this device, lands where the first press did.
        assert other.open(link).status_code == 200
        assert other.step == "check"
        # The first device still has it too.
        assert pen.open(f"/fr/proposals/draft/{pen.draft_id}/check").status_code == 200

    def test_two_presses_write_one_mail_and_another_address_gets_its_own(self, pen):
        pen.write(until="problem")
        pen.send(problem="À moitié", action="leave")
        page, where = pen.page, pen.where
        for email in ("nouvelle@example.org", "nouvelle@example.org", "autre@example.org"):
            pen.page = page
            assert pen.send(where, email=email).status_code == 303
        written = select(OutgoingMail.recipient).order_by(OutgoingMail.id)
        assert db.session.scalars(written).all() == ["nouvelle@example.org", "autre@example.org"]

    def test_forgetting_here_keeps_what_another_device_opened(self, app, pen):
        pen.write(until="problem")
        pen.send(action="leave", problem="")
        pen.send(email="nouvelle@example.org")
        other = Pen(app.test_client())
        other.open(link_in(last_mail().body))
        other.send()
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/delete")
        pen.send()
        assert other.open(other.where).status_code == 200
        assert other.step == "problem"

    def test_the_link_can_be_shown_and_is_not_kept(self, pen):
        pen.write(until="problem")
        pen.send(action="leave", problem="")
        pen.send(action="show", email="")
        shown = re.search(r"/fr/proposals/resume/([\w-]+)", pen.page)[1]
        assert db.session.scalars(select(DraftKey).where(DraftKey.digest == shown)).all() == []
        assert keys.open_by(shown, "resume").draft.id == only_draft().id
        # A key of one purpose opens nothing else.
        with pytest.raises(keys.DeadLink):
            keys.open_by(shown, "send")
        with pytest.raises(keys.DeadLink):
            keys.open_by(pen.client.get_cookie("draft").value, "resume")

    def test_the_start_lists_the_drafts_of_this_browser(self, pen):
        pen.write(until="problem")
        assert "Publier les horaires des bus" in text(pen.client.get("/fr/proposals/new"))

    def test_forgetting_here_deletes_what_no_link_opens(self, pen):
        pen.write(until="problem")
        where = f"/fr/proposals/draft/{pen.draft_id}/delete"
        pen.open(where)
        assert only_draft().current.title
        pen.send()
        assert db.session.query(Proposal).count() == 0
        assert db.session.query(Contributor).count() == 0
        assert pen.client.get_cookie("draft") is None
        assert pen.client.get(where).status_code == 303

    def test_forgetting_here_keeps_what_a_link_opens(self, app, pen):
        pen.write(until="problem")
        pen.send(action="leave", problem="")
        pen.send(email="nouvelle@example.org")
        link = link_in(last_mail().body)
        number = pen.draft_id
        pen.open(f"/fr/proposals/draft/{number}/delete")
        pen.send()
        assert pen.client.get(f"/fr/proposals/draft/{number}/title").status_code == 303
        assert app.test_client().get(link).status_code == 200

    def test_signing_in_in_the_middle_makes_the_draft_ones_own(self, app, pen, world):
        pen.write(until="name")
        sign_in(app, pen.client, world["author"])
        pen.open(pen.where)
        assert "signed_as" in pen.page
        pen.write()
        assert (only_draft().contributor.account_id, only_draft().contributor.name) == (world["author"].id, "Salma")
        assert db.session.query(DraftKey).count() == 0
        assert not db.session.scalars(select(Contributor).where(Contributor.account_id.is_(None))).all()
        pen.send()
        assert pen.where.endswith("/fr/proposals/PANT-00001/sent")


@pytest.mark.both_databases
class TestKeeping:
    def test_drafts_nobody_writes_on_go_with_all_that_opens_them(self, app, client, world):
        pen = Pen(client)
        pen.write(until="title")
        old = only_draft()
        assert keys.sweep() == 0
        for key in db.session.scalars(select(DraftKey)):
            key.expires_at = now() - timedelta(days=1)
        db.session.flush()
        assert keys.sweep() == 1
        db.session.flush()
        assert db.session.get(Proposal, old.id) is None
        assert db.session.query(DraftKey).count() == 0
        assert db.session.query(Contributor).count() == 0

    def test_writing_on_keeps_a_draft_longer(self, app, client, world):
        pen = Pen(client)
        pen.write(until="title")
        key = db.session.scalars(select(DraftKey)).one()
        key.expires_at = now() + timedelta(days=1)
        pen.send(title="Un titre tout neuf")
        assert db.session.scalars(select(DraftKey)).one().expires_at > now() + timedelta(days=29)

    def test_the_whole_way_on_both_databases(self, app, client, world):
        pen = Pen(client)
        pen.write(name="Fleur du Rif")
        link = ask_link(pen)
        pen.open(link)
        pen.send()
        assert queries.by_reference("PANT-00001").contributor.name == "Fleur du Rif"


class TestDocuments:
    def test_a_visitor_adds_and_removes_files_and_sends_one(self, app, pen):
        pen.write(until="documents")
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "green").save(picture, "PNG")
        named = {"file": (io.BytesIO(picture.getvalue()), "arrêt.png"), "action": "continue"}
        # An image without words for those who cannot see it is asked for them, on the same page.
        assert pen.send(**named, description="").status_code == 422
        assert pen.step == "documents"
        # A browser does not give a chosen file back, so the page says to choose it again.
        assert "choisissez \u2068arrêt.png\u2069 de nouveau" in pen.page
        named["file"] = (io.BytesIO(picture.getvalue()), "arrêt.png")
        page, where = pen.page, pen.where
        pen.send(**named, description="Un arrêt de bus sans horaires")
        assert pen.step == "name"
        # Pressed twice, it is attached once, and the second press lands there too.
        pen.page, named["file"] = page, (io.BytesIO(picture.getvalue()), "arrêt.png")
        pen.send(where, **named, description="Un arrêt de bus sans horaires")
        assert pen.step == "name"
        files = [each.name for each in attachments.every()]
        assert files == ["arrêt.png"]
        download = f"/fr/attachments/{next(iter(attachments.every())).id}"
        with pen.client.get(download) as answer:
            assert answer.status_code == 200
        assert app.test_client().get(download).status_code == 404
        pen.write()
        assert "arrêt.png" in pen.page
        pen.open(f"/fr/proposals/draft/{pen.draft_id}/documents?back=check")
        number = re.search(r'name="remove" value="(\d+)"', pen.page)[1]
        pen.send(remove=number)
        assert list(attachments.every()) == []
        pen.send(action="continue")
        assert pen.step == "check"

    def test_a_file_too_large_is_refused_with_a_page(self, pen):
        pen.write(until="documents")
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="gros.pdf"\r\n\r\n' + b"x" * 13_000_000
        answer = pen.client.post(pen.where, data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
