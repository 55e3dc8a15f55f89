"""Published answers for everyone: what became of each idea, the data, the press text; and the author's reaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from cocreation.accounts.lists import VOICES
from cocreation.accounts.signing import current_account
from cocreation.core import limits
from cocreation.core.access import allowed, current_actor, public, require
from cocreation.core.clock import process_now
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import gettext
from cocreation.core.places import fragment
from cocreation.core.spreadsheets import CSV
from cocreation.core.web import PREFIX
from cocreation.cycles.models import Cycle
from cocreation.cycles.views import cycle_or_404
from cocreation.evaluation import answer_files, answer_listing, answers, policies, presenting, reactions
from cocreation.evaluation.answer_forms import ReactionForm
from cocreation.evaluation.answer_listing import Wanted
from cocreation.evaluation.answer_models import (
    ANSWERED,
    REACTION_KINDS,
    RESOLUTIONS,
    AnswersPublication,
    PublishedAnswer,
    Reaction,
)
from cocreation.proposals.models import PUBLIC_STATES, Proposal
from cocreation.proposals.queries import by_reference
from cocreation.themes import queries as themes

bp = Blueprint("answers", __name__, url_prefix=PREFIX + "/answers", template_folder="templates")
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
ASKED = ("outcome", "theme", "voice", "q")
LISTS = {"outcomes": ANSWERED, "kinds": REACTION_KINDS, "resolutions": RESOLUTIONS, "public_states": PUBLIC_STATES}


def _page(template: str, **values: Any) -> str:
    return render_template(f"evaluation/{template}.html", **LISTS, **values)


def _published_or_404(slug: str) -> tuple[Cycle, list[AnswersPublication]]:
    cycle = cycle_or_404(slug)
    found = list(answers.publications(cycle.id))
    if not found:
        raise NotFound()
    return cycle, found


@bp.get("/<slug>")
@public
def cycle(slug: str) -> str:
    """What became of the ideas of a plan: counted, filtered, each with its answer."""
    found, published = _published_or_404(slug)
    asked = {name: value for name in ASKED if (value := request.args.get(name, "").strip()[:80])}
    named = {theme.slug: theme for theme in themes.current_of(themes.of_cycle(found.id)).values()}
    wanted = _wanted(asked, named)
    page = answer_listing.listed(found.id, wanted, request.args.get("cursor"))
    said = answers.reactions(found.id)
    return _page(
        "answers", cycle=found, publications=published, page=page, asked=asked, fields=answer_files.FIELDS,
        counts=answer_listing.counts(found.id, "outcome"), not_out=answers.not_out(found.id),
        groups=_filters(found, wanted, asked, named), going=_going(page.items), reactions=said,
        settled={code: sum(one.resolution == code for one in said) for code in RESOLUTIONS},
    )  # fmt: skip


def _wanted(asked: Mapping[str, str], named: Mapping[str, Any]) -> Wanted:
    theme = named.get(asked.get("theme", ""))
    numbers = themes.standing_for(theme) if theme else ([0] if "theme" in asked else [])
    return Wanted(asked.get("outcome", ""), numbers, asked.get("voice", ""), asked.get("q", ""))


def _filters(cycle: Cycle, wanted: Wanted, asked: Mapping[str, str], named: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The filters beside the list, each choice with how many answers it leaves."""
    today = themes.current_of(themes.of_cycle(cycle.id))
    by_theme: dict[str, int] = {}
    for number, count in answer_listing.counts(cycle.id, "theme", wanted).items():
        if number in today:
            by_theme[today[number].slug] = by_theme.get(today[number].slug, 0) + count
    outcomes, voices = (answer_listing.counts(cycle.id, name, wanted) for name in ("outcome", "voice"))
    kinds = (
        (
            "outcome",
            gettext("Outcome"),
            {code: gettext(ANSWERED[code]) for code in ANSWERED if code in outcomes},
            outcomes,
        ),
        ("theme", gettext("Theme"), {slug: named[slug].title for slug in by_theme}, by_theme),
        ("voice", gettext("Who speaks"), {code: gettext(VOICES[code]) for code in VOICES if code in voices}, voices),
    )

    def choice(name: str, value: str, label: Any, count: int) -> dict[str, Any]:
        current = asked.get(name) == value
        kept: dict[str, Any] = {key: text for key, text in asked.items() if key != name}
        href = url_for("answers.cycle", slug=cycle.slug, **kept if current else {**kept, name: value})
        return {"label": label, "href": href, "count": count, "current": current}

    return [
        {"label": label, "open": name == "outcome",
         "options": [choice(name, value, words, counted[value]) for value, words in said.items()]}
        for name, label, said, counted in kinds
    ]  # fmt: skip


