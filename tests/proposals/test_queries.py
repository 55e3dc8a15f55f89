"""Lists and their cost, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, insert, select

from cocreation.accounts.services import contributor_for
from cocreation.comments import services as comments
from cocreation.comments.models import Comment, Thread
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.proposals import queries
from cocreation.proposals.models import Proposal, ProposalVersion
from tests.proposals.material import NOW, make_cycle, make_person, make_theme, publish, send, sign_in

# A moderator’s page of an idea, whose thread asks its journal and each step it may have passed; its comments, of
# three levels, cost five more however many they are.
MOST_STATEMENTS, FOR_COMMENTS = 24, 5


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note every statement sent to the database."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def fill(cycle, theme, author, first: int, last: int) -> None:
    """Publish many proposals at once, each with a thread, as rows."""
    contributor = contributor_for(author)
    numbers = range(first, last)
    threads = [
        {
            "id": number + 10_000, "cycle_id": cycle.id, "about_kind": "proposal",
            "about_reference": f"PANT-{number:05d}", "about_path": f"/proposals/PANT-{number:05d}",
            "is_open": True, "visible_count": number % 7,
        }
        for number in numbers
    ]  # fmt: skip
    rows = [
        {
            "id": number, "cycle_id": cycle.id, "reference": f"PANT-{number:05d}", "contributor_id": contributor.id,
            "original_theme_id": theme.id, "theme_id": theme.id, "region": "oriental", "channel": "online",
            "state": "published", "version_number": 1, "thread_id": number + 10_000, "created_at": now(),
            "received_at": NOW, "published_at": NOW, "revision": 1,
        }
        for number in numbers
    ]  # fmt: skip
    texts = [
        {
            "proposal_id": number, "number": 1, "language": "fr", "title": f"Idée {number}", "problem": "Un problème",
            "problem_html": "", "body": "Une idée", "body_html": "", "why": "", "digest": "0", "created_at": NOW,
        }
        for number in numbers
    ]  # fmt: skip
    for table, values in ((Thread, threads), (Proposal, rows), (ProposalVersion, texts)):
        db.session.execute(insert(table), values)
    db.session.commit()


def test_the_number_of_statements_does_not_grow_with_the_rows(app, client, session):
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma", "moderator")
    sign_in(app, client, author)
    addresses = [f"/fr/proposals?order={order}" for order in queries.ORDERS]
    addresses += ["/fr/proposals?lang=fr&region=oriental&voice=citizen", "/fr/proposals/PANT-00001"]
    counts: list[dict[str, int]] = []
    # The first page of a session writes its token, once.
    client.get("/fr/proposals")
    for first, last in ((1, 11), (11, 1_001)):
        fill(cycle, theme, author, first, last)
        counts.append({})
        for address in addresses:
            with statements() as seen:
                assert client.get(address).status_code == 200
            counts[-1][address] = len(seen)
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= MOST_STATEMENTS, counts[1]


def test_the_comments_of_a_page_cost_the_same_however_many(app, client, session):
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma", "moderator")
    proposal = publish(send(cycle, theme, author))
    sign_in(app, client, author)
    client.get("/fr/proposals/PANT-00001")
    counts = []
    for number in (10, 1_000):
        names = [contributor_for(author, name=f"Nom {number} {place}") for place in range(number // 10)]
        first = db.session.scalar(select(Comment.id).order_by(Comment.id.desc()).limit(1)) or 0
        rows = [
            {
                "id": first + place, "thread_id": proposal.thread_id, "parent_id": None if place % 3 else first + 1,
                "root_id": first + 1 if not place % 3 else first + place, "depth": 1 if place % 3 else 2,
                "contributor_id": names[place % len(names)].id, "language": "fr", "side": "for", "source": "Oui",
                "html": "<p>Oui</p>", "about_version": 1, "channel": "online",
                "state": "visible" if place % 5 else "hidden", "reason_code": None if place % 5 else "insult",
                "created_at": now(), "received_at": NOW,
            }
            for place in range(1, number + 1)
        ]  # fmt: skip
        db.session.execute(insert(Comment), rows)
        db.session.commit()
        with statements() as seen:
            page = client.get("/fr/proposals/PANT-00001")
        assert page.get_data(as_text=True).count('class="comment') > 9
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST_STATEMENTS + FOR_COMMENTS


@pytest.mark.both_databases
def test_filters_orders_and_counts_are_the_same_on_both(session):
    cycle = make_cycle()
    theme, other = make_theme(cycle), make_theme(cycle, "budget", "Budget")
    author, reader = make_person("Salma"), make_person("Amina")
    made = [
        publish(send(cycle, theme, author, title="Des bus pour les villages")),
        publish(send(cycle, other, author, title="نشر الميزانية", language="ar", region=None)),
        publish(send(cycle, None, reader, title="Open budgets", language="en", region="souss-massa")),
    ]
    send(cycle, theme, author, title="Des bus encore")
    for proposal in (made[1], made[1], made[2]):
        comments.post(
            thread=proposal.thread, contributor=contributor_for(reader), source="Oui", language="fr", side=None,
            parent=None, about_version=1, by=reader, at=NOW,
        )  # fmt: skip
    base = {"cycle_id": cycle.id}

    def found(order: str = "newest", **more: object) -> list[int]:
        page = queries.listing(asked=queries.Filter(**base, **more), order=order, seed="2020-10-15")  # type: ignore[arg-type]
        return [made.index(proposal) for proposal in page.items]

    assert found() == [2, 1, 0]
    assert found("discussed") == [1, 2, 0]
    assert found("discover") == [2, 1, 0]
    assert found(theme_ids=(theme.id, other.id)) == [1, 0]
    assert found(theme_ids=()) == [2]
    assert found(region="none") == [1]
    assert found(language="ar") == [1]
    assert found(query="bus") == [0]
    assert found(query="ميزانية") == [1]
    assert found(query="???") == []
    assert found(voice="association") == []
    counts = queries.counts(queries.Filter(**base, language="fr"))
    assert counts["language"] == {"fr": 1, "ar": 1, "en": 1}
    assert counts["theme"] == {theme.id: 1}
    assert queries.counts(queries.Filter(**base))["theme"] == {theme.id: 1, other.id: 1, None: 1}
    assert queries.state_counts(cycle.id) == {"published": 3, "submitted": 1}
    assert [proposal.id for proposal in queries.published(cycle_id=cycle.id, theme_ids=[theme.id])] == [made[0].id]
    assert len(queries.sent(cycle_id=cycle.id)) == 4
