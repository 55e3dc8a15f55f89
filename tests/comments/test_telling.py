"""What is told of a comment: its replies, once, to its author, unless they wish no mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.notifications import choices, digests, events, following
from cocreation.notifications.models import Notification
from tests.accounts.people import mails_to, person
from tests.comments.material import a_thread, say


@pytest.mark.both_databases
def test_a_reply_is_told_once_to_the_author_of_the_comment(session: object) -> None:
    thread, amina, driss = a_thread(), person(), person("driss@example.ma", name="Driss")
    following.follow(account_id=amina.id, kind="proposal", path=thread.about_path)
    first = say(thread, amina)
    for _ in range(3):
        say(thread, driss, parent=first)
    say(thread, amina, parent=first)
    db.session.commit()
    events.spread_due()
    told = db.session.scalars(select(Notification).where(Notification.account_id == amina.id)).all()
    assert [one.kind for one in told] == ["comment.replied"] * 3, "and not a second time as a follower"
    assert digests.run() == 1
    assert len(mails_to(amina.email)) == 1, "three replies are one mail"
    choices.choose(account_id=amina.id, own="site")
    say(thread, driss, parent=first)
    db.session.commit()
    assert digests.run(now() + timedelta(days=8)) == 0
