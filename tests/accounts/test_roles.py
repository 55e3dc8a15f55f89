"""Roles, organisations and closed accounts: two people for every power, and never without an administrator."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cocreation.accounts import granting, organising, policies, services
from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core import sessions
from cocreation.core.access import Visitor
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import OfficialText
from cocreation.core.sessions import WebSession
from cocreation.journal import services as journal
from cocreation.journal.models import JournalLine
from tests.accounts.people import mails_to, person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def one(session: object) -> Account:
    """An administrator."""
    return person("un@example.ma", "administrator")


@pytest.fixture
def two(session: object) -> Account:
    """Another administrator."""
    return person("deux@example.ma", "administrator")


@pytest.fixture
def citizen(session: object) -> Account:
    """A confirmed person."""
    return person("trois@example.ma")


def organisation(kind: str = "association", by: Account | None = None) -> Organisation:
    """An organisation, verified unless somebody entered it."""
    return organising.propose_organisation(
        slug=f"org-{kind}", name=OfficialText({"fr": "Org"}), kind=kind, acronym="", region=None, by=by, at=now()
    )


def test_a_role_counts_after_the_second_yes(one: Account, two: Account, citizen: Account) -> None:
    role = granting.grant_role(account=citizen, role="moderator", by=one, at=now())
    assert not citizen.has_role("moderator")
    for wrong in (one, citizen):
        with pytest.raises(granting.NeedsSecondPerson):
            granting.confirm_role(role=role, by=wrong, at=now())
    granting.confirm_role(role=role, by=two, at=now())
    assert citizen.has_role("moderator")
    assert [line.action for line in db.session.scalars(select(JournalLine).where(JournalLine.object_id == role.id))][
        -2:
    ] == ["role.granted", "role.confirmed"]
    assert [mail.kind for mail in mails_to(two.email)] == ["role-waits"]
    assert [mail.kind for mail in mails_to(citizen.email)] == ["role-begins"]


def test_the_database_itself_refuses_one_person_twice(one: Account, citizen: Account) -> None:
    role = granting.grant_role(account=citizen, role="moderator", by=one, at=now())
    role.confirmed_by_id = one.id
    with pytest.raises(Exception, match="two_people"):
        db.session.flush()


@pytest.mark.parametrize(
    ("role", "kind"),
    [("representative", None), ("agent", None), ("agent", "association"), ("representative", "administration")],
)
def test_roles_of_organisations_need_the_right_one(citizen: Account, role: str, kind: str | None) -> None:
    scope = ("organisation", organisation(kind).id) if kind else None
    with pytest.raises(Refused):
        granting.grant_role(account=citizen, role=role, by=None, at=now(), scope=scope)


def test_a_role_is_not_granted_twice_nor_to_a_closed_account(one: Account, two: Account, citizen: Account) -> None:
    granting.grant_role(account=citizen, role="moderator", by=one, at=now())
    with pytest.raises(Refused):
        granting.grant_role(account=citizen, role="moderator", by=two, at=now())
    granting.disable(account=citizen, by=one, at=now())
    with pytest.raises(Refused):
        granting.grant_role(account=citizen, role="moderator", by=two, at=now())


def test_a_role_ends_by_itself(citizen: Account) -> None:
    role = granting.grant_role(account=citizen, role="moderator", by=None, at=now(), ends_at=now() + timedelta(days=1))
    assert citizen.has_role("moderator")
    role.ends_at = now() - timedelta(seconds=1)
    assert not citizen.has_role("moderator")


def test_the_last_administrator_stays(one: Account, two: Account) -> None:
    granting.end_role(role=two.roles[0], by=one, at=now())
    with pytest.raises(granting.LastAdministrator):
        granting.end_role(role=one.roles[0], by=one, at=now())
    with pytest.raises(Refused):
        granting.disable(account=one, by=one, at=now())
    with pytest.raises(granting.LastAdministrator):
        granting.disable(account=one, by=None, at=now())
    assert policies.is_administrator(one)


def test_a_closed_administrator_does_not_count_as_one(one: Account, two: Account) -> None:
    two.state = "disabled"
    db.session.flush()
    with pytest.raises(granting.LastAdministrator):
        granting.end_role(role=one.roles[0], by=one, at=now())


def test_closing_an_account_ends_sessions_links_and_roles(one: Account, citizen: Account) -> None:
    granting.grant_role(account=citizen, role="moderator", by=None, at=now())
    db.session.add(WebSession(digest="d", subject=citizen.reference, data={}, created_at=now(), seen_at=now()))
    db.session.flush()
    generation = citizen.link_generation
    granting.disable(account=citizen, by=one, at=now())
    assert sessions.of(citizen.reference) == []
    assert citizen.link_generation > generation
    assert [role.state for role in citizen.roles] == ["ended"]
    granting.enable(account=citizen, by=one, at=now())
    assert (citizen.state, citizen.has_role("moderator")) == ("active", False)
    assert journal.verify() is None


def test_an_organisation_is_spoken_for_only_once_verified(one: Account, two: Account, citizen: Account) -> None:
    entered = organisation(by=one)
    granting.grant_role(account=citizen, role="representative", by=None, at=now(), scope=("organisation", entered.id))
    assert not policies.can_speak_for(citizen, entered)
    with pytest.raises(granting.NeedsSecondPerson):
        organising.verify_organisation(organisation=entered, by=one, at=now())
    organising.verify_organisation(organisation=entered, by=two, at=now())
    assert policies.can_speak_for(citizen, entered)
    assert not policies.can_speak_for(one, entered)


def test_another_name_waits_for_a_second_yes_and_another_place_does_not(one: Account, two: Account) -> None:
    entered = organisation(by=one)
    organising.verify_organisation(organisation=entered, by=two, at=now())
    change = {"organisation": entered, "acronym": "", "by": two, "at": now()}
    organising.edit_organisation(name=OfficialText({"fr": "Org"}), region="oriental", **change)
    assert entered.state == "verified"
    organising.edit_organisation(name=OfficialText({"fr": "Ministère"}), region="oriental", **change)
    # The verified name stands until two people have agreed to the other one.
    assert (entered.state, entered.name["fr"], entered.waits) == ("verified", "Org", True)
    with pytest.raises(granting.NeedsSecondPerson):
        organising.verify_organisation(organisation=entered, by=two, at=now())
    organising.verify_organisation(organisation=entered, by=one, at=now())
    assert (entered.name["fr"], entered.waits) == ("Ministère", False)


WHO = ("visitor", "citizen", "representative", "agent", "moderator", "administrator", "disabled")
TABLE = {
    "is_signed_in": {"citizen", "representative", "agent", "moderator", "administrator"},
    "is_moderator": {"moderator"},
    "is_administrator": {"administrator"},
    "is_team": {"moderator", "administrator"},
    "is_agent": {"agent"},
}


def someone(kind: str) -> object:
    """A person of each kind; the disabled one was an administrator."""
    if kind == "visitor":
        return Visitor()
    account, _ = services.open_account(email=f"{kind}@example.ma", name="", language="fr", at=now())
    role = "administrator" if kind == "disabled" else kind
    scope = None
    if kind in {"representative", "agent"}:
        scope = ("organisation", organisation("association" if kind == "representative" else "administration").id)
    if kind != "citizen":
        granting.grant_role(account=account, role=role, by=None, at=now(), scope=scope)
    if kind == "disabled":
        account.state = "disabled"
    return account


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(session: object, who: str) -> None:
    actor = someone(who)
    assert {name for name in TABLE if getattr(policies, name)(actor)} == {name for name in TABLE if who in TABLE[name]}


@pytest.mark.parametrize("who", WHO)
def test_only_another_administrator_decides_about_power(one: Account, citizen: Account, who: str) -> None:
    actor = someone(who)
    role = granting.grant_role(account=citizen, role="moderator", by=one, at=now())
    waiting = organisation("media", by=one)
    asked = (
        policies.can_confirm_role(actor, role),
        policies.can_end_role(actor, role),
        policies.can_verify_organisation(actor, waiting),
        policies.can_refuse_organisation(actor, waiting),
        policies.can_disable(actor, citizen),
    )
    assert asked == (who == "administrator",) * 5
    assert not policies.can_confirm_role(one, role)
    assert not policies.can_verify_organisation(one, waiting)
    assert not policies.can_disable(one, one)


def test_a_moderator_of_one_cycle_moderates_that_one(session: object, citizen: Account) -> None:
    db.session.add(
        Role(account_id=citizen.id, role="moderator", scope_kind="cycle", scope_id=7, state="active", starts_at=now())
    )
    db.session.flush()
    db.session.refresh(citizen)
    assert policies.can_moderate(citizen, 7)
    assert not policies.can_moderate(citizen, 8)


def test_one_person_signs_as_one_contributor(session: object, citizen: Account) -> None:
    first = services.contributor_for(citizen)
    assert services.contributor_for(citizen) is first
    assert services.contributor_for(citizen, name="Pseudo") is not first
    assert first.voice == "citizen"
    spoken = services.contributor_for(citizen, organisation=organisation("university"))
    assert (spoken.voice, spoken.name) == ("university", "")
