"""Who may see, edit and withdraw: every role in every state."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.core.access import Visitor
from cocreation.proposals import policies
from cocreation.proposals.models import DRAFT_STATES, STATES

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def scope_of(role: str) -> str:
    return "cycle" if role == "moderator" else "organisation"


def person(number: int, *roles: tuple[str, int | None], state: str = "active") -> Account:
    held = [
        Role(role=role, state="active", starts_at=SINCE, scope_kind=scope_of(role) if limit else None, scope_id=limit)
        for role, limit in roles
    ]
    return Account(id=number, state=state, roles=held)


PEOPLE = {
    "visitor": Visitor(),
    "author": person(1),
    "disabled author": person(1, state="disabled"),
    "citizen": person(2),
    "moderator": person(3, ("moderator", None)),
    "moderator of the cycle": person(9, ("moderator", 1)),
    "moderator of another cycle": person(10, ("moderator", 2)),
    "administrator": person(4, ("administrator", None)),
    "agent": person(5, ("agent", 7)),
    "agent of another body": person(6, ("agent", 8)),
    "representative": person(8, ("representative", 7)),
}
TEAM = {"moderator", "moderator of the cycle", "administrator"}
OPEN = {"draft", "submitted", "correction"}
PUBLIC = {"published", "other_channel", "out_of_scope", "duplicate"}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_proposals(who: str, state: str):
    proposal = SimpleNamespace(state=state, cycle_id=1, contributor=SimpleNamespace(account_id=1))
    is_author = who == "author"
    expected = {
        "can_see": state != "draft" or is_author,
        "can_read_text": state in PUBLIC or is_author or (who in TEAM and state != "draft"),
        "can_edit": is_author and state in OPEN,
        "can_withdraw": is_author and state in OPEN | {"published"},
    }
    assert {name: getattr(policies, name)(PEOPLE[who], proposal) for name in expected} == expected


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", DRAFT_STATES)
@pytest.mark.parametrize("verified", [True, False])
def test_draft_commitments(who: str, state: str, verified: bool):
    body = Organisation(id=7, state="verified" if verified else "pending", kind="administration")
    draft = SimpleNamespace(state=state, cycle_id=1, organisation=body)
    speaks = who == "agent" and verified
    expected = {
        "can_see_draft": state == "published" or speaks or (who in TEAM and state != "draft"),
        "can_edit_draft": speaks and state in OPEN,
        "can_withdraw_draft": speaks and state in OPEN | {"published"},
    }
    assert {name: getattr(policies, name)(PEOPLE[who], draft) for name in expected} == expected
    assert policies.can_post_draft(PEOPLE[who]) == (who in {"agent", "agent of another body"})
