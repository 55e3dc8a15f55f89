"""What the story of a report shows beside the words: signs of a cut, translations, captions, sums, directions."""

from dataclasses import replace
from itertools import pairwise

import pytest

from cocreation.core.i18n import translator
from cocreation.synthesis.document import Count, Crossed, Reply, ReportDocument, Section
from cocreation.synthesis.groups import cut
from cocreation.synthesis.rendering.blocks import Annex, Block, Heading, Prose, Quotes, Table, Tabular
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.story import told
from tests.synthesis.rendering.reports import report


def blocks(document: ReportDocument, kind: type[Block]) -> list:
    return [block for block in told(document).blocks if isinstance(block, kind)]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("Un. Deux.", "Un.\nDeux.", (False, False)),
        ("Deux.", "Un.\n\nDeux. Trois.", (True, True)),
        ("Un mot…", "Un mot de plus.", (False, True)),
        ("ثلاثة تدابير.", "نقترح ثلاثة تدابير. أولها", (True, True)),
        ("Un.", "« Un. »", (False, False)),
        ("Autre.", "Un.", (False, False)),
    ],
)
def test_a_cut_is_known_on_either_side(words: str, text: str, expected: tuple[bool, bool]) -> None:
    assert cut(words, "", text) == expected


def test_a_cut_quote_bears_its_sign() -> None:
    whole = report("fr")
    group = whole.chapters[0].groups[0]
    first, *rest = group.excerpts
    marked = replace(group, excerpts=(replace(first, goes_before=True, goes_on=True), *rest))
    chapter = replace(whole.chapters[0], groups=(marked, *whole.chapters[0].groups[1:]))
    quotes = blocks(replace(whole, chapters=(chapter, *whole.chapters[1:])), Quotes)[0].quotes
    assert quotes[0].text.text == f"[…] {first.text} […]"
    assert "[…]" not in quotes[1].text.text


def test_an_answer_shows_its_translation() -> None:
    whole = report("fr")
    draft = whole.commitments[0]
    reply = Reply(text="نعم، في كل جهة.", author="Département", language="ar", translation="Oui, dans chaque région.")
    remark = replace(draft.comments[0], answers=(reply,))
    found = blocks(replace(whole, commitments=(replace(draft, comments=(remark,)),)), Quotes)[-1].quotes[0].answers[0]
    assert found.translation.text == reply.translation
    assert found.translation_label


def test_the_caption_of_a_table_of_participation_says_more_than_its_heading() -> None:
    document, labels = replace(report("fr"), crossed=(CROSSED,)), Labels("fr")
    names = {*map(labels.table, document.participation), labels.crossed(CROSSED)}
    pairs = [
        (heading.text.text, block.caption.title)
        for heading, block in pairwise(told(document).blocks)
        if isinstance(heading, Heading) and isinstance(block, Tabular) and heading.text.text in names
    ]
    assert len(pairs) > 1
    assert not [heading for heading, caption in pairs if heading == caption]


CROSSED = Crossed(
    key="theme_region",
    rows=(Count(key="a", label="Accès", count=8), Count(key="b", label="Budget", count=5)),
    columns=(Count(key="o", label="L’Oriental", count=9), Count(key="s", label="Souss", count=4)),
    cells=((6, 2), (3, 2)),
)


def test_a_table_of_two_entries_has_its_sums() -> None:
    tables = blocks(replace(report("fr"), crossed=(CROSSED,)), Table)
    found = next(table for table in tables if table.rows[0][0] == "Accès")
    assert found.rows == (("Accès", "6", "2", "8"), ("Budget", "3", "2", "5"), ("Total", "9", "4", "13"))
    assert found.summed


def test_what_a_moderator_wrote_keeps_its_direction_in_the_annex() -> None:
    whole = report("fr")
    row = replace(whole.annex[0], reason="Hors périmètre · هذا الطلب من اختصاص شركة النقل")
    annex = blocks(replace(whole, annex=(row, *whole.annex[1:])), Annex)[0]
    assert [(part.text, part.direction) for part in annex.rows[0].reason] == [
        ("Hors périmètre", "ltr"),
        ("هذا الطلب من اختصاص شركة النقل", "rtl"),
    ]


def test_a_passage_that_rests_on_a_whole_group_names_the_group() -> None:
    whole = report("fr")
    group = whole.chapters[0].groups[0]
    section = Section(
        key="introduction",
        title="Introduction",
        paragraphs=("Un.", "Deux."),
        sources=(group.members, group.members[:1]),
    )
    found = [block for block in blocks(replace(whole, sections=(section,)), Prose) if block.paragraphs]
    first, second = (block.sources for block in found[:2])
    assert [(one.reference, one.url) for one in first] == [(f"Groupe {group.number}", group.url)]
    assert [one.reference for one in second] == list(group.members[:1])


@pytest.mark.parametrize(("language", "mark", "comma"), [("fr", "\u200e", ", "), ("ar", "\u200f", "، ")])
def test_words_of_two_scripts_follow_one_another_as_the_language_reads(language: str, mark: str, comma: str) -> None:
    words = ["data", "بيانات", "open"]
    assert translator(language).terms(words) == comma.join(f"{mark}{word}{mark}" for word in words)
