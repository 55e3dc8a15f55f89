"""The press text of published answers: drafted from the figures, then the secretariat’s to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cocreation.core.i18n import LANGUAGES, OfficialText, Translator, translator
from cocreation.core.web import configured, public_address
from cocreation.cycles.models import Cycle
from cocreation.evaluation import answers
from cocreation.evaluation.answers import Ready


def drafted(cycle: Cycle) -> OfficialText:
    """The text in each language, from what would be published now; paragraphs stand apart by an empty line."""
    rows = list(answers.ready(cycle.id).values())
    return OfficialText({code: "\n\n".join(_paragraphs(cycle, rows, translator(code))) for code in LANGUAGES})


def _paragraphs(cycle: Cycle, rows: Sequence[Ready], words: Translator) -> Iterator[str]:
    title = cycle.title.shown(words.language)[0]
    yield words.gettext("What becomes of the ideas for: %(plan)s", plan=title)
    yield words.ngettext(
        "The co-creation secretariat publishes the answer to the %(num)s idea received, with its reason, in Arabic and "
        "in French.",
        "The co-creation secretariat publishes the answers to the %(num)s ideas received, each with its reason, in "
        "Arabic and in French.",
        len(rows),
    )
    outcomes = Counter(row.outcome for row in rows)
    yield words.gettext("Of these ideas: %(list)s.", list=words.items(list(_counted(outcomes, words))))
    projects = len({row.item_id for row in rows if row.outcome == "retained"})
    if projects:
        yield words.ngettext(
            "The ideas retained come together in %(num)s project. The administrations that could carry it are asked "
            "now, and the commitment that comes of it is put to everyone before it is adopted.",
            "The ideas retained come together in %(num)s projects. The administrations that could carry them are asked "
            "now, and the commitments that come of them are put to everyone before they are adopted.",
            projects,
        )
    yield words.ngettext(
        "Each author is told, and has %(num)s day to say if the answer missed what was meant.",
        "Each author is told, and has %(num)s days to say if the answer missed what was meant.",
        configured("REACTION_DAYS"),
    )
    address = public_address(f"/{words.language}/answers/{cycle.slug}")
    yield words.gettext("Every answer, and the data as open files: %(address)s", address=address)


def _counted(outcomes: Counter[str], words: Translator) -> Iterator[str]:
    retained, merged, done = outcomes["retained"], outcomes["merged"], outcomes["already_done"]
    said = (
        (retained, words.ngettext("%(num)s is retained", "%(num)s are retained", retained)),
        (merged, words.ngettext("%(num)s goes into another one", "%(num)s go into others", merged)),
        (done, words.ngettext("%(num)s is done already", "%(num)s are done already", done)),
        _other_channel(outcomes["other_channel"], words),
        _not_kept(outcomes["not_retained"] + outcomes["not_linked"] + outcomes["out_of_scope"], words),
        _not_published(outcomes["refused"] + outcomes["duplicate"] + outcomes["withdrawn"], words),
    )
    yield from (text for number, text in said if number)


def _other_channel(number: int, words: Translator) -> tuple[int, str]:
    return number, words.ngettext(
        "%(num)s is directed to the channel made for it", "%(num)s are directed to the channel made for them", number
    )


def _not_kept(number: int, words: Translator) -> tuple[int, str]:
    return number, words.ngettext(
        "%(num)s is not retained or is outside open government",
        "%(num)s are not retained or are outside open government",
        number,
    )


def _not_published(number: int, words: Translator) -> tuple[int, str]:
    return number, words.ngettext(
        "%(num)s was proposed twice, withdrawn or refused",
        "%(num)s were proposed twice, withdrawn or refused",
        number,
    )
