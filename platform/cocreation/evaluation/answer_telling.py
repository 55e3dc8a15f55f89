"""What authors and followers are told of answers: that an idea is answered, and what came of a reaction."""

from __future__ import annotations

from cocreation.accounts.models import Account
from cocreation.core.i18n import LANGUAGES, N_, translator
from cocreation.evaluation import answers
from cocreation.evaluation.answer_models import ANSWERED, RESOLUTIONS, AnswersPublication, PublishedAnswer, Reaction
from cocreation.notifications import services as notifications
from cocreation.notifications.models import Event


def published(publication: AnswersPublication, by: Account | None) -> None:
    """Each author is told with how to react, in the mail of the day; who follows an idea, that it is answered."""
    if notifications.is_quiet():
        return
    rows = answers.of_publication(publication.id)
    followed = notifications.are_followed(_path(row) for row in rows)
    for row in rows:
        event = _tell_followers(row, by) if _path(row) in followed else None
        _tell_author(row, event)


def _path(row: PublishedAnswer) -> str:
    return f"/proposals/{row.proposal.reference}"


def _tell_followers(row: PublishedAnswer, by: Account | None) -> Event | None:
    return notifications.tell_station(
        station="answered",
        mark=str(row.id),
        reference=row.proposal.reference or "",
        author_id=None,
        path=_path(row),
        by=by,
        subject=("proposal", row.proposal_id),
    )


def _tell_author(row: PublishedAnswer, event: Event | None) -> None:
    until = answers.open_until(row.publication)
    notifications.tell(
        account_id=row.proposal.contributor.account_id,
        kind="answer.published",
        message=N_(
            "%(reference)s is answered: %(outcome)s. Read why; until %(day)s you can say if it missed what you meant."
        ),
        values={
            "reference": row.proposal.reference,
            "outcome": [ANSWERED[row.outcome]],
            "day": {code: translator(code).day(until) for code in LANGUAGES},
        },
        path=f"/answers/{row.publication.cycle.slug}/react/{row.proposal.reference}",
        station=True,
        gathered=True,
        event=event,
    )


def settled(reaction: Reaction) -> None:
    """The author is told what came of a reaction; the words of the reply stay on the page, which asks who reads."""
    row = reaction.answer
    notifications.tell(
        account_id=reaction.account_id,
        kind="answer.reaction_settled",
        message=N_("Your reaction to the answer to %(reference)s: %(resolution)s."),
        values={"reference": row.proposal.reference, "resolution": [RESOLUTIONS[reaction.resolution or ""]]},
        path=f"/answers/{row.publication.cycle.slug}/react/{row.proposal.reference}",
        station=True,
    )
