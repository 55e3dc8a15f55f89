"""The stations of an idea in the steps after its publication: each a row of a table, with the line that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from cocreation.clustering.hits import WHOLE
from cocreation.clustering.models import Correction, Group
from cocreation.core.i18n import OfficialText
from cocreation.evaluation.models import GATE_REASONS, GATES, OUTCOMES, Item, Sift
from cocreation.proposals.models import PUBLIC_STATES, Proposal
from cocreation.trace.queries import Line, Place, Records, root
from cocreation.trace.thread import Station


def _proved(code: str, line: Line | None, at: datetime, stands: str = "", **more: Any) -> Station:
    role, sequence = (line.acting_role, line.sequence) if line is not None else ("", None)
    return Station(code, at, stands, role=role, sequence=sequence, **more)


def merged_themes(idea: Proposal, read: Records) -> Iterator[Station]:
    """The merges that took the theme of an idea further after it came."""
    number = idea.theme_id
    while number in read.merges:
        merge = read.merges[number]
        if idea.received_at is None or merge.at >= idea.received_at:
            line = read.proof("theme", number, "theme.merged", into=merge.into_id)
            yield _proved("theme_merged", line, merge.at, values={"to": merge.into_id}, reason=merge.reason)
        number = merge.into_id


def repeated(idea: Proposal, read: Records) -> Iterator[Station]:
    """The public ideas that moderators found to say the same, or whose authors say it in their own words."""
    for other in read.kin.values():
        if idea.id not in (other.duplicate_of_id, other.variant_of_id) or other.state not in PUBLIC_STATES:
            continue
        actions = ("proposal.duplicate",) if other.duplicate_of_id == idea.id else ("proposal.published",)
        line = next((one for one in reversed(read.lines[other.id]) if one.action in actions), None)
        if line is not None:
            values, path = {"reference": other.reference}, f"/proposals/{other.reference}"
            yield _proved("repeated", line, line.process_at, values=values, path=path)


def grouped(idea: Proposal, read: Records) -> Iterator[Station]:
    """Its places in the groupings that are or were public, where they differ from the one before."""
    before: str | None = None
    for place in read.places[idea.id]:
        for home, at, line in _homes(idea, place, read):
            if before is None or home != before:
                yield _placed(place, home, before, at, line, read)
            before = home


def _homes(idea: Proposal, place: Place, read: Records) -> Iterator[tuple[str, datetime, Line | None]]:
    """Where an idea stood in one public grouping: from its publication, then after each correction by hand.

    A place is the name of a group; empty where the idea was listed apart.
    """
    run, today = place.run, place.group.name if place.group else ""
    later = [one for one in read.moves[run.id] if run.published_at is not None and one.at > run.published_at]
    moves = [one for one in later if idea.reference in one.before.get("homes", {}) or _adds(one, idea)]
    published = run.published_at or run.process_at
    if not moves or not _adds(moves[0], idea):
        first = moves[0].before["homes"][idea.reference] if moves else today
        yield first or "", published, read.proof("grouping", run.id, "grouping.published")
    # What each correction left is what the next one found; the last one left what stands today.
    homes = [*(one.before["homes"][idea.reference] for one in moves[1:]), today]
    for one, home in zip(moves, homes, strict=False):
        yield home or "", one.at, read.proof("grouping", run.id, f"grouping.{one.kind}", correction=one.id)


def _adds(correction: Correction, idea: Proposal) -> bool:
    return idea.reference in correction.before.get("added", ())


def _placed(place: Place, home: str, before: str | None, at: datetime, line: Line | None, read: Records) -> Station:
    if not home:
        return _proved("apart", line, at)
    run = place.run
    theme = read.themes.get(run.theme_id) if run.theme_id else None
    scope = theme.slug if theme else WHOLE if run.theme_id is None else ""
    is_shown = run.state == "published" and scope != "" and place.group is not None and place.group.name == home
    title = place.group if is_shown else None
    path = f"/groups/{read.cycles[run.cycle_id].slug}/{scope}/{home}" if is_shown else ""
    values: dict[str, Any] = {"number": home.lstrip("g"), "before": (before or "").lstrip("g")}
    if is_shown and place.group is not None:
        values["others"] = place.group.size - 1
    return _proved("regrouped" if before else "grouped", line, at, values=values, title=title, path=path)


def reported(idea: Proposal, read: Records) -> Iterator[Station]:
    """The versions of the report that name it: one station a version, whatever its languages."""
    told: set[int] = set()
    for version in read.reports[idea.id]:
        if version.number in told:
            continue
        told.add(version.number)
        line = read.proof("report", version.report_id, "report.published", version=version.number)
        path = f"/reports/{read.cycles[idea.cycle_id].slug}/{version.report.language}/{version.number}"
        yield _proved("in_report", line, version.published_at, values={"number": version.number}, path=path)


def chosen(idea: Proposal, read: Records) -> Iterator[Station]:
    """The first sift, the workshops and their decisions."""
    acts = read.sifts[idea.id]
    if not acts:
        return
    last = acts[-1]
    scored = [one for item in read.items[idea.id] for one in in_workshop(item, read)]
    # What the first sift sent elsewhere meanwhile is no longer scored with its group.
    scored = [one for one in scored if last.gate == "linked" or one.at < last.at]
    for act in acts:
        sifted = _sifted(act, read)
        # Let through once more, it stands where the workshop has brought it already.
        again = act.gate == "linked" and any(one.at < act.at for one in scored)
        yield replace(sifted, standing="") if again else sifted
    yield from scored


def _sifted(act: Sift, read: Records) -> Station:
    line, reason = read.proof("sift", act.id, "ideas.sifted"), GATE_REASONS[act.gate].get(act.reason_code)
    path = f"/workshops/{read.cycles[act.cycle_id].slug}"
    values = {"answer": GATES[act.gate]}
    return _proved("sifted", line, act.at, act.gate, values=values, reason=reason, path=path, link=act.link)


def in_workshop(item: Item, read: Records) -> Iterator[Station]:
    """What one workshop did with what stands for the idea; nothing where it was withdrawn before the decision."""
    workshop = item.workshop
    if workshop.state == "closed" and item.outcome is None:
        return
    is_public = workshop.state != "prepared"
    path = f"/workshops/{read.cycles[workshop.cycle_id].slug}" + (f"/{workshop.number}" if is_public else "")
    put = next((one for one in read.proofs["workshop", workshop.id] if _puts(one, item)), None)
    since = put.process_at if put is not None else workshop.opened_at or workshop.starts_at
    values, title = {"number": workshop.number}, workshop.title if is_public else None
    yield _proved("listed", put, since, "listed", values=values, title=title, path=path)
    if workshop.round_closed_at is not None and workshop.state in {"discussion", "closed"}:
        line = read.proof("workshop", workshop.id, "workshop.round_closed")
        yield _proved("scored", line, workshop.round_closed_at, "scored", values=values, path=path)
    if workshop.closed_at is not None and item.outcome is not None:
        yield _decided(item, workshop.closed_at, read, path)


def _puts(line: Line, item: Item) -> bool:
    return line.action == "workshop.items_added" and item.id in line.detail.get("items", ())


def _decided(item: Item, at: datetime, read: Records, path: str) -> Station:
    """A decision, which counts from the closing; its line is the decision itself, and a closing must follow it."""
    outcome = item.outcome or ""
    line = read.proof("workshop", item.workshop_id, "item.decided", item=item.id)
    if line is not None and (
        line.detail.get("outcome") != outcome or read.proof("workshop", item.workshop_id, "workshop.closed") is None
    ):
        line = None
    values, title = {"answer": OUTCOMES[outcome]}, _title_of(root(item)) if outcome == "merged" else None
    return _proved(
        "decided", line, at, outcome, values=values, reason=item.reason, title=title, path=path, link=item.link
    )


def _title_of(item: Item) -> OfficialText | Group | None:
    if item.group is not None:
        return item.group
    return item.draft.current.title if item.draft is not None else None


def answered(idea: Proposal, read: Records) -> Iterator[Station]:
    """Its published answers; the first in full, a later one where it replaces it."""
    for answer in read.answers[idea.id]:
        line = read.proof("answers_publication", answer.publication_id, "answers.published")
        at = answer.publication.published_at
        if at is not None:
            words = answer.own_words or answer.words
            path = f"/answers/{read.cycles[idea.cycle_id].slug}?q={idea.reference}"
            yield _proved("answered", line, at, reason=words, path=path, link=answer.link)


def projected(idea: Proposal, read: Records) -> Iterator[Station]:
    """The project it led to, and how a holder was sought."""
    if read.items[idea.id]:
        yield from of_project(read.items[idea.id][-1], read)


def of_project(item: Item, read: Records) -> Iterator[Station]:
    """The project that an item led to, alone or merged, while a closed workshop retains it."""
    if item.outcome not in {"retained", "merged"} or item.workshop.state != "closed":
        return
    project = read.projects.get(root(item).id)
    if project is None:
        return
    path = f"/holders/{read.cycles[project.cycle_id].slug}/{project.number}"
    values = {"number": project.number}
    line = read.proof("project", project.id, "project.opened")
    yield _proved("project", line, project.created_at, values=values, title=project.title, path=path)
    for turn in project.turns:
        line = read.proof("project", project.id, f"project.{turn.to_state}", turn.at)
        yield _proved(turn.to_state, line, turn.at, values=values, reason=turn.reason or None, path=path)


def named(station: Station, idea: Proposal, read: Records) -> Station:
    """The same station with what it names: the theme it went to, the idea it repeats."""
    values = dict(station.values)
    if values.get("to") in read.themes:
        return replace(station, values={**values, "theme": read.themes[values["to"]].title})
    named_by = {"duplicate": idea.duplicate_of_id, "received": idea.variant_of_id}
    other = read.kin.get(named_by.get(station.code) or 0)
    if other is None or other.state not in PUBLIC_STATES:
        return station
    return replace(station, values={**values, "reference": other.reference}, path=f"/proposals/{other.reference}")
