"""The page of the search: everything that is public, by kind, with what was understood; and what is suggested."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from cocreation.core import search
from cocreation.core.access import public
from cocreation.core.i18n import current_language, here
from cocreation.core.search import Hit, Source
from cocreation.core.web import PREFIX
from cocreation.home.meaning import in_other_languages, words_beginning
from cocreation.text.finding import MAX_QUERY, Question, excerpt, marked, read_question, typed_words

bp = Blueprint("search", __name__, url_prefix=PREFIX + "/search", template_folder="templates")
# Of each kind, where all kinds are shown.
FIRST = 3
SUGGESTIONS = 8
# Of words that together find nothing, as many are tried alone.
TRIED_ALONE = 6
TITLES = {"theme": 2, "proposal": 4, "draft": 2, "group": 2}


@bp.get("")
@public
def index() -> str:
    """What was found, a few of each kind or one kind page by page; what was understood; what to do on no hit."""
    question = read_question(request.args.get("q", ""))
    counts = search.counts(question)
    kind = request.args.get("kind") if request.args.get("kind") in counts else None
    wanted = [kind] if kind else [found for found, number in counts.items() if number]
    return render_template(
        "home/search.html",
        question=question,
        counts=counts,
        total=sum(counts.values()),
        kind=kind,
        tabs=_tabs(question, counts, kind),
        direct=_direct(question),
        sections=[_section(question, found, counts[found], alone=bool(kind)) for found in wanted],
        alone=[] if sum(counts.values()) else _alone(question),
        elsewhere=[(word, _href(word)) for word in in_other_languages(question)],
    )


def _href(query: str, **more: str | None) -> str:
    values: dict[str, Any] = {name: value for name, value in {"q": query, **more}.items() if value}
    return url_for("search.index", **values)


def _alone(question: Question) -> list[tuple[str, str, int]]:
    """The words that find something alone where together they find nothing: word, address, how many."""
    asked = [word.typed for word in question.words[:TRIED_ALONE]] if len(question.words) > 1 else []
    found = ((word, sum(search.counts(read_question(word)).values())) for word in asked)
    return [(word, _href(word), number) for word, number in found if number]


def _tabs(question: Question, counts: dict[str, int], kind: str | None) -> list[dict[str, Any]]:
    words = here()
    everything = {"label": words.gettext("Everything"), "href": _href(question.query), "count": sum(counts.values())}
    found = [{**everything, "current": kind is None}]
    for name, source in _ordered():
        label, href = words.gettext(source.label), _href(question.query, kind=name)
        found.append({"label": label, "href": href, "count": counts[name], "current": kind == name})
    return found


def _ordered() -> list[tuple[str, Source]]:
    return sorted(search.sources().items(), key=lambda each: each[1].order)


def _direct(question: Question) -> dict[str, Any] | None:
    """The one thing whose reference number the query is."""
    if question.reference is None:
        return None
    found = (source.by_reference(question.reference) for _, source in _ordered())
    hit = next((each for each in found if each is not None), None)
    return _shown(hit, question) if hit else None


def _section(question: Question, kind: str, count: int, *, alone: bool) -> dict[str, Any]:
    source = search.sources()[kind]
    cursor = request.args.get("after") if alone else None
    page = search.found(kind, question, cursor=cursor, **({} if alone else {"size": FIRST}))
    hits = source.hits(page.items)
    return {
        "label": here().gettext(source.label),
        "count": count,
        "hits": [_shown(hits[number], question) for number in page.items if number in hits],
        "href": _href(question.query, kind=kind) if not alone and count > FIRST else None,
        "narrow_href": source.more(question.query),
        "next_href": _href(question.query, kind=kind, after=page.next_cursor) if alone and page.next_cursor else None,
        "previous_href": _href(question.query, kind=kind, after=page.previous_cursor)
        if alone and page.previous_cursor
        else None,
    }


def _shown(hit: Hit, question: Question) -> dict[str, Any]:
    return {
        "hit": hit,
        "title": marked(hit.title, question, hit.lang),
        "excerpt": excerpt(hit.text, question, hit.lang) if hit.text else [],
    }


@bp.get("/suggestions")
@public
def suggestions() -> Response:
    """What the words typed so far may become: titles of public things, then words to search for, as JSON."""
    query = request.args.get("q", "")[:MAX_QUERY]
    found = [*_titles(query), *_words(query)][:SUGGESTIONS]
    response = jsonify({"suggestions": found})
    # The same for everyone and nothing of a person: the next one who types the same need not ask again.
    response.cache_control.public = True
    response.cache_control.max_age = 120
    return response


def _titles(query: str) -> list[dict[str, Any]]:
    """Titles that begin so, the newest first; of one that stands in several plans, the newest plan's alone."""
    words, found = typed_words(query), dict[tuple[str, str], dict[str, Any]]()
    for kind, source in _ordered():
        if kind in TITLES:
            ids = search.titles_beginning(kind, words, limit=TITLES[kind])
            hits, label = source.hits(ids), here().gettext(source.label)
            for hit in (hits[number] for number in ids if number in hits):
                shown = {"label": hit.title, "href": hit.href, "kind": label, "lang": hit.lang}
                # Two ideas of one title are two ideas; a theme taken up again is one theme to whoever looks for it.
                found.setdefault((kind, hit.title if source.is_small else hit.href), shown)
    return list(found.values())


def _words(query: str) -> list[dict[str, Any]]:
    label = here().gettext("Search")
    return [
        {"label": word, "href": _href(word), "kind": label, "lang": None}
        for word in words_beginning(query, current_language())
    ]
