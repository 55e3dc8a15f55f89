"""Events of the answers: written for every item, published by two people, and what three authors say of theirs."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from cocreation.core.clock import as_instant
from cocreation.core.i18n import OfficialText
from cocreation.demo.timeline import Stage, Timeline, draw, read_json
from cocreation.evaluation import answering, answers, press, publishing, reactions
from cocreation.evaluation.answers import Subject

WRITTEN = "2020-12-16T10:00"
PROPOSED = "2020-12-17T16:00"
PUBLISHED = "2020-12-18T10:00"


def write(timeline: Timeline) -> None:
    """Write the answers, their publication and the reactions."""
    timeline.add(as_instant(WRITTEN), _write)
    timeline.add(as_instant(PROPOSED), _propose)
    timeline.add(as_instant(PUBLISHED), _publish)
    for line in read_json("answers.json")["reactions"]:
        timeline.add(as_instant(line["at"]), partial(_react, line))
        if "settled" in line:
            timeline.add(as_instant(line["settled"]["at"]), partial(_settle, line))


def _write(stage: Stage, at: datetime) -> None:
    told, by = read_json("answers.json"), stage.people["moderator-1"]
    sifted = {stage.proposals[idea].id: words for idea, words in told["sifted"].items()}
    for subject in answers.subjects(stage.plan.id):
        own = next((sifted[idea] for idea in subject.ideas if idea in sifted), None)
        words = OfficialText(own) if own else _closed(subject, told["closings"][subject.outcome])
        answering.write(subject=subject, words=words, seen=0, by=by, at=at)
    for idea, words in told["adapted"].items():
        answering.adapt(proposal=stage.proposals[idea], words=OfficialText(words), seen=0, by=by, at=at)


def _closed(subject: Subject, closings: list[dict[str, str]]) -> OfficialText:
    """The reason the workshop gave, and what comes next."""
    closing = closings[draw(subject.key, len(closings))]
    return OfficialText({code: f"{subject.offered[code]} {words}" for code, words in closing.items()})


def _propose(stage: Stage, at: datetime) -> None:
    publishing.propose(
        cycle=stage.plan,
        note=OfficialText(),
        press=press.drafted(stage.plan),
        by=stage.people["administrator-1"],
        at=at,
    )


def _publish(stage: Stage, at: datetime) -> None:
    proposed = answers.proposed(stage.plan.id)
    if proposed is None:
        raise LookupError("answers are proposed before they are published")
    publishing.publish(publication=proposed, by=stage.people["administrator-2"], at=at)


def _react(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    answer = answers.published_answer(stage.proposals[line["idea"]].id)
    if answer is None:
        raise LookupError(f"{line['idea']} has no answer to react to")
    by = stage.people[line["by"]]
    reactions.react(answer=answer, kind=line["kind"], words=line["words"], by=by, at=at)


def _settle(line: dict[str, Any], stage: Stage, at: datetime) -> None:
    answer, settled = answers.published_answer(stage.proposals[line["idea"]].id), line["settled"]
    found = answers.reaction_to(answer.id) if answer else None
    if found is None:
        raise LookupError(f"{line['idea']}: nobody reacted")
    reactions.settle(
        reaction=found,
        resolution=settled["resolution"],
        reply=settled["reply"],
        own_words=OfficialText(),
        by=stage.people[settled["by"]],
        at=at,
    )
