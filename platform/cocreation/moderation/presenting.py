"""What the desk shows: the queue's lines, the thing in the middle, what was decided on it, what may be decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext

from cocreation.accounts.models import Account
from cocreation.accounts.presenting import is_administration, name_shown, region_shown, voice_shown
from cocreation.comments import queries as comment_queries
from cocreation.comments.models import SIDES, Comment
from cocreation.core.access import Actor
from cocreation.core.html import as_markup, render_markdown
from cocreation.core.i18n import LANGUAGES, N_, OfficialText, current_language, here
from cocreation.moderation.filtering import Asked
from cocreation.moderation.models import (
    DECISIONS,
    REPORT_REASONS,
    URGENT,
    ContentReport,
    Decision,
    SecondLook,
    reason_message,
)
from cocreation.moderation.policies import is_own
from cocreation.moderation.queries import Waiting
from cocreation.moderation.things import Thing, kind_of, path_of, reference_of
from cocreation.moderation.words import (
    COMMENT_STATES,
    DONE,
    KIND_WORDS,
    REPORT_STATES,
    REVISION_DONE,
    REVISION_STATES,
)
from cocreation.proposals import queries as proposal_queries
from cocreation.proposals.differences import changes, readable
from cocreation.proposals.filing import files_of
from cocreation.proposals.models import (
    CHANNELS,
    DRAFT_STATES,
    LANGUAGES_OF_TEXTS,
    STATES,
    DraftCommitment,
    DraftVersion,
    Proposal,
    ProposalVersion,
)

# After so many days of waiting a line of the queue is late.
LATE_DAYS = 5


def title_of(thing: Thing) -> tuple[str, str | None]:
    """The words that name a thing in a list, and their language."""
    if isinstance(thing, Comment):
        words = " ".join(thing.source.split()) or gettext("Comment withdrawn")
        return (words if len(words) <= 90 else words[:88].rsplit(" ", 1)[0] + " …"), _lang(thing.language)
    if isinstance(thing, DraftCommitment):
        return thing.current.title.shown(current_language())
    return thing.current.title, _lang(thing.current.language)


def _lang(code: str) -> str | None:
    return None if code in {"und", ""} else code


def state_of(thing: Thing) -> str:
    """Where a thing stands, in words."""
    states = {"comment": COMMENT_STATES, "draft": DRAFT_STATES, "revision": REVISION_STATES}.get(kind_of(thing), STATES)
    return here().gettext(states[thing.state])


def _days(since: datetime, at: datetime) -> int:
    return max((at - since) // timedelta(days=1), 0)


def _age(since: datetime, at: datetime) -> str:
    days = _days(since, at)
    if not days:
        return here().gettext("came today")
    return here().ngettext("waits for %(num)s day", "waits for %(num)s days", days)


def line(waiting: Waiting, asked: Asked, *, current: Thing | None, actor: Actor, at: datetime) -> dict[str, Any]:
    """One line of the queue as the desk's component takes it."""
    thing = waiting.thing
    title, lang = title_of(thing)
    reported = waiting.queue == "report"
    kind = gettext(KIND_WORDS[waiting.kind if reported else waiting.queue])
    late = _days(waiting.since, at) >= LATE_DAYS
    age = _age(waiting.since, at)
    notes = [
        reported_words(waiting.reports) if waiting.reports else None,
        kind,
        None if isinstance(thing, Comment) else _theme_of(thing),
        voice_shown(thing.contributor),
        gettext("yours: somebody else decides") if is_own(actor, thing) else None,
        None if late else age,
    ]
    return {
        "title": title,
        "lang": lang,
        "href": asked.item(thing),
        "current": current is not None and current is thing,
        "note": " · ".join(note for note in notes if note),
        "late": age if late else None,
    }


def reported_words(number: int) -> str:
    """By how many people something was reported."""
    return here().ngettext("reported by %(num)s person", "reported by %(num)s people", number)


def report_shown(report: ContentReport) -> dict[str, Any]:
    """A report in words, without who sent it."""
    return {
        "reason": gettext(REPORT_REASONS[report.reason_code]),
        "urgent": report.reason_code in URGENT,
        "said": report.words,
        "when": here().day(report.process_at),
        "waiting": report.state == "waiting",
        "words": gettext(REPORT_STATES[report.state]),
    }


def _theme_of(thing: Proposal | DraftCommitment | ProposalVersion) -> str:
    return thing.theme.title.marked() if thing.theme else here().gettext("Theme not given")


