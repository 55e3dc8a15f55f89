"""Asking for a grouping, computing it in the worker, publishing it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from cocreation.accounts.models import Account
from cocreation.clustering import queries, settling
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.proposals import queries as proposals
from cocreation.proposals.models import Proposal
from cocreation.themes.models import Theme
from cocreation.themes.queries import standing_for

JOB = "grouping"
# The engine's steps in words, for the progress bar.
STEPS: dict[str, str] = {
    "analyse": N_("Reading the texts"),
    "duplicates": N_("Looking for copies"),
    "vectors": N_("Weighing the words"),
    "partition": N_("Bringing similar ideas together"),
    "describe": N_("Naming the groups"),
}


class NothingToGroup(Refused):
    """No published idea to group."""

    message = N_("There is no published idea to group yet.")


class AlreadyAsked(Refused):
    """A run of the same scope is being computed."""

    message = N_("This grouping is already being computed. Wait for it, or cancel it first.")


class NotWhole(Refused):
    """A run that is not ready."""

    message = N_("This grouping is not ready, or it was replaced in the meantime.")


def _line(proposal: Proposal) -> dict[str, Any]:
    version = proposal.current
    body = "\n\n".join(part for part in (version.problem, version.body) if part)
    line = {"id": proposal.reference, "title": version.title, "body": body, "lang": version.language}
    if proposal.contributor.account_id or proposal.contributor.external_key or proposal.contributor.name:
        line["author"] = str(proposal.contributor_id)
    if proposal.theme:
        line["theme"] = proposal.theme.slug
    return {key: value for key, value in line.items() if value}


def snapshot(cycle: Cycle, theme: Theme | None) -> bytes:
    """The published ideas of a scope as the engine reads them: JSON lines in order of reference."""
    found = proposals.published(cycle_id=cycle.id, theme_ids=standing_for(theme) if theme else None)
    lines = sorted((_line(proposal) for proposal in found), key=lambda line: str(line["id"]))
    return "\n".join(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines).encode()


def _is_asked(cycle: Cycle, theme: Theme | None) -> bool:
    statement = select(GroupingRun.id).where(
        GroupingRun.cycle_id == cycle.id,
        GroupingRun.theme_id == theme.id if theme else GroupingRun.theme_id.is_(None),
        GroupingRun.state == "asked",
    )
    return db.session.scalar(statement) is not None


def _give_up_failed() -> None:
    """Call failed the runs whose job failed for good, so that they hold up no other one."""
    over = select(jobs.Job.id).where(jobs.Job.state.in_(("failed", "cancelled")))
    db.session.execute(
        update(GroupingRun)
        .where(GroupingRun.state == "asked", GroupingRun.job_id.in_(over))
        .values(state="failed")
        .execution_options(synchronize_session="fetch")
    )


def ask_run(*, cycle: Cycle, theme: Theme | None, seed: int, by: Account | None, at: datetime) -> GroupingRun:
    """Ask for a grouping of a cycle or of one theme; the earlier one stays in place until this one is published.

    Raises:
        NothingToGroup, AlreadyAsked.
    """
    _give_up_failed()
    if _is_asked(cycle, theme):
        raise AlreadyAsked()
    source = snapshot(cycle, theme)
    if not source:
        raise NothingToGroup()
    run = GroupingRun(
        cycle_id=cycle.id,
        theme_id=theme.id if theme else None,
        seed=seed,
        source=source,
        asked_by_id=by.id if by else None,
        asked_at=now(),
        process_at=at,
    )
    db.session.add(run)
    db.session.flush()
    job = jobs.enqueue(kind=JOB, payload={"run": run.id}, by=by.reference if by else None)
    run.job_id = job.id
    _journal("grouping.asked", run, by, at, None, "asked", {"source": hashlib.sha256(source).hexdigest()})
    return run


def _journal(
    action: str,
    run: GroupingRun,
    by: Account | None,
    at: datetime,
    before: str | None,
    after: str | None,
    detail: dict[str, Any] | None = None,
) -> None:
    journal.record(
        action=action,
        object_kind="grouping",
        object_id=run.id,
        by=by,
        role="moderator" if by else "machine",
        at=at,
        from_state=before,
        to_state=after,
        detail=detail,
    )


def _previous(run: GroupingRun) -> dict[str, list[str]]:
    earlier = queries.last_whole(run.cycle_id, run.theme_id, before=run.id)
    if earlier is None:
        return {}
    rows = db.session.execute(
        select(Group.name, Proposal.reference)
        .join(Membership, Membership.group_id == Group.id)
        .join(Proposal, Proposal.id == Membership.proposal_id)
        .where(Group.run_id == earlier.id)
        .order_by(Proposal.reference)
    )
    found: dict[str, list[str]] = {}
    for name, reference in rows:
        found.setdefault(name, []).append(reference or "")
    return found


def compute(payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Compute a run in the worker; its whole result is written in one transaction with the job's end."""
    from cocreation.clustering.engine import Constraint, Grouper
    from cocreation.clustering.engine.files import read_lines

    run = db.session.get(GroupingRun, payload["run"])
    if run is None or run.state != "asked":
        return {}
    documents, _sha256 = read_lines((run.source or b"").decode().split("\n"))
    rules = settling.binding_of(run.cycle_id, run.theme_id).constraints()
    constraints = [Constraint(**{**rule, "ids": tuple(rule.get("ids", ()))}) for rule in rules]
    grouper = Grouper(seed=run.seed, constraints=constraints, previous=_previous(run))
    jobs.let_go()
    grouper.fit(documents, lambda step, share: progress(STEPS.get(step, step), share * 0.9))
    result = {**grouper.grouping_.to_json_dict(), "hierarchy": grouper.hierarchy_.to_json_dict()}
    progress(STEPS["describe"], 0.95)
    run = db.session.get_one(GroupingRun, payload["run"], populate_existing=True)
    _write(run, result)
    return {"run": run.id, "groups": len(result["groups"])}


