"""Threads page by page: nothing lost, nothing twice, and every comment found at its address; on both databases."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import event

from cocreation.comments import branches
from cocreation.comments.branches import Branch
from cocreation.comments.models import Comment, Thread
from cocreation.core.db import db
from tests.comments.material import a_thread, say
from tests.proposals.material import NOW, make_person

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("session")]


def shown(items: list[Branch]) -> list[int]:
    """The comments of some branches in the order a page shows them."""
    return [number for branch in items for number in (branch.comment.id, *shown(branch.replies))]


def grow(number: int, *, at_once: bool = False) -> tuple[Thread, list[Comment]]:
    """A thread of so many comments at random places; all at the same instant, or minutes apart."""
    draw, thread, person = random.Random(number), a_thread(), make_person("Salma")
    made: list[Comment] = []
    for place in range(number):
        parent = draw.choice(made) if made and draw.random() < 0.7 else None
        at = NOW if at_once else NOW + timedelta(minutes=draw.randrange(50))
        made.append(say(thread, person, f"Numéro {place}", parent=parent, at=at, side=None))
    return thread, made


def read_all(thread: Thread) -> list[int]:
    """Every comment a reader meets who opens each page and each folded branch once."""
    found: list[int] = []
    cursor = None
    while True:
        page = branches.page_of_thread(thread_id=thread.id, cursor=cursor, size=7)
        for branch in page.items:
            found += unfolded(branch)
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


def unfolded(branch: Branch) -> list[int]:
    found = [branch.comment.id]
    for reply in branch.replies:
        found += unfolded(reply)
    cursor, left = branch.later_cursor, branch.later
    while cursor:
        page = branches.page_of_replies(comment=branch.comment, cursor=cursor, size=5)
        left -= len(page.items)
        for reply in page.items:
            found += unfolded(reply)
        cursor = page.next_cursor
    assert left == 0
    return found


@pytest.mark.parametrize("at_once", [True, False])
def test_every_comment_is_read_exactly_once(at_once):
    thread, made = grow(120, at_once=at_once)
    found = read_all(thread)
    assert sorted(found) == sorted(comment.id for comment in made)
    first = {comment.root_id for comment in made}
    assert len(first) > 7


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("at_once", [True, False])
def test_in_order_of_time_equal_instants_keep_one_order(newest, at_once):
    thread, made = grow(60, at_once=at_once)
    expected = sorted(made, key=lambda comment: (comment.received_at, comment.id), reverse=newest)
    pages, cursor = [], None
    while True:
        page = branches.page_by_time(thread_id=thread.id, newest=newest, cursor=cursor, size=7)
        pages.append([branch.comment.id for branch in page.items])
        assert all((branch.parent is None) == (branch.comment.parent_id is None) for branch in page.items)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert [number for page in pages for number in page] == [comment.id for comment in expected]
    back = branches.page_by_time(thread_id=thread.id, newest=newest, cursor=page.previous_cursor, size=7)
    assert [branch.comment.id for branch in back.items] == pages[-2]


def test_each_of_five_hundred_comments_stands_in_the_page_its_address_opens():
    thread, made = grow(500)
    for comment in made:
        page = branches.page_of_thread(thread_id=thread.id, holding=comment)
        assert comment.id in shown(page.items)
        assert page.items[0].comment.id == comment.root_id
        assert len(shown(page.items)) == len(set(shown(page.items)))


def test_a_branch_unfolded_in_its_middle_says_what_stands_before_and_after():
    thread, person = a_thread(), make_person("Salma")
    root = say(thread, person)
    replies = [say(thread, person, parent=root).id for _ in range(20)]
    page = branches.page_of_thread(thread_id=thread.id, holding=db.session.get(Comment, replies[9]))
    branch = page.items[0]
    assert [reply.comment.id for reply in branch.replies] == replies[9:12]
    assert (branch.earlier, branch.later) == (9, 8)
    before = branches.page_of_replies(comment=root, cursor=branch.earlier_cursor)
    # Too few for a page: the first page is shown whole.
    assert [reply.comment.id for reply in before.items][:9] == replies[:9]
    after = branches.page_of_replies(comment=root, cursor=branch.later_cursor)
    assert [reply.comment.id for reply in after.items] == replies[12:]


def test_a_page_opened_at_a_comment_leads_back_to_the_branches_before():
    thread, person = a_thread(), make_person("Salma")
    made = [say(thread, person) for _ in range(30)]
    page = branches.page_of_thread(thread_id=thread.id, holding=made[25])
    assert shown(page.items) == [comment.id for comment in made[25:]]
    back = branches.page_of_thread(thread_id=thread.id, cursor=page.previous_cursor)
    assert shown(back.items) == [comment.id for comment in made[5:25]]
    assert branches.page_of_thread(thread_id=thread.id, holding=made[0]).previous_cursor is None


def test_a_single_reply_is_not_folded_away():
    thread, person = a_thread(), make_person("Salma")
    root = say(thread, person)
    for number, later in ((1, 0), (2, 0), (3, 0), (4, 0), (5, 2), (6, 3)):
        say(thread, person, parent=root)
        branch = branches.page_of_thread(thread_id=thread.id).items[0]
        assert (len(branch.replies), branch.later) == (number - later, later)


def test_a_page_costs_the_same_number_of_statements_however_long_the_thread():
    thread, made = grow(300)
    holding = next(comment for comment in made if comment.depth == 3)
    asked: list[str] = []
    listen = ("before_cursor_execute", lambda *given: asked.append(given[2]))
    event.listen(db.engine, *listen)
    try:
        branches.page_of_thread(thread_id=thread.id)
        usual = len(asked)
        asked.clear()
        branches.page_of_thread(thread_id=thread.id, holding=holding)
    finally:
        event.remove(db.engine, *listen)
    assert usual == 3
    assert len(asked) <= 12