def facts(thing: Thing, beside: dict[str, int]) -> list[dict[str, Any]]:
    """What a moderator must know of a thing beside its words.

    Args:
        beside: how many other things its author has sent.
    """
    found: list[tuple[str, Any]] = [
        (gettext("Written by"), f"{name_shown(thing.contributor)} · {voice_shown(thing.contributor)}"),
        (gettext("Also sent by this author"), _beside(beside)),
        *_own_facts(thing),
        (gettext("Received"), here().moment(thing.received_at)),
    ]
    return [{"label": label, "value": value} for label, value in found if value]


def _beside(beside: dict[str, int]) -> str:
    if not beside["proposals"] and not beside["comments"]:
        return here().gettext("nothing else")
    parts = [
        here().ngettext("%(num)s proposal", "%(num)s proposals", beside["proposals"]) if beside["proposals"] else "",
        here().ngettext("%(num)s refused", "%(num)s refused", beside["refused"]) if beside["refused"] else "",
        here().ngettext("%(num)s comment", "%(num)s comments", beside["comments"]) if beside["comments"] else "",
    ]
    return here().items([part for part in parts if part])


def _own_facts(thing: Thing) -> list[tuple[str, Any]]:
    if isinstance(thing, Comment):
        side = gettext(SIDES[thing.side]) if thing.side else ""
        return [(gettext("Side"), side), (gettext("Language"), LANGUAGES_OF_TEXTS.get(thing.language, ""))]
    if isinstance(thing, ProposalVersion):
        language = LANGUAGES_OF_TEXTS.get(thing.language, "")
        return [(gettext("Theme"), _theme_of(thing)), (gettext("Language"), language)]
    if isinstance(thing, DraftCommitment):
        return [(gettext("Theme"), _theme_of(thing)), (gettext("Contact"), thing.current.contact)]
    chosen = thing.original_theme
    return [
        (gettext("Theme"), _theme_of(thing)),
        (gettext("Theme the author chose"), str(chosen.title) if chosen and chosen is not thing.theme else ""),
        (gettext("Language"), LANGUAGES_OF_TEXTS.get(thing.current.language, "")),
        (gettext("Region"), region_shown(thing.region)),
        (gettext("Received through"), gettext(CHANNELS[thing.channel]) if thing.channel != "online" else ""),
    ]


def blocks(thing: Thing) -> list[dict[str, Any]]:
    """The words of a thing: [{label, texts: [{lang, html}]}]."""
    if isinstance(thing, Comment):
        return [{"label": "", "texts": [{"lang": _lang(thing.language), "html": as_markup(thing.html)}]}]
    if isinstance(thing, DraftCommitment):
        return [_official(label, text) for label, text in _official_texts(thing.current)]
    text, lang = thing.current, _lang(thing.current.language)
    parts = [(gettext("The problem"), text.problem_html), (gettext("The proposal"), text.body_html)]
    return [{"label": label, "texts": [{"lang": lang, "html": as_markup(html)}]} for label, html in parts if html]


def texts_before(thing: Thing) -> list[dict[str, Any]]:
    """What a comment said before its author edited it."""
    if not isinstance(thing, Comment) or thing.edited_at is None:
        return []
    return [
        {"when": here().moment(text.written_at), "lang": _lang(text.language), "html": as_markup(text.html)}
        for text in comment_queries.texts_before(thing.id)
    ]


def files(thing: Thing) -> list[dict[str, Any]]:
    """The files of the text on the desk."""
    return files_of(thing.current) if isinstance(thing, Proposal | ProposalVersion) else []


def _official_texts(version: DraftVersion) -> list[tuple[str, OfficialText]]:
    return [
        (gettext("Title"), version.title),
        (gettext("The problem"), version.problem),
        (gettext("What the administration would do"), version.content),
        (gettext("Expected result"), version.expected_result),
    ]


def _official(label: str, text: OfficialText) -> dict[str, Any]:
    written = [code for code in LANGUAGES if text.get(code)]
    return {
        "label": label,
        "texts": [{"lang": code, "html": as_markup(render_markdown(text[code]))} for code in written],
    }


def version_before(thing: Thing, decisions: Sequence[Decision]) -> Any:
    """The text that was decided on before the present one; None where this is the first time."""
    if isinstance(thing, Comment):
        return None
    if isinstance(thing, ProposalVersion):
        taken = [
            other for other in thing.proposal.versions if other.state == "accepted" and other.number < thing.number
        ]
        return taken[-1] if taken else None
    seen = [found.version_number for found in decisions if found.undone_at is None]
    earlier = max((number for number in seen if number < thing.version_number), default=None)
    return next((version for version in thing.versions if version.number == earlier), None) if earlier else None


def differences(before: ProposalVersion | DraftVersion | None, thing: Thing) -> list[dict[str, Any]]:
    """What changed since the text decided on: [{label, lang, pieces}], only the parts that differ."""
    if isinstance(thing, Comment) or before is None:
        return []
    old, new = _plain_parts(before), _plain_parts(thing.current)
    found = []
    for key in {**old, **new}:
        first, last = old.get(key, ""), new.get(key, "")
        if first != last:
            label, lang = key
            found.append({"label": label, "lang": lang, "pieces": readable(changes(first, last))})
    return found