def _write(run: GroupingRun, result: dict[str, Any]) -> None:
    run.result, run.corpus_sha256 = result, result["corpus_sha256"]
    groups = _write_groups(run, result)
    _write_members(run, result, groups)
    run.state, run.ready_at = "ready", now()
    _journal("grouping.ready", run, None, run.process_at, "asked", "ready", {"corpus": result["corpus_sha256"]})


def _language_of(source: dict[str, Any], proposals_by_reference: dict[str, Proposal]) -> str:
    first = next(iter(source["representatives"]), None)
    found = proposals_by_reference.get(first["id"]) if first else None
    return found.current.language if found else "fr"


def _write_groups(run: GroupingRun, result: dict[str, Any]) -> dict[str, Group]:
    known = {found.reference or "": found for found in proposals.sent(cycle_id=run.cycle_id)}
    made = {
        source["id"]: Group(
            run_id=run.id,
            name=source["id"],
            is_family=not source["members"],
            title=source["title"][:300],
            title_language=_language_of(source, known),
            terms=source["terms"],
            size=len(source["members"]),
            corrected=bool(source.get("fixed")),
        )
        for source in result["groups"]
    }
    db.session.add_all(made.values())
    db.session.flush()
    for source in result["groups"]:
        if source["parent"]:
            made[source["id"]].parent_id = made[source["parent"]].id
    return made


def _write_members(run: GroupingRun, result: dict[str, Any], groups: dict[str, Group]) -> None:
    known = {found.reference or "": found for found in proposals.sent(cycle_id=run.cycle_id)}
    spots = {spot["id"]: (spot["x"], spot["y"]) for spot in result["map"]}
    firsts = {copy: copies[0] for copies in result["duplicates"] for copy in copies}
    rows: list[tuple[int | None, int, str, str | None, list[str]]] = []
    for source in result["groups"]:
        excerpts = {found["id"]: found["excerpt"] for found in source["representatives"]}
        rows += [(groups[source["id"]].id, rank, ref, excerpts.get(ref), source["why"].get(ref, []))
                 for rank, ref in enumerate(source["members"])]  # fmt: skip
    rows += [(None, rank, ref, None, []) for rank, ref in enumerate(result["ungrouped"])]
    for group_id, rank, reference, excerpt, why in rows:
        proposal = known[reference]
        first = known.get(firsts.get(reference, ""))
        db.session.add(
            Membership(
                run_id=run.id,
                group_id=group_id,
                proposal_id=proposal.id,
                version_number=proposal.version_number,
                rank=rank,
                excerpt=excerpt[:400] if excerpt else None,
                why=why,
                copy_of_id=first.id if first else None,
                x=spots.get(reference, (0.0, 0.0))[0],
                y=spots.get(reference, (0.0, 0.0))[1],
            )
        )


def cancel_run(*, run: GroupingRun, by: Account | None, at: datetime) -> None:
    """Stop a run that is being computed.

    Raises:
        NotWhole: it is over.
    """
    if run.state != "asked" or run.job_id is None:
        raise NotWhole()
    jobs.cancel(db.session.get_one(jobs.Job, run.job_id))
    run.state = "cancelled"
    _journal("grouping.cancelled", run, by, at, "asked", "cancelled")


def publish_run(*, run: GroupingRun, by: Account | None, at: datetime) -> None:
    """Publish a run: it replaces those it cannot stand beside (one of the whole cycle, or one a theme).

    Raises:
        NotWhole.
    """
    if run.state != "ready":
        raise NotWhole()
    others = select(GroupingRun).where(GroupingRun.cycle_id == run.cycle_id, GroupingRun.state == "published")
    if run.theme_id is not None:
        others = others.where((GroupingRun.theme_id == run.theme_id) | GroupingRun.theme_id.is_(None))
    for other in db.session.scalars(others).all():
        other.state = "replaced"
        _journal("grouping.replaced", other, by, at, "published", "replaced", {"by": run.id})
    run.state, run.published_at = "published", at
    _journal("grouping.published", run, by, at, "ready", "published")
