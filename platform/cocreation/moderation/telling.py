"""What the author is told of a decision: what it is, why, and what to do next, in the author's language."""

from __future__ import annotations

from cocreation.accounts.models import Account
from cocreation.comments.models import Comment
from cocreation.core.i18n import N_, translator
from cocreation.moderation.models import CHANNEL_LINKS, Decision, reason_message
from cocreation.moderation.things import Thing, author_id_of, kind_of, path_of, reference_of
from cocreation.notifications import services as notifications
from cocreation.notifications.models import Event
from cocreation.proposals.models import DraftCommitment, Proposal, ProposalVersion
from cocreation.proposals.telling import places_of

SUBJECTS: dict[tuple[str, str], str] = {
    ("proposal", "publish"): N_("Your proposal %(reference)s is published."),
    ("proposal", "correction"): N_("Your proposal %(reference)s needs a correction."),
    ("proposal", "refuse"): N_("Your proposal %(reference)s is refused."),
    ("proposal", "other_channel"): N_("Your proposal %(reference)s goes through another channel."),
    ("proposal", "out_of_scope"): N_("Your proposal %(reference)s is out of scope."),
    ("proposal", "duplicate"): N_("Your proposal %(reference)s was already proposed."),
    ("proposal", "move"): N_("Your proposal %(reference)s is moved to another theme."),
    ("revision", "publish"): N_("Your new text of %(reference)s is published."),
    ("revision", "refuse"): N_("Your new text of %(reference)s is not taken."),
    ("draft", "publish"): N_("Your draft commitment %(reference)s is published for comment."),
    ("draft", "correction"): N_("Your draft commitment %(reference)s needs a correction."),
    ("draft", "refuse"): N_("Your draft commitment %(reference)s is refused."),
    ("comment", "hide"): N_("Your comment on %(reference)s is hidden."),
}
LOOKED_AGAIN: dict[tuple[str, bool], str] = {
    ("proposal", True): N_("Second look at your proposal %(reference)s: it stays refused."),
    ("proposal", False): N_("Second look at your proposal %(reference)s: it is published."),
    ("draft", True): N_("Second look at your draft commitment %(reference)s: it stays refused."),
    ("draft", False): N_("Second look at your draft commitment %(reference)s: it is published for comment."),
    ("comment", True): N_("Second look at your comment on %(reference)s: it stays hidden."),
    ("comment", False): N_("Second look at your comment on %(reference)s: it is visible again."),
}
_APPEAL = N_("If you think this is a mistake, you can ask once for a second look: somebody else reads it again.")
NEXT: dict[str, str] = {
    "publish": N_("Everybody can read it and comment on it. Its page says what becomes of it."),
    "correction": N_("Edit it on its page and send it again: it comes back to the moderators at once."),
    "refuse": _APPEAL,
    "hide": _APPEAL,
    "out_of_scope": N_("Its page stays public, with the decision and its reason."),
    "other_channel": N_("Its page stays public, with the decision and its reason."),
    "move": N_("Nothing else changes: your own choice of theme stays known."),
}
# A new text is answered in other words than a proposal.
NEXT_OF_REVISION: dict[str, str] = {
    "publish": N_("It stands in the place of the former one; the history of the text shows what changed."),
    "refuse": N_("The present text stays as it is. You can propose another one."),
}


def kind_told(decision: Decision) -> str:
    """The kind of the notification that tells of a decision."""
    if decision.second_look:
        return "second_look.upheld" if decision.from_state == decision.to_state else "second_look.changed"
    return f"decision.{decision.code}"


def _subject(thing: Thing, decision: Decision) -> str | None:
    if decision.second_look:
        return LOOKED_AGAIN[kind_of(thing), decision.from_state == decision.to_state]
    return SUBJECTS.get((kind_of(thing), decision.code))


