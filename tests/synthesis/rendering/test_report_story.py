"""What the story of a report names: ideas that went elsewhere with their reasons, subjects with their groups."""

from dataclasses import replace

from cocreation.synthesis.document import Redirected, ReportDocument, Subject, Within
from cocreation.synthesis.rendering.blocks import Entries, Heading, Prose
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
