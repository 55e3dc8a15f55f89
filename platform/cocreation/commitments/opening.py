"""Opening projects: what closed workshops retained becomes a project each, numbered within its plan."""

from __future__ import annotations

from datetime import datetime

from cocreation.accounts.models import Account
from cocreation.clustering import naming
from cocreation.commitments import journalling, queries
from cocreation.commitments.models import HOLDER_KINDS, Candidate, Project
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, OfficialText
from cocreation.cycles.models import Cycle
from cocreation.evaluation.models import Item


class NotRetained(Refused):
    """Something no closed workshop retained, or that has its project already."""

    message = N_("This is no project: a closed workshop retains it first, and it becomes a project once.")
    what_to_do = N_("Nothing was recorded. Go back and look at the list again.")


def open_all(*, cycle: Cycle, by: Account | None, at: datetime) -> list[Project]:
    """Open the looking for holders: a project for everything retained that has none yet."""
    db.session.refresh(cycle, with_for_update={"of": Cycle})
    return [_make(item, by, at) for item in queries.retained_without_project(cycle.id)]


def open_one(*, item: Item, by: Account | None, at: datetime) -> Project:
    """Open one project.

    Raises:
        NotRetained.
    """
    db.session.refresh(item.workshop.cycle, with_for_update={"of": Cycle})
    if item not in queries.retained_without_project(item.workshop.cycle_id):
        raise NotRetained()
    return _make(item, by, at)


def _make(item: Item, by: Account | None, at: datetime) -> Project:
    made = Project(
        cycle_id=item.workshop.cycle_id, number=queries.last_number(item.workshop.cycle_id) + 1, item=item,
        title=_title(item), state="candidate", made_by_id=by.id if by else None, created_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    journalling.project("project.opened", made, by, at, item=item.id)
    if item.draft is not None and item.draft.organisation.kind in HOLDER_KINDS:
        # Who drafted a commitment is the first to be asked whether it would hold it.
        made.candidates.append(
            Candidate(organisation_id=item.draft.organisation_id, part="lead", state="candidate", added_at=at)
        )
        db.session.flush()
    return made


def _title(item: Item) -> OfficialText:
    """The title of the group, the idea or the draft, in its languages: people then edit it."""
    if item.draft is not None:
        return OfficialText(item.draft.current.title)
    if item.group is not None:
        called = naming.title(item.group)
        known = {code: words for code, words in called.items() if code in LANGUAGES}
        return OfficialText(known or {DEFAULT_LANGUAGE: str(called)})
    if item.proposal is not None:
        words, language = item.proposal.current.title, item.proposal.current.language
    else:
        raise LookupError("an item stands for something")
    return OfficialText({language if language in LANGUAGES else DEFAULT_LANGUAGE: words})


def retitle(*, project: Project, title: OfficialText, by: Account | None, at: datetime) -> None:
    """Give a project another title."""
    project.title = title
    journalling.project("project.retitled", project, by, at)
