"""What is larger than one idea: a group, a draft commitment, a body, a project, and every idea behind each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cocreation.accounts.models import Organisation
from cocreation.accounts.presenting import name_shown, region_shown, voice_shown
from cocreation.clustering import queries as clustering
from cocreation.clustering.models import Group
from cocreation.comments import queries as comments
from cocreation.comments.models import SIDES, Comment
from cocreation.commitments import queries as commitments
from cocreation.commitments.models import Project
from cocreation.core.i18n import here
from cocreation.cycles.models import Cycle
from cocreation.evaluation import standing
from cocreation.evaluation.models import Item
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.proposals.presenting import excerpt, language_of
from cocreation.trace import passed, queries
from cocreation.trace.coming import ahead
from cocreation.trace.presenting import Shown, Words, component, shown, standing_words
from cocreation.trace.stations import in_order, stands_at, threads_of
from cocreation.trace.thread import Station, Thread


@dataclass(frozen=True)
class Behind:
    """An idea behind something, with its author's voice and where it stands."""

    reference: str
    title: Words
    path: str
    author: str
    voice: str
    region: str
    standing: str
    code: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What somebody said of an idea, as it begins."""

    id: int
    text: Words
    author: str
    side: str


def ideas_behind(ideas: Sequence[Proposal], *, with_remarks: bool = False) -> list[Behind]:
    """Ideas that everyone reads, in the order given."""
    threads, said = threads_of(ideas), _remarks(ideas) if with_remarks else {}
    return [_behind(idea, threads[idea.id], said.get(idea.thread_id or 0, [])) for idea in ideas]


def _behind(idea: Proposal, thread: Thread, remarks: Iterable[Remark]) -> Behind:
    return Behind(
        idea.reference or "", Words(idea.current.title, language_of(idea.current.language) or ""),
        f"/trace/{idea.reference}", name_shown(idea.contributor), voice_shown(idea.contributor),
        region_shown(idea.region) or "", standing_words(thread), thread.standing, tuple(remarks),
    )  # fmt: skip


def _remarks(ideas: Iterable[Proposal]) -> dict[int, list[Remark]]:
    found: dict[int, list[Remark]] = {}
    for comment in comments.visible_of([idea.thread_id for idea in ideas if idea.thread_id is not None]):
        found.setdefault(comment.thread_id, []).append(_remark(comment))
    return found


def _remark(comment: Comment) -> Remark:
    side = here().gettext(SIDES[comment.side]) if comment.side else ""
    text = Words(excerpt(comment.source), language_of(comment.language) or "")
    return Remark(comment.id, text, name_shown(comment.contributor), side)


def counted(ideas: Iterable[Behind]) -> list[tuple[str, int]]:
    """How many ideas stand where, the most first."""
    return Counter(one.standing for one in ideas).most_common()


def of_group(group: Group, cycle: Cycle) -> list[Shown]:
    """What became of a group: the groupings it lived through, the reports, the workshops, the project."""
    lives = queries.lives_of(group)
    items = queries.items_of(Item.group_id.in_([one.id for one in lives]))
    return _shown([*_published(lives), *_chosen(items, cycle)], cycle, items)


def _published(lives: Sequence[Group]) -> Iterator[Station]:
    read = queries.of_runs([one.run_id for one in lives])
    for one in lives:
        line = read.proof("grouping", one.run_id, "grouping.published")
        values = {"number": one.number, "size": one.size}
        at = one.run.published_at or one.run.process_at
        role, sequence = (line.acting_role, line.sequence) if line is not None else ("", None)
        yield Station("grouped", at, "published", role=role, sequence=sequence, values=values)


def _chosen(items: Sequence[Item], cycle: Cycle) -> list[Station]:
    read = queries.of_items(items, cycle)
    found = [station for item in items for station in passed.in_workshop(item, read)]
    return [*found, *(passed.of_project(items[-1], read) if items else ())]


def _shown(stations: list[Station], cycle: Cycle, items: Sequence[Item]) -> list[Shown]:
    """Stations in words, and what comes next."""
    ordered = in_order(stations)
    stands = stands_at(ordered) if any(one.standing for one in ordered) else "linked"
    workshop = items[-1].workshop if items and stands == "listed" and items[-1].workshop.state != "prepared" else None
    codes = [one.code for one in ordered]
    coming = tuple(one for one in ahead(stands, codes, cycle, workshop) if one.code != "answered")
    return shown(Thread(0, "", tuple(ordered), stands, coming))


def of_draft(draft: DraftCommitment, cycle: Cycle) -> list[Shown]:
    """What the workshops and the looking for holders made of a draft commitment, and what comes next."""
    items = queries.items_of(Item.draft_id == draft.id)
    return _shown(_chosen(items, cycle), cycle, items)


def on_draft(draft: DraftCommitment, cycle: Cycle) -> list[dict[str, Any]]:
    """The same for the page of the draft commitment."""
    return component(of_draft(draft, cycle))


def of_project(project: Project) -> list[Shown]:
    """How a project came to be, and how a holder is sought for it."""
    items = [project.item]
    return _shown(_chosen(items, project.cycle), project.cycle, items)


def ideas_of_group(group: Group) -> list[Behind]:
    """The public ideas of a group, the most central first."""
    members = clustering.members([group.id])[group.id]
    return ideas_behind([one.proposal for one in members if one.proposal.state == "published"])


def ideas_of_project(project: Project) -> list[Behind]:
    """Every idea that led to a project, with the remarks made on it."""
    return ideas_behind(commitments.ideas_of(project), with_remarks=True)


def ideas_of_organisation(organisation: Organisation) -> list[Behind]:
    """What an organisation proposed in its own name."""
    return ideas_behind(queries.of_organisation(organisation.id))


def drafts_of_organisation(organisation: Organisation) -> list[dict[str, Any]]:
    """The draft commitments of a body, each with the last station it reached."""
    drafts = queries.drafts_of(organisation.id)
    stands: dict[int, Any] = {}
    for cycle_id in {draft.cycle_id for draft in drafts}:
        stands |= standing.of_drafts(cycle_id)
    say = here().gettext
    return [{"draft": draft, "standing": say(standing.STATIONS[stands[draft.id].station])} for draft in drafts]
