"""Representatives: invited once, accepted by the right person, given duties, renewed, removed, succeeded."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from cocreation.accounts.links import DeadLink
from cocreation.accounts.models import Account, Role
from cocreation.accounts.policies import can_speak_for
from cocreation.accounts.presenting import signed_by
from cocreation.core.access import Visitor
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.journal import services as journal
from cocreation.organisations import membership, policies, queries
from cocreation.organisations.models import Invitation
from tests.accounts.people import mails_to, person
from tests.organisations.material import invited, link_of, member, verified

pytestmark = pytest.mark.both_databases


@pytest.fixture
def manager(session: object) -> Account:
    """Whoever registered the organisation."""
    return person("leila@example.ma", name="Leïla")


def test_an_accepted_invitation_lets_speak_for_a_year(manager: Account) -> None:
    body = verified(manager)
    joined = member(body, manager, "karim@example.ma")
    role = policies.role_of(joined, body)
    assert role is not None
    assert can_speak_for(joined, body)
    assert (role.manages, role.role, (role.ends_at - now()).days) == (False, "representative", 364)
    assert signed_by(joined, str(body.id)).organisation_id == body.id
    assert "organisation-people" in [mail.kind for mail in mails_to(manager.email)]
    assert journal.verify() is None


def test_agents_speak_for_administrations(manager: Account) -> None:
    body = verified(manager, fr="Direction des archives", ar="مديرية الأرشيف", kind="administration")
    assert {role.role for role in queries.people(body.id)} == {"agent"}


def test_only_the_address_invited_accepts_and_once(manager: Account) -> None:
    body = verified(manager)
    invitation = invited(body, manager, "karim@example.ma")
    with pytest.raises(membership.AnotherAddress):
        membership.accept(invitation=invitation, by=person("autre@example.ma"), at=now())
    karim = person("karim@example.ma")
    membership.accept(invitation=invitation, by=karim, at=now())
    with pytest.raises(Refused):
        membership.accept(invitation=invitation, by=karim, at=now())
    with pytest.raises(DeadLink):
        membership.opened(link_of("karim@example.ma").rpartition("/")[2])


def test_old_withdrawn_replaced_and_forged_links_are_dead(manager: Account) -> None:
    body = verified(manager)
    invited(body, manager, "karim@example.ma")
    first = link_of("karim@example.ma").rpartition("/")[2]
    second = invited(body, manager, "karim@example.ma")
    token = link_of("karim@example.ma").rpartition("/")[2]
    assert membership.opened(token).id == second.id
    for dead in (first, "x", "", token + "x"):
        with pytest.raises(DeadLink):
            membership.opened(dead)
    db.session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    db.session.expire_all()
    with pytest.raises(DeadLink):
        membership.opened(token)


def test_an_invitation_of_a_refused_organisation_opens_nothing(manager: Account) -> None:
    body = verified(manager)
    invited(body, manager, "karim@example.ma")
    body.state = "refused"
    with pytest.raises(DeadLink):
        membership.opened(link_of("karim@example.ma").rpartition("/")[2])


def test_the_table_holds_no_link(manager: Account) -> None:
    invited(verified(manager), manager, "karim@example.ma")
    token = link_of("karim@example.ma").rpartition("/")[2]
    kept = db.session.scalars(select(Invitation.digest)).one()
    assert (token != kept, membership.digest_of(token)) == (True, kept)


def test_a_manager_may_make_others_and_remove_them(manager: Account) -> None:
    body = verified(manager)
    joined = member(body, manager, "karim@example.ma")
    role = policies.role_of(joined, body)
    assert role is not None
    assert policies.can_change_member(manager, body, role)
    assert not policies.can_change_member(joined, body, role)
    membership.set_duty(role=role, organisation=body, duty="manager", by=manager, at=now())
    assert policies.can_manage(joined, body)
    membership.remove(role=role, organisation=body, by=manager, at=now())
    assert not can_speak_for(joined, body)
    assert mails_to(joined.email)[-1].kind == "organisation-people"


def test_the_last_manager_names_a_successor_or_says_there_is_none(manager: Account) -> None:
    body = verified(manager)
    secretariat = mails_to("un@example.ma")
    joined = member(body, manager, "karim@example.ma")
    mine, theirs = policies.role_of(manager, body), policies.role_of(joined, body)
    assert mine is not None
    assert theirs is not None
    with pytest.raises(membership.LastManager):
        membership.leave(role=mine, organisation=body, by=manager, at=now())
    membership.leave(role=mine, organisation=body, by=manager, at=now(), successor=theirs)
    assert (policies.can_manage(joined, body), can_speak_for(manager, body)) == (True, False)
    assert queries.without_manager() == []
    membership.leave(role=theirs, organisation=body, by=joined, at=now(), without=True)
    assert queries.without_manager() == [body]
    assert len(mails_to("un@example.ma")) == len(secretariat) + 1
    assert journal.verify() is None


def together(app: Flask, *acts: tuple[object, ...]) -> list[str]:
    """Do things at the same moment, each in a transaction of its own; tells which were refused."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def act(do: object, *values: object) -> None:
        with app.app_context():
            start.wait()
            try:
                do(*values)  # type: ignore[operator]
                db.session.commit()
                outcomes.append("done")
            except Refused:
                db.session.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=act, args=values) for values in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_invitation_pressed_twice_at_once_gives_one_role(app: Flask, manager: Account) -> None:
    body = verified(manager)
    invitation, karim = invited(body, manager, "karim@example.ma"), person("karim@example.ma")
    number, account_id, body_id = invitation.id, karim.id, body.id
    db.session.commit()
    db.session.remove()

    def accept() -> None:
        found, by = db.session.get_one(Invitation, number), db.session.get_one(Account, account_id)
        membership.accept(invitation=found, by=by, at=now())

    assert together(app, (accept,), (accept,)) == ["done", "refused"]
    held = select(func.count(Role.id)).where(Role.account_id == account_id, Role.scope_id == body_id)
    assert db.session.scalar(held) == 1


