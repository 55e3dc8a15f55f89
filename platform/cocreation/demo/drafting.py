"""Events of the administrations' draft commitments: posted, sent back once, published with their comment window."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cocreation.accounts import services as accounts
from cocreation.core.clock import as_instant
from cocreation.demo.timeline import Stage, Timeline, read_lines
from cocreation.moderation import services as moderation
from cocreation.proposals import services as proposals
from cocreation.proposals.drafts import DraftText

# One of them first came without its Arabic, and was sent back for it.
CAME_WITHOUT_ARABIC = "d-06"
SENT_BACK = timedelta(hours=5)
CAME_BACK = timedelta(hours=25)
NOTE = "Le texte doit pouvoir être lu et commenté dans les deux langues : merci d’y joindre la version arabe."
WHY = "La version arabe est ajoutée."


def write(timeline: Timeline) -> None:
    """Write the life of each draft commitment."""
    for line in read_lines("drafts.jsonl"):
        posted, opens = as_instant(line["date"]), as_instant(line["opens"] + "T00:00")
        timeline.add(posted, partial(_post, line))
        if line["key"] == CAME_WITHOUT_ARABIC:
            timeline.add(posted + SENT_BACK, partial(_send_back, line))
            timeline.add(posted + CAME_BACK, partial(_complete, line))
        # The evening before its window opens: those the data leaves waiting on 15 October are published then.
        timeline.add(opens - timedelta(hours=5), partial(_publish, line))


def _text(line: dict[str, Any], languages: tuple[str, ...] = ("fr", "ar", "en")) -> DraftText:
    words = {
        field: {code: text for code, text in line[field].items() if code in languages}
        for field in ("title", "problem", "content", "expected_result")
    }
    return DraftText(**words, contact=line["contact"])


def _post(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    organisation, account = stage.organisations[line["organisation"]], stage.people[line["organisation"]]
    languages = ("fr",) if line["key"] == CAME_WITHOUT_ARABIC else ("fr", "ar", "en")
    draft = proposals.post_draft(
        cycle=stage.plan,
        organisation=organisation,
        contributor=accounts.contributor_for(account, organisation=organisation),
        theme=stage.themes[line["theme"]],
        text=_text(line, languages),
        by=account,
        at=at,
    )
    proposals.submit_draft(draft=draft, by=account, at=at)
    stage.drafts[line["key"]] = draft


def _send_back(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    moderation.decide(
        kind="draft", object_id=stage.drafts[line["key"]].id, revision_seen=None, code="correction",
        reason_code="unclear", note=NOTE, by=stage.moderator(line["key"]), at=at, undo_seconds=0,
    )  # fmt: skip


def _complete(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    draft = stage.drafts[line["key"]]
    by = stage.people[line["organisation"]]
    proposals.edit_draft(draft=draft, theme=draft.theme, text=_text(line), why=WHY, by=by, at=at)


def _publish(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    moderation.decide(
        kind="draft", object_id=stage.drafts[line["key"]].id, revision_seen=None, code="publish",
        opens_at=as_instant(line["opens"] + "T00:00"), closes_at=as_instant(line["closes"] + "T23:59"),
        by=stage.moderator(line["key"]), at=at, undo_seconds=0,
    )  # fmt: skip
