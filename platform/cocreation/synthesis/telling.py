"""What a published report tells: the plan's followers, and once the authors and followers of each idea in it."""

from __future__ import annotations

from sqlalchemy import select

from cocreation.accounts.models import Account, Contributor
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.cycles.telling import path_of as path_of_cycle
from cocreation.notifications import services as notifications
from cocreation.proposals.models import Proposal
from cocreation.synthesis.models import ReportVersion


def tell_published(version: ReportVersion, cycle: Cycle, by: Account | None) -> None:
    """Tell that a version of the report is published; an author hears of their idea with the first one alone."""
    page = f"/reports/{cycle.slug}"
    notifications.emit(
        mark=f"report:{version.id}",
        kind="report.published",
        about=[path_of_cycle(cycle)],
        message=N_("The synthesis report is published: version %(number)s."),
        values={"number": version.number},
        path=page,
        by=by,
    )
    asked = (
        select(Proposal.id, Proposal.reference, Contributor.account_id)
        .join(Contributor, Contributor.id == Proposal.contributor_id)
        .where(Proposal.cycle_id == cycle.id, Proposal.state == "published")
        .order_by(Proposal.id)
    )
    notifications.tell_stations(
        [
            {
                "station": "in_report", "mark": str(number), "reference": reference, "author_id": author_id,
                "path": f"/proposals/{reference}", "subject": ("proposal", number), "leads_to": page,
            }
            for number, reference, author_id in db.session.execute(asked)
        ],
        by=by,
    )  # fmt: skip