def _going(rows: list[PublishedAnswer]) -> dict[int, presenting.ShownItem]:
    """The items that merged ideas went into, with their words: {item id: item}."""
    workshops = {one.merged_into.workshop_id: one.merged_into.workshop for one in rows if one.merged_into}
    return {item.item.id: item for workshop in workshops.values() for item in presenting.items_of(workshop)}


@bp.get("/<slug>/<number:number>")
@public
def publication(slug: str, number: int) -> str:
    """One publication as it was, with its note and its press text."""
    found, published = _published_or_404(slug)
    one = _publication_or_404(published, number)
    rows = list(answers.of_publication(one.id))
    counts = {code: sum(row.outcome == code for row in rows) for code in ANSWERED}
    return _page("publication", cycle=found, publication=one, rows=rows, counts=counts, going=_going(rows))


def _publication_or_404(published: list[AnswersPublication], number: int) -> AnswersPublication:
    one = next((one for one in published if one.number == number), None)
    if one is None:
        raise NotFound()
    return one


@bp.get("/<slug>/answers.<any(csv, json):kind>")
@public
def data(slug: str, kind: str) -> Response:
    """Every answer that stands, as open data."""
    found, _ = _published_or_404(slug)
    limits.hit_person("table")
    return _file(answer_files.as_file(found, kind), CSV if kind == "csv" else JSON, f"{slug}-answers.{kind}")


@bp.get("/<slug>/<number:number>/press-<any(fr, ar, en):written>.txt")
@public
def press(slug: str, number: int, written: str) -> Response:
    """The press text of a publication, in a language it is written in."""
    _, published = _published_or_404(slug)
    text = _publication_or_404(published, number).press.get(written)
    if not text:
        raise NotFound()
    return _file(text.encode("utf-8-sig"), TEXT, f"{slug}-press-{number}-{written}.txt")


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


@bp.route("/<slug>/react/<reference>", methods=["GET", "POST"])
@allowed(policies.can_come_to_react)
@limits.limited("reaction")
def react(slug: str, reference: str) -> Any:
    """The author reads the answer to their idea, reacts to it, and reads what came of that."""
    found, answer = _answer_or_404(slug, reference)
    require(policies.can_react, answer)
    form, said = ReactionForm(), _own_reaction(answer)
    if request.method == "POST" and form.validate():
        reactions.react(
            answer=answer, kind=form.kind.data, words=form.words.data, by=current_account(), at=process_now()
        )
        flash(gettext("Your reaction is with the secretariat, which answers it here and tells you."), "done")
        return redirect(url_for("answers.react", slug=slug, reference=reference), 303)
    page = _page(
        "react", cycle=found, answer=answer, proposal=answer.proposal, form=form, said=said, going=_going([answer]),
        until=answers.open_until(answer.publication), is_open=process_now() <= answers.open_until(answer.publication),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _answer_or_404(slug: str, reference: str) -> tuple[Cycle, PublishedAnswer]:
    cycle, proposal = cycle_or_404(slug), by_reference(reference.upper())
    answer = answers.published_answer(proposal.id) if proposal and proposal.cycle_id == cycle.id else None
    if answer is None:
        raise NotFound()
    return cycle, answer


def _own_reaction(answer: PublishedAnswer) -> Reaction | None:
    """The last reaction to any answer this idea was given: where the answer changed, what led to that is still read."""
    rows = answers.history(answer.proposal_id)
    return next((one for row in rows if (one := answers.reaction_to(row.id))), None)


def of_idea(proposal: Proposal) -> Markup | None:
    """The answer above the text of an idea, with what came of a reaction and the author's way to react."""
    answer = answers.published_answer(proposal.id)
    if answer is None:
        return None
    is_author = current_actor().is_signed_in and policies.can_react(current_actor(), answer)
    return fragment(
        "evaluation/answer_of_idea.html", answer=answer, proposal=proposal, said=_own_reaction(answer),
        going=_going([answer]), is_author=is_author, **LISTS,
    )  # fmt: skip


def on_cycle(cycle: Cycle) -> Markup | None:
    """The published answers on the page of a plan."""
    found = answers.publications(cycle.id)
    return fragment("evaluation/answers_on_cycle.html", cycle=cycle, publication=found[0]) if found else None
