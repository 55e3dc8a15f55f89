"""Events of the collection: proposals sent, decisions on them, comments, their answers and reports, and decisions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from cocreation.accounts import services as accounts
from cocreation.comments import answers
from cocreation.comments import services as comments
from cocreation.comments.models import Thread
from cocreation.core.clock import LOCAL_ZONE, as_instant, to_local
from cocreation.core.db import db
from cocreation.demo.timeline import Stage, Timeline, draw, read_lines
from cocreation.moderation import reports
from cocreation.moderation import services as moderation
from cocreation.proposals import services as proposals

PROPOSALS = (
    "proposals_fr.jsonl", "proposals_ar.jsonl", "proposals_en.jsonl", "pairs.jsonl",
    "pairs_held_out.jsonl", "near_duplicates.jsonl",
)  # fmt: skip
COMMENTS = ("comments_fr.jsonl", "comments_ar.jsonl", "own_comments.jsonl")
BEFORE_FIRST_COMMENT = timedelta(minutes=30)
# What the data leaves undecided is published in the end, later than the rest.
LEFT_WAITING = timedelta(days=3)
LEFT_DECISION: dict[str, Any] = {"code": "publish", "reason": None, "note": None, "of": None}


def write(timeline: Timeline) -> None:
    """Write what people send and what moderators decide."""
    said = [line for name in COMMENTS for line in read_lines(name)]
    first_comment: dict[str, datetime] = {}
    for line in said:
        at = as_instant(line["date"])
        first_comment[line["on"]] = min(at, first_comment.get(line["on"], at))
    for name in PROPOSALS:
        for line in read_lines(name):
            timeline.add(as_instant(line["date"]), partial(_submit, line))
            at = _decided_at(line, first_comment.get(line["key"]))
            timeline.add(at, partial(_decide, line))
    last_reply = _last_replies(said)
    for line in [*read_lines("theme_comments.jsonl"), *said]:
        timeline.add(as_instant(line["date"]), partial(_comment, line))
        timeline.add(_checked_at(line, last_reply.get(line["key"])), partial(_check, line))
    for line in read_lines("answers.jsonl"):
        timeline.add(as_instant(line["date"]), partial(_answer, line))
    for line in read_lines("reports.jsonl"):
        timeline.add(as_instant(line["date"]), partial(_report, line))


def _last_replies(said: list[dict[str, Any]]) -> dict[str, datetime]:
    """When each comment was last replied to: it cannot have been hidden before."""
    found: dict[str, datetime] = defaultdict(lambda: as_instant("2020-01-01"))
    for line in said:
        if line["parent"]:
            found[line["parent"]] = max(found[line["parent"]], as_instant(line["date"]))
    return dict(found)


def _decided_at(line: dict[str, Any], first_comment: datetime | None) -> datetime:
    """A day or so after receipt, in working hours, and before anyone could comment on it."""
    received = as_instant(line["date"])
    minutes = draw(line["key"], 9 * 60)
    day = to_local(received + timedelta(days=1)).date()
    at = as_instant(datetime.combine(day, time(9), LOCAL_ZONE) + timedelta(minutes=minutes))
    if line["decision"] is None:
        return at + LEFT_WAITING
    return min(at, first_comment - BEFORE_FIRST_COMMENT) if first_comment else at


def _checked_at(line: dict[str, Any], last_reply: datetime | None) -> datetime:
    at = as_instant(line["date"]) + timedelta(hours=3, minutes=draw(line["key"], 27 * 60))
    if line.get("hide") and last_reply and at <= last_reply:
        return last_reply + timedelta(minutes=10)
    return at


def _submit(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    if line["channel"] == "online":
        account, contributor = stage.author(line, at)
    else:
        # Written down by the secretariat from paper, a mail or a session: its author has no account.
        account, name = None, line["name"] or ""
        spoken_for = stage.organisations.get(line["organisation"] or "")
        key = f"demonstration:{line['key']}"
        contributor = accounts.external_contributor(name=name, voice=line["voice"], key=key, organisation=spoken_for)
    stage.proposals[line["key"]] = proposals.submit(
        cycle=stage.plan,
        contributor=contributor,
        theme=stage.themes[line["theme"]] if line["theme"] else None,
        title=line["title"],
        problem=line["problem"],
        body=line["proposal"],
        language=line["language"],
        region=line["region"],
        by=account,
        at=at,
        channel=line["channel"],
    )


def _decide(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    said = line["decision"] or LEFT_DECISION
    moderation.decide(
        kind="proposal",
        object_id=stage.proposals[line["key"]].id,
        revision_seen=None,
        code=said["code"],
        reason_code=said["reason"],
        note=said["note"] or "",
        duplicate_of=stage.proposals[said["of"]] if said["of"] else None,
        by=stage.moderator(line["key"]),
        at=at,
        undo_seconds=0,
    )


def _thread(stage: Stage, key: str) -> tuple[Thread, int]:
    """The thread of what a key names, and the version a comment made now speaks of."""
    if key in stage.themes:
        return db.session.get_one(Thread, stage.themes[key].thread_id), 1
    thing = stage.proposals.get(key) or stage.drafts[key]
    if thing.thread is None:
        raise LookupError(f"{key} is not published: nobody can comment on it")
    return thing.thread, thing.version_number


def _comment(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    account, contributor = stage.author(line, at)
    thread, version = _thread(stage, line["on"])
    stage.comments[line["key"]] = comments.post(
        thread=thread,
        contributor=contributor,
        source=line["body"],
        language=line["language"],
        side=line["side"],
        parent=stage.comments[line["parent"]] if line["parent"] else None,
        about_version=version,
        by=account,
        at=at,
    )


def _answer(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    """An administration answers one comment on its draft commitment, or several that ask the same."""
    account = stage.people[line["by"]]
    answers.give(
        thread=_thread(stage, line["on"])[0],
        comments=[stage.comments[key] for key in line["to"]],
        contributor=accounts.contributor_for(account, organisation=stage.organisations[line["organisation"]]),
        source=line["body"],
        language=line["language"],
        by=account,
        at=at,
    )


def _report(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    """Somebody reports a comment; the moderators' next decision on it answers."""
    thing, by = stage.comments[line["on"]], stage.people[line["by"]]
    reports.send(thing=thing, reason_code=line["reason"], words=line["words"], by=by, at=at)


def _check(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    hidden = line.get("hide")
    moderation.decide(
        kind="comment",
        object_id=stage.comments[line["key"]].id,
        revision_seen=None,
        code="hide" if hidden else "keep",
        reason_code=hidden["reason"] if hidden else None,
        by=stage.moderator(line["key"]),
        at=at,
        undo_seconds=0,
    )
