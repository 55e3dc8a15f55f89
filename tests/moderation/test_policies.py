"""Who may what: every role against every thing, own things and own organisations apart."""

import pytest

from cocreation.accounts.models import Role
from cocreation.accounts.services import contributor_for
from cocreation.core.access import Visitor
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.moderation import policies
from cocreation.proposals.policies import can_read_text
from tests.moderation.material import decide, scene, waiting_comment, waiting_draft, waiting_proposal
from tests.proposals.material import make_body, make_cycle, make_person, send

pytestmark = pytest.mark.usefixtures("session")

ROLES = ("visitor", "author", "citizen", "agent", "moderator", "second", "administrator")


def people(on):
    found = {name: getattr(on, name) for name in ROLES if name not in {"visitor", "citizen"}}
    return {"visitor": Visitor(), "citizen": make_person("Rita"), **found}


def things(on):
    return {"proposal": waiting_proposal(on), "draft": waiting_draft(on), "comment": waiting_comment(on)}


def allowed(on, policy, *arguments):
    return {name for name, person in people(on).items() if policy(person, *arguments)}


def test_the_desk_opens_to_the_team():
    on = scene()
    found = people(on)
    assert {name for name in found if policies.can_open_desk(found[name])} == {"moderator", "second", "administrator"}
    assert {name for name in found if policies.sees_whole_queue(found[name])} == {"moderator", "second"}


def test_moderators_decide_and_administrators_do_not():
    on = scene()
    found = people(on)
    for thing in things(on).values():
        may = {name for name, person in found.items() if policies.can_decide(person, thing)}
        assert may == {"moderator", "second"}


def hold(person, role, scope=None):
    kind, number = scope or (None, None)
    person.roles.append(Role(role=role, scope_kind=kind, scope_id=number, state="active", starts_at=now()))
    db.session.flush()


def test_nobody_decides_on_their_own():
    on = scene()
    hold(on.author, "moderator")
    hold(on.agent, "moderator")
    found = things(on)
    assert not policies.can_decide(on.author, found["proposal"])
    assert not policies.can_decide(on.author, found["comment"])
    assert not policies.can_decide(on.agent, found["draft"])
    assert policies.can_decide(on.author, found["draft"])
    assert policies.can_decide(on.agent, found["proposal"])


def test_nobody_decides_on_what_their_organisation_sent():
    on = scene()
    association = make_body("assoc", "association")
    member = make_person("Aziz", "representative", organisation=association)
    sent = send(on.cycle, on.theme, member, contributor=contributor_for(member, organisation=association))
    colleague = make_person("Sara", "representative", organisation=association)
    hold(colleague, "moderator")
    assert not policies.can_decide(colleague, sent)
    assert policies.can_decide(on.moderator, sent)


def test_a_moderator_of_one_cycle_decides_in_that_cycle_alone():
    on = scene()
    here, there = waiting_proposal(on), send(make_cycle("pan-autre", "AUTRE"), None, on.author)
    limited = make_person("Ilyas")
    hold(limited, "moderator", ("cycle", on.cycle.id))
    assert policies.can_decide(limited, here)
    assert not policies.can_decide(limited, there)
    assert policies.can_see(limited, here)
    assert not policies.can_see(limited, there)
    assert can_read_text(limited, here)
    assert not can_read_text(limited, there)


def test_a_second_look_is_answered_by_somebody_else_or_an_administrator():
    on = scene()
    decisions = {}
    for name, thing in things(on).items():
        code = "hide" if name == "comment" else "refuse"
        decisions[name] = (thing, decide(thing, code, on.moderator, reason_code="insult"))
    found = people(on)
    for thing, first in decisions.values():
        may = {name for name, person in found.items() if policies.can_look_again(person, thing, first)}
        assert may == {"second", "administrator"}


def test_an_administrator_does_not_answer_for_themselves():
    on = scene()
    sent = send(on.cycle, on.theme, on.administrator)
    first = decide(sent, "refuse", on.moderator, reason_code="insult")
    assert not policies.can_look_again(on.administrator, sent, first)


def test_authors_ask_for_a_second_look_at_what_was_refused_or_hidden():
    on = scene()
    asking = {"proposal": "author", "draft": "agent", "comment": "author"}
    found = people(on)
    for name, thing in things(on).items():
        assert not any(policies.can_ask_second_look(person, thing) for person in found.values())
        decide(thing, "hide" if name == "comment" else "refuse", on.moderator, reason_code="insult")
        assert {each for each, person in found.items() if policies.can_ask_second_look(person, thing)} == {asking[name]}


def test_only_who_decided_undoes():
    on = scene()
    decision = decide(waiting_proposal(on), "publish", on.moderator)
    assert allowed(on, policies.can_undo, decision) == {"moderator"}


def test_a_draft_of_a_proposal_is_nobodys_but_its_authors():
    on = scene()
    proposal = waiting_proposal(on)
    proposal.state = "draft"
    found = people(on).values()
    assert not any(policies.can_see(person, proposal) or policies.can_decide(person, proposal) for person in found)