def _plain_parts(version: ProposalVersion | DraftVersion) -> dict[tuple[str, str | None], str]:
    if isinstance(version, DraftVersion):
        texts = _official_texts(version)
        return {(label, code): text[code] for label, text in texts for code in LANGUAGES if text.get(code)}
    lang = _lang(version.language)
    return {
        (gettext("Title"), lang): version.title,
        (gettext("The problem"), lang): version.problem,
        (gettext("The proposal"), lang): version.body,
    }


def decision_shown(decision: Decision, *, public: bool = False) -> dict[str, Any]:
    """One decision in words: what, why, who and when.

    Args:
        public: whether the words are for somebody outside the team, who is told no name.
    """
    reason = reason_message(decision.code, decision.reason_code)
    upheld = decision.second_look and decision.from_state == decision.to_state
    by = decision.by.name if decision.by and not public else ""
    return {
        "id": decision.id,
        "words": gettext("Second look: it stands") if upheld else gettext(DECISIONS[decision.code]),
        "second_look": decision.second_look,
        "reason": gettext(reason) if reason else "",
        "note": decision.note,
        "by": by or gettext("a moderator"),
        "when": here().moment(decision.process_at),
        "datetime": decision.process_at.isoformat(),
        "undone": decision.undone_at is not None,
        "version": decision.version_number,
    }


def context_of(comment: Comment) -> dict[str, Any]:
    """What a comment answers: the thing its thread is about, and the comment before it."""
    parent = comment_queries.comment(comment.parent_id) if comment.parent_id else None
    about = comment.thread
    proposal = proposal_queries.by_reference(about.about_reference) if about.about_kind == "proposal" else None
    return {
        "reference": about.about_reference,
        "href": f"/{current_language()}{about.about_path}",
        "title": proposal.current.title if proposal else None,
        "lang": _lang(proposal.current.language) if proposal else None,
        "parent": as_markup(parent.html) if parent and parent.state == "visible" else None,
        "parent_lang": _lang(parent.language) if parent else None,
        "parent_author": name_shown(parent.contributor) if parent else None,
    }


def undo_bar(decision: Decision | None, thing: Thing | None) -> dict[str, Any] | None:
    """What is said of the newest decision that can still be undone."""
    if decision is None or thing is None:
        return None
    upheld = decision.second_look and decision.from_state == decision.to_state
    words = N_("Second look at %(reference)s: the decision stands.") if upheld else DONE[decision.code]
    if decision.code == "keep" and not isinstance(thing, Comment):
        words = N_("Kept as it is: %(reference)s.")
    if isinstance(thing, ProposalVersion):
        words = REVISION_DONE[decision.code]
    return {
        "words": gettext(words, reference=reference_of(thing)),
        "action": url_for("moderation.undo", decision_id=decision.id),
        "until": here().hour(decision.final_at),
    }


def public_href(thing: Thing) -> str:
    """The public page of a thing."""
    return f"/{current_language()}{path_of(thing)}"


def look_shown(look: SecondLook, thing: Thing) -> dict[str, Any]:
    """A second look in words."""
    return {
        "id": look.id,
        "state": look.state,
        "words": look.words,
        "answer": look.answer,
        "when": here().moment(look.process_at),
        "change_label": {
            "proposal": gettext("Publish it after all"),
            "draft": gettext("Publish it after all"),
            "comment": gettext("Show it again"),
        }[kind_of(thing)],
    }


def is_administrations(thing: Thing) -> bool:
    """Whether a public body speaks."""
    return isinstance(thing, DraftCommitment) or is_administration(thing.contributor)


def similar(thing: Thing, query: str) -> list[dict[str, Any]]:
    """Published proposals of the same cycle that hold the words, or have the reference, asked for."""
    if not isinstance(thing, Proposal) or not query.strip():
        return []
    asked = proposal_queries.Filter(cycle_id=thing.cycle_id, query=query)
    found = list(proposal_queries.listing(asked=asked, size=8).items)
    named = proposal_queries.by_reference(query.strip().upper())
    if named is not None and named.state == "published" and named not in found:
        found.insert(0, named)
    return [
        {
            "reference": other.reference,
            "title": other.current.title,
            "lang": _lang(other.current.language),
            "href": url_for("proposals.show", reference=other.reference),
        }
        for other in found
        if other.id != thing.id
    ]


def of_theirs(actor: Actor, thing: Thing) -> bool:
    """Whether the person who looks wrote it, or speaks for who did."""
    return isinstance(actor, Account) and is_own(actor, thing)
