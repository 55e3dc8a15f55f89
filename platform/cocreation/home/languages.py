"""What the administration has not written in every language yet, for the secretariat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from sqlalchemy import select

from cocreation.core.access import allowed
from cocreation.core.db import db
from cocreation.core.i18n import LANGUAGES, N_, OfficialText, here
from cocreation.core.web import PREFIX
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.cycles.policies import can_administer
from cocreation.proposals.models import DraftCommitment
from cocreation.themes import queries as themes

bp = Blueprint("languages", __name__, url_prefix=PREFIX + "/administration/languages", template_folder="templates")
# What each text is called on the page.
NAMES = {
    "title": N_("Title"),
    "question": N_("Question"),
    "presentation": N_("Presentation"),
    "text": N_("Text"),
    "problem": N_("The problem"),
    "content": N_("Content of the commitment"),
    "expected_result": N_("Expected result"),
}


@dataclass(frozen=True)
class Gap:
    """One thing, its own words, the texts it lacks (each a msgid with its languages) and where they are written."""

    title: OfficialText
    kind: str
    missing: dict[str, list[str]]
    href: str


def _missing(**texts: OfficialText | None) -> dict[str, list[str]]:
    """The languages each text lacks; a text written in none is not wanted and lacks nothing."""
    return {name: text.missing() for name, text in texts.items() if text and text.missing()}


def _gaps(cycle: Cycle) -> Iterator[Gap]:
    found = _missing(title=cycle.title, question=cycle.question, presentation=cycle.presentation)
    yield Gap(cycle.title, N_("Plan"), found, url_for("cycle_desk.edit", slug=cycle.slug))
    for theme in themes.of_cycle(cycle.id):
        found = _missing(title=theme.title, text=theme.text)
        yield Gap(theme.title, N_("Theme"), found, url_for("theme_desk.edit", theme_id=theme.id))
    for draft in _drafts(cycle):
        text = draft.current
        found = _missing(
            title=text.title, problem=text.problem, content=text.content, expected_result=text.expected_result
        )
        yield Gap(text.title, N_("Draft commitment"), found, url_for("drafts.show", reference=draft.reference))


def _drafts(cycle: Cycle) -> list[DraftCommitment]:
    wanted = select(DraftCommitment).where(
        DraftCommitment.cycle_id == cycle.id, DraftCommitment.state.in_(["submitted", "published"])
    )
    return list(db.session.scalars(wanted.order_by(DraftCommitment.id)).unique())


def _lacking(gap: Gap, code: str) -> list[str]:
    """What the texts a thing lacks in a language are called, in the language of the page."""
    return [here().gettext(NAMES[name]) for name, missing in gap.missing.items() if code in missing]


@bp.get("/")
@allowed(can_administer)
def index() -> str:
    """What is missing, language by language, each with the page where it is written."""
    gaps = [gap for cycle in cycles.cycles(with_drafts=True) for gap in _gaps(cycle) if gap.missing]
    by_language = {code: [(gap, texts) for gap in gaps if (texts := _lacking(gap, code))] for code in LANGUAGES}
    return render_template("home/languages.html", by_language=by_language)
