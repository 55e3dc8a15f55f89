"""Somebody who did everything a person can do, and what is left of them in the database."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import String, Text, inspect, select

from cocreation.accounts import activity, granting, services
from cocreation.accounts.models import Account, AddressChange
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.clock import now
from cocreation.core.db import Base, db
from cocreation.core.sessions import WebSession
from cocreation.notifications import services as notifications
from cocreation.organisations import membership
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal, Support
from tests.proposals.material import NOW, make_body, make_cycle, make_theme, publish, send

CANARY, EMAIL = "Zahra Canari", "zahra.canari@example.ma"


def busy_person(email: str = EMAIL, name: str = CANARY) -> Account:
    """Somebody with an account, an idea in each state, comments, a role, mails and traces."""
    account, _ = services.open_account(email=email, name=name, language="fr", at=NOW)
    cycle, body = make_cycle(), make_body("asso-essai", "association")
    theme = make_theme(cycle)
    granting.grant_role(
        account=account, role="representative", by=None, at=NOW, scope=("organisation", body.id), manages=True
    )
    published = publish(send(cycle, theme, account, "Une idée publiée"))
    waiting = send(cycle, theme, account, "Une idée qui attend")
    back = send(cycle, theme, account, "Une idée renvoyée")
    proposals.decide(proposal=back, to="correction", by=None, role="moderator", at=NOW, reason_code="unclear")
    spoken = services.contributor_for(account, organisation=body)
    publish(send(cycle, theme, account, "Une idée de l’association", contributor=spoken))
    proposals.save_draft(
        cycle=cycle, contributor=services.contributor_for(account), theme=theme, title="Un brouillon", problem="",
        body="", language="fr", region=None, by=account, at=NOW,
    )  # fmt: skip
    for contributor in (services.contributor_for(account), spoken):
        comments.post(
            thread=published.thread, contributor=contributor, source="Un commentaire.", language="fr", side="for",
            parent=None, about_version=1, by=account, at=NOW,
        )  # fmt: skip
    db.session.add_all([
        Support(proposal_id=waiting.id, account_id=account.id, created_at=now()),
        WebSession(digest=f"d-{email}", subject=account.reference, data={}, created_at=now(), seen_at=now()),
        AddressChange(account=account, old_email="ancienne.canari@example.ma", new_email=email, state="done",
                      asked_at=now(), done_at=now() - timedelta(days=1)),
    ])  # fmt: skip
    activity.note(account=account, method="link", device="Firefox · Linux")
    notifications.tell(account_id=account.id, kind="test", message="Bonjour", path="/")
    membership.invite(organisation=body, email="ami@example.ma", duty="speaker", language="fr", by=account, at=NOW)
    db.session.commit()
    return account


def texts_in_the_database() -> Iterator[tuple[str, str]]:
    """Every text of every table, with the column it stands in."""
    for table in Base.metadata.tables.values():
        columns = [column for column in table.columns if isinstance(column.type, String | Text)]
        json = [column for column in table.columns if "JSON" in type(column.type).__name__.upper()]
        if not inspect(db.session.connection()).has_table(table.name) or not columns + json:
            continue
        for row in db.session.execute(select(*columns, *json)).mappings():
            for name, value in row.items():
                yield f"{table.name}.{name}", str(value)


def states_of_proposals() -> dict[str, str]:
    """The state of each proposal by its title."""
    return {one.current.title: one.state for one in db.session.scalars(select(Proposal)).unique()}


def states_of_comments() -> list[str]:
    """The state of each comment, in their order."""
    return list(db.session.scalars(select(Comment.state).order_by(Comment.id)))
