"""What the story of a report names: ideas that went elsewhere, subjects with their groups, remarks and answers."""

from dataclasses import replace

from cocreation.synthesis.document import (
    Commitment,
    Count,
    Point,
    Redirected,
    Reply,
    ReportDocument,
    Sides,
    Subject,
    Within,
)
from cocreation.synthesis.rendering.blocks import Entries, Facts, Heading, Note, Points, Prose, Quotes, Sided
from cocreation.synthesis.rendering.html import render
from cocreation.synthesis.rendering.story import told
from tests.synthesis.rendering.reports import report


def after(document: ReportDocument, heading: str) -> list[object]:
    """The blocks under a heading, up to the next one."""
    blocks = list(told(document).blocks)
    start = next(at for at, one in enumerate(blocks) if isinstance(one, Heading) and one.text.text == heading)
    ends = (at for at, one in enumerate(blocks) if at > start and isinstance(one, Heading))
    return blocks[start + 1 : next(ends, None)]


def test_what_went_elsewhere_is_named_with_its_reason() -> None:
    whole = report("fr")
    row = replace(whole.annex[0], title="أريد جوابا", language="ar", note="أودعوه هناك", note_language="ar")
    row = replace(row, translation="Je veux une réponse", note_translation="Déposez-le là")
    gone = Redirected(state="Orientée", reason="Réclamation", references=(row.reference,))
    blocks = after(replace(whole, annex=(row, *whole.annex[1:]), redirected=(gone,)), "Orientée · Réclamation")
    entry = next(one for one in blocks if isinstance(one, Entries)).entries[0]
    assert (entry.title.text, entry.title.direction) == ("أريد جوابا", "rtl")
    assert entry.excerpt is not None
    assert (entry.excerpt.text, entry.excerpt.direction) == ("أودعوه هناك", "rtl")
    assert entry.translation is not None
    assert entry.translation.text == "Je veux une réponse"
    assert entry.note.endswith("Déposez-le là")


def test_a_subject_leads_to_its_groups_and_other_ideas() -> None:
    whole = report("fr")
    group = whole.groups[0]
    some, other = group.members[:2], whole.groups[1].members[0]
    subject = Subject(
        key="health", label="Santé", groups=(Within(group=group.number, references=some),), others=(other,)
    )
    found = [one for one in after(replace(whole, subjects=(subject,)), "Santé") if isinstance(one, Prose)]
    assert [tuple(source.reference for source in one.sources) for one in found] == [some, (other,)]
    assert f"Groupe {group.number}" in found[0].label
    assert f"({len(some)} sur {group.size})" in found[0].label


def test_a_word_that_many_ideas_share_names_the_first_of_them() -> None:
    whole = report("fr")
    members = tuple(row.reference for row in whole.annex[:40])
    point = Point(words="budget", language="fr", references=members[:30])
    chapter = whole.chapters[0]
    group = replace(chapter.groups[0], members=members, shared=(point,))
    document = replace(whole, chapters=(replace(chapter, groups=(group,)), *whole.chapters[1:]))
    points = next(one for one in after(document, group.title) if isinstance(one, Points)).points
    assert [source.reference for source in points[0].sources] == list(members[:24])
    assert points[0].more == "et 6 autres"
    assert "et 6 autres" in render(document).decode()


def with_commitment(whole: ReportDocument, **changes: object) -> tuple[ReportDocument, list[object]]:
    """The report with its draft commitment changed, and the blocks that tell it."""
    one: Commitment = replace(whole.commitments[0], **changes)  # type: ignore[arg-type]
    document = replace(whole, commitments=(one,))
    return document, after(document, one.title)


def test_an_answer_to_several_remarks_stands_once_and_is_named_under_the_next_ones() -> None:
    whole = report("fr")
    joint, own = Reply(text="C’est prévu.", author="TGR", number=1), Reply(text="Non.", author="TGR")
    remark = whole.commitments[0].comments[0]
    given = tuple(replace(remark, answers=answers) for answers in ((joint,), (own, joint), (own,)))
    document, blocks = with_commitment(whole, comments=given)
    told_there = [one.answers for block in blocks if isinstance(block, Quotes) for one in block.quotes]
    assert [[one.text and one.text.text for one in answers] for answers in told_there] == [
        ["C’est prévu."], ["Non.", None], ["Non."],
    ]  # fmt: skip
    assert told_there[0][0].author.startswith("Réponse 1, à 2 remarques")
    assert told_there[1][1].author == "Réponse 1, imprimée plus haut"
    assert document.commitments[0].answers == 3
    assert render(document).decode().count("C’est prévu.") == 1


def test_the_remarks_that_can_be_read_and_those_received_are_told_apart() -> None:
    standing = tuple(Count(key=key, label=key, count=count) for key, count in (("answered", 5), ("hidden", 1)))
    _, blocks = with_commitment(report("fr"), standing=standing, sides=Sides(pro=3, contra=2))
    assert [block.title for block in blocks if isinstance(block, Sided)] == ["5 remarques lisibles"]
    rows = next(block for block in blocks if isinstance(block, Facts)).rows
    assert rows == (("answered", "5"), ("hidden", "1"), ("Remarques reçues", "6"))


def test_a_draft_commitment_without_a_remark_says_so() -> None:
    standing = (Count(key="answered", label="Répondues", count=0),)
    _, blocks = with_commitment(report("fr"), standing=standing, sides=Sides(), comments=())
    assert Note("Aucune remarque n’a été reçue.") in blocks
    assert not any(isinstance(block, Facts | Sided | Quotes) for block in blocks)
