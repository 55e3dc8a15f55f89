"""What the worker does for a grouping: the ideas handed to the engine, its result written into the tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cocreation.accounts.models import Account
from cocreation.clustering import cutting, queries, settling, wording
from cocreation.clustering.binding import Binding
from cocreation.clustering.engine import Hierarchy
from cocreation.clustering.models import Group, GroupingRun, Membership
from cocreation.comments.models import Thread
from cocreation.core import jobs
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.cycles.models import Cycle
from cocreation.journal import services as journal
from cocreation.proposals import queries as proposals
from cocreation.proposals.models import Proposal
from cocreation.themes.models import Theme
from cocreation.themes.queries import standing_for

# The engine's steps in words, for the progress bar.
STEPS: dict[str, str] = {
    "analyse": N_("Reading the texts"),
    "duplicates": N_("Looking for copies"),
    "vectors": N_("Weighing the words"),
    "partition": N_("Bringing similar ideas together"),
    "describe": N_("Naming the groups"),
}


def _line(proposal: Proposal, comments: int) -> dict[str, Any]:
    version = proposal.current
    body = "\n\n".join(part for part in (version.problem, version.body) if part)
    line = {"id": proposal.reference, "title": version.title, "body": body, "lang": version.language}
    if proposal.contributor.account_id or proposal.contributor.external_key or proposal.contributor.name:
        line["author"] = str(proposal.contributor_id)
    if proposal.theme:
        line["theme"] = proposal.theme.slug
    return {key: value for key, value in {**line, "comments": comments}.items() if value}


def snapshot(cycle: Cycle, theme: Theme | None, held: Collection[str] | None = None) -> bytes:
    """The published ideas of a scope as the engine reads them: JSON lines in order of reference.

    Args:
        held: only these references, where given.
    """
    found = proposals.published(cycle_id=cycle.id, theme_ids=standing_for(theme) if theme else None)
    threads = select(Thread.id, Thread.visible_count).where(Thread.cycle_id == cycle.id)
    comments: dict[int | None, int] = dict(db.session.execute(threads).all())
    lines = [
        _line(proposal, comments.get(proposal.thread_id, 0))
        for proposal in found
        if held is None or proposal.reference in held
    ]
    lines.sort(key=lambda line: str(line["id"]))
    return "\n".join(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines).encode()


def tree_of(run: GroupingRun) -> Hierarchy:
    """The tree stored with a whole run."""
    return Hierarchy.from_json_dict((run.result or {})["hierarchy"])


def cut_of(run: GroupingRun, count: int) -> cutting.Cut:
    """A run's tree cut into some number of groups, its corrections respected."""
    binding = settling.binding_of(run.cycle_id, run.theme_id)
    hands = settling.placed_by_hand(run)
    return cutting.cut(tree_of(run), count, settling.places(run), hands, binding, settling.free_number(run))


def _previous(run: GroupingRun) -> dict[str, list[str]]:
    """The ideas of the last run's groups by number; a number that died is there without ideas, never to come again."""
    earlier = queries.last_whole(run.cycle_id, run.theme_id, before=run.id)
    found: dict[str, list[str]] = {name: [] for name in queries.numbers_ever(run.cycle_id, run.theme_id)}
    for reference, name in sorted(settling.places(earlier).items()) if earlier else ():
        if name:
            found.setdefault(name, []).append(reference)
    return found


