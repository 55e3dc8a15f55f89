"""What the demonstration leaves out and the table of doors needs: one thing of each kind, belonging to somebody."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from cocreation.accounts import granting
from cocreation.accounts.models import Account, Contributor, Organisation
from cocreation.accounts.services import contributor_for
from cocreation.attachments import services as files
from cocreation.clustering import correcting
from cocreation.clustering.models import Group, GroupingRun, LexiconEntry
from cocreation.comments import editing
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.core.mail import OutgoingMail
from cocreation.cycles.models import Cycle
from cocreation.moderation.models import Decision
from cocreation.notifications import following
from cocreation.notifications.services import be_quiet
from cocreation.organisations import membership
from cocreation.organisations import services as organisations
from cocreation.privacy import exporting
from cocreation.privacy import services as privacy
from cocreation.proposals import revising
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.synthesis.models import Report, ReportFile
from tests.attachments.material import paper

CITIZEN = "citoyenne@example.org"
# Words that stand in a private thing and must be met nowhere else.
CANARY = "canari-zqx"


def furnish(app: Flask, *, grouped: bool, at: datetime) -> None:
    """Put what is missing into the house.

    Args:
        grouped: whether the groups and the report are published at the date of this house. at: process time.
    """
    be_quiet(True)
    try:
        if grouped:
            _groups(at)
        else:
            _ideas(at)
            _people(at)
        db.session.commit()
        if not grouped:
            _files_of_one_person(app)
    finally:
        be_quiet(False)


def account(email: str) -> Account:
    """The account of an address."""
    return db.session.scalars(select(Account).where(Account.email == email)).one()


def _ideas(at: datetime) -> None:
    author = account(CITIZEN)
    own = select(Proposal).where(Proposal.contributor.has(account_id=author.id)).order_by(Proposal.id.desc())
    ideas: dict[str, Proposal] = {each.state: each for each in db.session.scalars(own).unique()}
    cycle = db.session.get_one(Cycle, ideas["published"].cycle_id)
    _said(ideas["published"], author, at)
    comments.hide(comment=_said(ideas["published"], author, at), reason_code="insult", by=None, role="moderator", at=at)
    _said(ideas["published"], account("moderation1@example.org"), at)
    _taken_back(author, at)
    # Before a visitor has an account, a name of the draft’s own stands in for it.
    stranger = Contributor(name="", voice="citizen", created_at=now())
    proposals.save_draft(
        cycle=cycle, contributor=stranger, theme=None, title=f"Un texte commencé {CANARY}", problem="", body="",
        language="fr", region=None, by=None, at=at,
    )  # fmt: skip
    for state in ("published", "draft"):
        _attach(ideas[state], author, at)
    revising.propose(
        proposal=ideas["published"], cycle=cycle, title="Un titre mieux dit", problem=f"Un problème. {CANARY}",
        body="Une proposition.", language="fr", why="Plus clair.", by=author, at=at,
    )  # fmt: skip
    mine = db.session.scalars(select(Decision).where(Decision.by_id == account("moderation1@example.org").id))
    max(mine, key=lambda decision: decision.id).final_at = now() + timedelta(hours=1)


def _taken_back(author: Account, at: datetime) -> None:
    """A comment under an idea its author took back afterwards."""
    spokesperson = account("association@example.org")
    own = select(Proposal).where(Proposal.contributor.has(account_id=spokesperson.id), Proposal.state == "published")
    idea = db.session.scalars(own.order_by(Proposal.id)).unique().first()
    assert idea is not None
    _said(idea, author, at)
    proposals.withdraw(proposal=idea, by=spokesperson, at=at)


def _said(idea: Proposal, author: Account, at: datetime) -> Comment:
    """A comment with two texts, of which the first may still be changed."""
    assert idea.thread is not None
    said = comments.post(
        thread=idea.thread, contributor=contributor_for(author), source="Un mot trop vite dit.", language="fr",
        side=None, parent=None, about_version=1, by=author, at=at,
    )  # fmt: skip
    editing.edit(comment=said, source="Un mot encore.", language="fr", side=None, version_seen=1, by=author, at=at)
    return said


def _attach(idea: Proposal, author: Account, at: datetime) -> None:
    files.attach(
        holder_kind=revising.FILES, holder_id=idea.current.id, upload=BytesIO(paper()), filename="budget.pdf",
        description="", by=author, role="citizen", at=at,
    )  # fmt: skip


def _people(at: datetime) -> None:
    author = account(CITIZEN)
    league = organisations.register(
        name=OfficialText({"fr": "Ligue des lecteurs", "ar": "رابطة القراء"}), acronym="", kind="association",
        region=None, website="", proof=f"Récépissé {CANARY}", by=author, at=at,
    )  # fmt: skip
    files.attach(
        holder_kind="organisation", holder_id=league.id, upload=BytesIO(paper()), filename="recepisse.pdf",
        description="", by=author, role="citizen", at=at, audience="team",
    )  # fmt: skip
    association = db.session.scalars(select(Organisation).where(Organisation.slug == "espace-associatif")).one()
    spokesperson = account("association@example.org")
    membership.invite(
        organisation=association, email="invitee@example.org", duty="speaker", language="fr", by=spokesperson, at=at
    )
    organisations.give_role(
        account("mouaten@example.org"), association, "speaker", granted_by_id=spokesperson.id, by=spokesperson, at=at
    )
    following.follow(account_id=author.id, kind="cycle", path="/cycles/pan-2020-2022")
    db.session.add(
        OutgoingMail(
            recipient=CITIZEN, language="fr", kind="digest", subject="Un courriel", body=CANARY, state="failed",
            not_before=now(), created_at=now(), tries=9,
        )
    )  # fmt: skip
    granting.grant_role(account=author, role="moderator", by=account("secretariat1@example.org"), at=at)
    privacy.file_request(
        kind="access", words=f"Que savez-vous de moi ? {CANARY}", email=CITIZEN, language="fr", account=author, at=at,
        form_id=None,
    )  # fmt: skip


def _files_of_one_person(app: Flask) -> None:
    export = exporting.ask(account=account(CITIZEN), language="fr")
    db.session.commit()
    partial(jobs.run, app)(export.job_id)


def _groups(at: datetime) -> None:
    run = db.session.scalars(select(GroupingRun).where(GroupingRun.state == "published")).one()
    group = db.session.scalars(select(Group).where(Group.run_id == run.id, Group.is_family.is_(False))).first()
    assert group is not None
    moderator = account("moderation1@example.org")
    correcting.rename(run=run, group=group, title="Un autre nom", by=moderator, at=at)
    for state in ("asked", "ready"):
        db.session.add(
            GroupingRun(
                cycle_id=run.cycle_id, state=state, asked_by_id=moderator.id, asked_at=now(), process_at=at,
                corpus_sha256=run.corpus_sha256, source=run.source, result=run.result,
            )
        )  # fmt: skip
    for report in db.session.scalars(select(Report)):
        for number in (0, 1):
            db.session.add(
                ReportFile(
                    report_id=report.id, version_number=number, format="csv", sha256="0" * 64, content=b"a;b\r\n",
                    made_at=now(),
                )
            )  # fmt: skip
    db.session.add(LexiconEntry(concept="trial", fr="essai", by_id=account("secretariat1@example.org").id, at=now()))