def test_the_last_two_managers_leaving_at_once_do_not_leave_it_alone(app: Flask, manager: Account) -> None:
    body = verified(manager)
    other = member(body, manager, "karim@example.ma", "manager")
    people, body_id = (manager.id, other.id), body.id
    db.session.commit()
    db.session.remove()

    def leave(account_id: int) -> None:
        by, found = db.session.get_one(Account, account_id), queries.by_number(body_id)
        assert found is not None
        role = policies.role_of(by, found)
        assert role is not None
        membership.leave(role=role, organisation=found, by=by, at=now())

    assert together(app, (leave, people[0]), (leave, people[1])) == ["done", "refused"]


def test_two_managers_who_remove_one_another_at_once_leave_one(app: Flask, manager: Account) -> None:
    body = verified(manager)
    other = member(body, manager, "karim@example.ma", "manager")
    people, body_id = (manager.id, other.id), body.id
    db.session.commit()
    db.session.remove()

    def remove(account_id: int, other_id: int) -> None:
        by, found = db.session.get_one(Account, account_id), queries.by_number(body_id)
        assert found is not None
        role = policies.role_of(db.session.get_one(Account, other_id), found)
        assert role is not None
        membership.remove(role=role, organisation=found, by=by, at=now())

    outcomes = together(app, (remove, *people), (remove, *reversed(people)))
    assert outcomes == ["done", "refused"]
    assert len(queries.managers(body_id)) == 1


def test_what_a_removed_manager_sent_opens_nothing(manager: Account) -> None:
    body = verified(manager)
    other = member(body, manager, "karim@example.ma", "manager")
    invited(body, other, "encore.karim@example.ma")
    invited(body, manager, "leila.deux@example.ma")
    role = policies.role_of(other, body)
    assert role is not None
    membership.remove(role=role, organisation=body, by=manager, at=now())
    with pytest.raises(DeadLink):
        membership.opened(link_of("encore.karim@example.ma").rpartition("/")[2])
    assert membership.opened(link_of("leila.deux@example.ma").rpartition("/")[2]).is_open


WHO = ("visitor", "citizen", "registrant", "speaker", "manager", "administrator", "manager of another")
ACTIONS = {
    "can_see": set(WHO),
    "can_see_people": {"speaker", "manager", "administrator"},
    "can_manage": {"manager"},
    "can_edit": {"manager"},
    "can_leave": {"speaker", "manager"},
    "is_member": {"speaker", "manager"},
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(manager: Account, who: str) -> None:
    body = verified(manager)
    actors = {
        "visitor": Visitor,
        "citizen": lambda: person("citoyen@example.ma"),
        "registrant": lambda: person("citoyen@example.ma"),
        "speaker": lambda: member(body, manager, "karim@example.ma"),
        "manager": lambda: manager,
        "administrator": lambda: person("un@example.ma"),
        "manager of another": lambda: _manager_of_another(),
    }
    actor = actors[who]()
    assert {name for name in ACTIONS if getattr(policies, name)(actor, body)} == {
        name for name in ACTIONS if who in ACTIONS[name]
    }


def _manager_of_another() -> Account:
    other = person("autre@example.ma")
    verified(other, fr="Autre association", ar="جمعية أخرى")
    return other