def _paragraphs(thing: Thing, decision: Decision) -> list[notifications.Paragraph]:
    found: list[notifications.Paragraph] = []
    if reason := reason_message(decision.code, decision.reason_code):
        found.append((N_("Reason: %(reason)s."), {"reason": [reason]}))
    if decision.note:
        found.append((N_("The moderator writes: %(note)s"), {"note": decision.note}))
    if address := CHANNEL_LINKS.get(decision.reason_code or ""):
        found.append((N_("You can send it here: %(address)s"), {"address": address}))
    found.extend(_details(thing, decision))
    words = NEXT_OF_REVISION if isinstance(thing, ProposalVersion) else NEXT
    if not decision.second_look and decision.code in words:
        found.append((words[decision.code], {}))
    return found


def _details(thing: Thing, decision: Decision) -> list[notifications.Paragraph]:
    """What a decision says beside its reason: the theme moved to, the proposal repeated, the comment window."""
    account = thing.contributor.account
    if isinstance(thing, Proposal) and decision.code == "move" and thing.theme and account:
        return [(N_("New theme: %(theme)s"), {"theme": thing.theme.title.shown(account.language)[0]})]
    if isinstance(thing, Proposal) and decision.code == "duplicate" and thing.duplicate_of:
        words = N_("It is linked to %(other)s, which says the same: you can comment on it there.")
        return [(words, {"other": thing.duplicate_of.reference})]
    if isinstance(thing, DraftCommitment) and thing.state == "published" and thing.closes_at and account:
        last = translator(account.language).day(thing.closes_at)
        return [(N_("Comments are taken until %(day)s."), {"day": last})]
    return []


_PUBLISHED: dict[str, str] = {
    "proposal": N_("A new proposal is published: %(reference)s."),
    "draft": N_("A new draft commitment is published for comment: %(reference)s."),
    "revision": N_("%(reference)s has a new text; its page shows what changed."),
}
_DECIDED = N_("The moderators have decided on %(reference)s: its page says what, and why.")


def _mark(decision: Decision) -> str:
    return f"decision:{decision.id}"


def _tell_followers(thing: Thing, decision: Decision, by: Account | None) -> Event | None:
    """Record what those who follow a thing hear of a decision, once it can no longer be undone."""
    if isinstance(thing, Comment):
        return None
    kind, text = kind_of(thing), isinstance(thing, ProposalVersion)
    holder: Proposal | DraftCommitment = thing.proposal if isinstance(thing, ProposalVersion) else thing
    published = decision.to_state == "accepted" if text else decision.to_state == "published" != decision.from_state
    if not published and (text or decision.from_state != "published"):
        # What is not public yet, or is asked of its author alone, is nobody else's news.
        return None
    if decision.code == "keep":
        return None
    found = places_of(holder)
    return notifications.emit(
        mark=_mark(decision),
        kind=f"{kind}.published" if published else f"{kind}.decided",
        about=found if published and not text else found[:1],
        message=_PUBLISHED[kind] if published else _DECIDED,
        values={"reference": reference_of(thing)},
        path=path_of(thing),
        subject=("draft" if kind == "draft" else "proposal", holder.id) if published else None,
        by=by,
        not_before=decision.final_at,
    )


def tell(thing: Thing, decision: Decision, by: Account | None = None) -> None:
    """Tell the author and the followers of a decision, once it can no longer be undone; keeping one is no news."""
    event = _tell_followers(thing, decision, by)
    subject = _subject(thing, decision)
    if subject is None:
        return
    notifications.tell(
        account_id=author_id_of(thing),
        kind=kind_told(decision),
        message=subject,
        values={"reference": reference_of(thing)},
        path=path_of(thing),
        paragraphs=_paragraphs(thing, decision),
        not_before=decision.final_at,
        station=True,
        event=event,
    )


def take_back(thing: Thing, decision: Decision) -> bool:
    """Take back what the author was to be told; False where the mail has left."""
    notifications.take_back_event(_mark(decision))
    return notifications.take_back(account_id=author_id_of(thing), kind=kind_told(decision), path=path_of(thing))
