"""Published answers as open data: one row an idea, the meaning of each column beside it."""

from __future__ import annotations

import json
from typing import Any

from cocreation.core.clock import to_local
from cocreation.core.i18n import LANGUAGES, N_, gettext
from cocreation.core.spreadsheets import Column, Sheet, as_csv
from cocreation.cycles.models import Cycle
from cocreation.evaluation import answers
from cocreation.evaluation.answer_models import ANSWERED, PublishedAnswer
from cocreation.proposals.models import PUBLIC_STATES

# The data dictionary: every column of the files, in their order.
FIELDS: dict[str, str] = {
    "reference": N_("Reference of the idea"),
    "title": N_("Title of the idea; empty where its text is not public"),
    "language": N_("Language in which the idea was written"),
    "theme": N_("Short name of the theme it stands under"),
    "voice": N_("Who speaks: citizen, association, administration…"),
    "outcome": N_("What became of it, a code"),
    "outcome_words": N_("What became of it, in the language of the page"),
    "answer_fr": N_("Answer to its group, or to the idea where it stands alone, in French"),
    "answer_ar": N_("The same in Arabic"),
    "answer_en": N_("The same in English; may be empty"),
    "own_answer_fr": N_("Words adapted for this idea, in French; may be empty"),
    "own_answer_ar": N_("The same in Arabic"),
    "own_answer_en": N_("The same in English"),
    "link": N_("Where it is done, or where it goes"),
    "item": N_("Number of what the workshop decided on: ideas of one group have the same"),
    "merged_into": N_("Number of what it went into"),
    "publication": N_("Number of the publication that holds this answer"),
    "published_on": N_("Day of that publication"),
}


def _row(one: PublishedAnswer, outcomes: dict[str, str]) -> dict[str, Any]:
    idea, at = one.proposal, one.publication.published_at
    is_public = idea.state in PUBLIC_STATES
    return {
        "reference": idea.reference,
        "title": idea.current.title if is_public else "",
        "language": idea.language or "",
        "theme": idea.theme.slug if idea.theme else "",
        "voice": (idea.voice or "") if is_public else "",
        "outcome": one.outcome,
        "outcome_words": outcomes[one.outcome],
        **{f"answer_{code}": one.words.get(code, "") for code in LANGUAGES},
        **{f"own_answer_{code}": one.own_words.get(code, "") for code in LANGUAGES},
        "link": one.link,
        "item": one.item_id,
        "merged_into": one.merged_into_id,
        "publication": one.publication.number,
        "published_on": to_local(at).date().isoformat() if at else "",
    }


def as_file(cycle: Cycle, kind: str) -> bytes:
    """Every answer that stands in a plan, as CSV or as JSON with its dictionary."""
    outcomes = {code: gettext(words) for code, words in ANSWERED.items()}
    rows = [_row(one, outcomes) for one in answers.of_cycle(cycle.id)]
    if kind == "csv":
        columns = [Column(name, 20) for name in FIELDS]
        return as_csv(Sheet(cycle.slug, (), columns, [[row[name] for name in FIELDS] for row in rows]))
    fields = {name: gettext(words) for name, words in FIELDS.items()}
    whole = {"cycle": cycle.slug, "title": dict(cycle.title), "fields": fields, "answers": rows}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
