"""Who may comment, reply and take back: roles and states."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cocreation.accounts.models import Account
from cocreation.comments import policies
from cocreation.comments.models import Comment, Thread
from cocreation.core.access import Visitor

AT = datetime(2020, 10, 15, tzinfo=UTC)


def person(number: int, state: str = "active") -> Account:
    return Account(id=number, state=state, roles=[])


PEOPLE = {
    "visitor": Visitor(), "unconfirmed": person(1, "unconfirmed"), "author": person(1), "other": person(2),
    "disabled": person(1, "disabled"),
}  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("door", ["open", "closed", "early", "late", "window"])
def test_who_comments(who: str, door: str):
    day = timedelta(days=1)
    window = {"early": (AT + day, None), "late": (None, AT), "window": (AT, AT + day)}.get(door, (None, None))
    thread = Thread(is_open=door != "closed", opens_at=window[0], closes_at=window[1])
    expected = who in {"author", "other"} and door in {"open", "window"}
    assert policies.can_comment(PEOPLE[who], thread, AT) is expected


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", ["visible", "hidden", "withdrawn"])
def test_who_withdraws(who: str, state: str):
    comment = SimpleNamespace(state=state, contributor=SimpleNamespace(account_id=1))
    expected = who == "author" and state == "visible"
    assert policies.can_withdraw(PEOPLE[who], comment) is expected


@pytest.mark.parametrize("state", ["visible", "hidden", "withdrawn"])
@pytest.mark.parametrize("is_open", [True, False])
def test_what_may_be_replied_to(state: str, is_open: bool):
    comment = Comment(state=state, thread=Thread(is_open=is_open))
    assert policies.may_reply(comment, AT) is (state == "visible" and is_open)