def _rules(run: GroupingRun, binding: Binding, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The corrections as the engine's constraints; a cut is given whole, each of its groups locked."""
    base = queries.run(run.cut_of_id) if run.cut_of_id else None
    if base is None:
        return binding.constraints()
    wanted = cut_of(base, run.n_groups or 1).groups
    placed = {reference for members in wanted.values() for reference in members}
    locks = [
        {"kind": "lock", "ids": members, "group": name, "title": binding.titles.get(name, (None,))[0]}
        for name, members in wanted.items()
    ]
    return [*locks, {"kind": "move", "ids": sorted(set(ids) - placed), "group": None}]


def compute(payload: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Compute a run in the worker; its whole result is written in one transaction with the job's end."""
    from cocreation.clustering.engine import Constraint, Grouper
    from cocreation.clustering.engine.files import read_lines

    run = db.session.get(GroupingRun, payload["run"])
    if run is None or run.state != "asked":
        return {}
    documents, _sha256 = read_lines((run.source or b"").decode().split("\n"))
    binding = settling.binding_of(run.cycle_id, run.theme_id)
    rules = _rules(run, binding, [document.id for document in documents])
    constraints = [Constraint(**{**rule, "ids": tuple(rule.get("ids", ()))}) for rule in rules]
    grouper = Grouper(seed=run.seed, constraints=constraints, previous=_previous(run))
    digest = wording.put_in_force()
    jobs.let_go()
    grouper.fit(documents, lambda step, share: progress(STEPS.get(step, step), share * 0.9))
    result: dict[str, Any] = {**grouper.grouping_.to_json_dict(), "hierarchy": grouper.hierarchy_.to_json_dict()}
    # The same lexicon, seed and texts give the same bytes: which lexicon it was is kept with the rest.
    result["parameters"] = {**result["parameters"], "lexicon": digest}
    progress(STEPS["describe"], 0.95)
    run = db.session.get_one(GroupingRun, payload["run"], populate_existing=True)
    _write(run, result)
    return {"run": run.id, "groups": len(result["groups"])}


def _write(run: GroupingRun, result: dict[str, Any]) -> None:
    base = queries.run(run.cut_of_id) if run.cut_of_id else None
    binding = settling.binding_of(run.cycle_id, run.theme_id)
    by_hand = set(settling.placed_by_hand(base)) if base else set(binding.homes)
    if base is not None:
        # The slider of a cut moves on the tree it was cut from.
        result = {**result, "hierarchy": (base.result or {})["hierarchy"]}
    run.result, run.corpus_sha256 = result, result["corpus_sha256"]
    known = {found.reference or "": found for found in proposals.sent(cycle_id=run.cycle_id)}
    groups = _write_groups(run, result, known, binding, by_hand)
    _write_members(run, result, groups, known, by_hand)
    run.state, run.ready_at = "ready", now()
    journalled("grouping.ready", run, None, run.process_at, "asked", "ready", {"corpus": result["corpus_sha256"]})


def _language_of(source: dict[str, Any], known: dict[str, Proposal]) -> str:
    """The language of a group's title: that of the idea it was taken from."""
    ids = [found["id"] for found in source["representatives"]] + source["members"]
    texts = [known[reference].current for reference in ids if reference in known]
    stem = source["title"].rstrip("…")
    for text in texts:
        if " ".join(text.title.split()).startswith(stem):
            return text.language
    return texts[0].language if texts else "fr"


def _write_groups(
    run: GroupingRun, result: dict[str, Any], known: dict[str, Proposal], binding: Binding, by_hand: set[str]
) -> dict[str, Group]:
    made = {
        source["id"]: Group(
            run_id=run.id,
            name=source["id"],
            is_family=not source["members"],
            title=source["title"][:300],
            title_language=_language_of(source, known),
            renamed=source["id"] in binding.titles,
            terms=source["terms"],
            size=len(source["members"]),
            corrected=source["id"] in binding.locks or bool(by_hand.intersection(source["members"])),
        )
        for source in result["groups"]
    }
    db.session.add_all(made.values())
    db.session.flush()
    for source in result["groups"]:
        if source["parent"]:
            made[source["id"]].parent_id = made[source["parent"]].id
    return made


def _in_order(source: dict[str, Any]) -> list[str]:
    """A group's ideas: the excerpted ones first, then those that share most words with the others."""
    shown = [found["id"] for found in source["representatives"]]
    others = sorted(set(source["members"]) - set(shown), key=lambda one: (-len(source["why"].get(one, ())), one))
    return [*shown, *others]


def _write_members(
    run: GroupingRun, result: dict[str, Any], groups: dict[str, Group], known: dict[str, Proposal], by_hand: set[str]
) -> None:
    spots = {spot["id"]: (spot["x"], spot["y"]) for spot in result["map"]}
    firsts = {copy: copies[0] for copies in result["duplicates"] for copy in copies}
    rows: list[tuple[int | None, str, str | None, list[str], dict[str, Any] | None]] = []
    for source in result["groups"]:
        excerpts = {found["id"]: found["excerpt"] for found in source["representatives"]}
        rows += [
            (groups[source["id"]].id, ref, excerpts.get(ref), source["why"].get(ref, []), None)
            for ref in _in_order(source)
        ]
    told = {idea["id"]: {"reasons": idea["reasons"], "words": idea["words"]} for idea in result.get("notable", ())}
    lone = [*told, *(reference for reference in result["ungrouped"] if reference not in told)]
    rows += [(None, reference, None, [], told.get(reference)) for reference in lone]
    for rank, (group_id, reference, excerpt, why, notable) in enumerate(rows):
        proposal, first = known[reference], known.get(firsts.get(reference, ""))
        x, y = spots.get(reference, (0.0, 0.0))
        db.session.add(
            Membership(
                run_id=run.id, group_id=group_id, proposal_id=proposal.id, version_number=proposal.version_number,
                rank=rank, excerpt=excerpt[:400] if excerpt else None, why=why, notable=notable,
                by_hand=reference in by_hand, copy_of_id=first.id if first else None, x=x, y=y,
            )
        )  # fmt: skip


def journalled(
    action: str,
    run: GroupingRun,
    by: Account | None,
    at: datetime,
    before: str | None,
    after: str | None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write what happened to a run in the journal."""
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
