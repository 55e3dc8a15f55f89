"""The filters of the list: counts under the filters in force, addresses to share, each removable, on both databases."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from cocreation.accounts.services import contributor_for
from cocreation.core.db import db
from cocreation.core.i18n import N_
from cocreation.core.places import places
from cocreation.proposals.facets import Choice, Facet
from cocreation.proposals.models import Proposal
from tests.proposals.material import make_body, make_cycle, make_person, make_theme, publish, send, text


@pytest.fixture
def ideas(session: object) -> dict[str, object]:
    """Publish seven ideas that differ in theme, region, language and voice."""
    cycle = make_cycle()
    access, budget = make_theme(cycle), make_theme(cycle, "budget", "Budget")
    body, salma, hatim = make_body("asso", "association"), make_person("Salma"), make_person("Hatim")
    rows = [
        (access, "oriental", "fr"), (access, "oriental", "fr"), (access, "fes-meknes", "ar"),
        (budget, "oriental", "ar"), (budget, None, "fr"), (None, "fes-meknes", "fr"),
    ]  # fmt: skip
    made = []
    for number, (theme, region, language) in enumerate(rows):
        title = f"Idée {number} sur l’eau" if number % 2 else f"Idée {number} sur l’école"
        made.append(publish(send(cycle, theme, salma, title=title, region=region, language=language)))
    spoken = contributor_for(hatim, organisation=body)
    publish(send(cycle, access, hatim, title="Idée d’une association", contributor=spoken, region="oriental"))
    db.session.flush()
    return {"cycle": cycle, "access": access, "budget": budget, "made": made}


def page_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/fr/proposals{query}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    return text(answer)


def choices(page: str) -> dict[str, tuple[str, int, bool]]:
    """Read the filters: {words: (address, count, whether it is chosen)}."""
    side = page.split('id="filters"')[1].split("</nav>")[0]
    link = r'<li><a href="([^"]+)" rel="nofollow"( aria-current="true")?>'
    found = re.findall(link + r'<span[^>]*>([^<]+)</span> <span class="count">(\d+)', side)
    return {unescape(label): (unescape(href), int(count), bool(current)) for href, current, label, count in found}


def total(page: str) -> int:
    return int(re.findall(r'role="status">\s*(\d+)', page)[0])


@pytest.mark.both_databases
def test_every_count_is_what_its_link_finds(client: FlaskClient, ideas) -> None:
    seen = 0
    for query in ("", "?region=oriental", "?theme=acces&lang=fr", "?q=eau", "?q=idée+-eau&region=oriental"):
        page = page_of(client, query)
        for href, count, current in choices(page).values():
            if not current:
                assert total(text(client.get(href))) == count, (query, href)
                seen += 1
    assert seen > 30


@pytest.mark.both_databases
def test_filters_combine_and_each_can_be_taken_off(client: FlaskClient, ideas) -> None:
    page = page_of(client, "?theme=acces&region=oriental&lang=fr&order=discussed")
    assert total(page) == 3
    chosen = re.findall(r'<li><a href="([^"]+)" rel="nofollow"><span class="visually-hidden">', page)
    assert [total(text(client.get(unescape(href)))) for href in chosen] == [3, 3, 3]
    assert all("order=discussed" in href for href in chosen)
    clear = unescape(re.findall(r'class="clear" href="([^"]+)"', page)[0])
    assert clear == "/fr/proposals?order=discussed"


def test_unknown_values_narrow_nothing(client: FlaskClient, ideas) -> None:
    whole = total(page_of(client))
    for query in (
        "?region=atlantis",
        "?lang=xx&voice=king",
        "?theme=../../etc",
        "?group=9",
        "?order=magic",
        "?after=%ff",
    ):
        assert total(page_of(client, query)) == whole


@pytest.mark.both_databases
def test_the_map_links_each_region_and_says_its_number(client: FlaskClient, ideas) -> None:
    page = page_of(client)
    picture = page.split('class="region-map')[1].split("</svg>")[0]
    assert picture.count("<path") == 12
    assert 'direction="ltr"' in picture
    links = dict(re.findall(r'<a href="([^"]+)" rel="nofollow" aria-label="([^"]+)"', picture))
    assert links["/fr/proposals?region=oriental"].endswith(": 4")
    assert links["/fr/proposals?region=dakhla-oued-ed-dahab"].endswith(": 0")
    assert (
        'aria-current="true"'
        in page_of(client, "?region=oriental").split('<svg viewBox="0 0 320')[1].split("</svg>")[0]
    )


@pytest.mark.both_databases
def test_an_upper_room_brings_a_filter(app: Flask, client: FlaskClient, ideas) -> None:
    few = [proposal.id for proposal in ideas["made"][:2]]

    def within(value):
        return select(Proposal.id).where(Proposal.id.in_(few))

    def counts(ids):
        return {"few": len(set(db.session.scalars(ids)) & set(few))}

    facet = Facet("bag", N_("Group of similar ideas"), {"few": Choice("Les premières")}, within, counts)
    places().fill("proposal.filters", lambda cycle_id: facet)
    assert choices(page_of(client))["Les premières"][1:] == (2, False)
    assert total(page_of(client, "?bag=few")) == 2
    page = page_of(client, "?bag=few&q=eau")
    assert (total(page), choices(page)["Les premières"][1:]) == (1, (1, True))


def test_the_search_may_go_on_without_the_filters(client: FlaskClient, ideas) -> None:
    page = page_of(client, "?q=eau&region=dakhla-oued-ed-dahab")
    assert 'href="/fr/proposals?q=eau"' in page
    assert "Remove the words" in page_of(client, "?q=-eau") or "Enlever les mots" in page_of(client, "?q=-eau")


@pytest.mark.both_databases
def test_what_lists_count_by_follows_the_text_and_the_author(session: object) -> None:
    cycle, person = make_cycle(), make_person("Salma")
    proposal = publish(send(cycle, make_theme(cycle), person, language="ar"))
    assert (proposal.language, proposal.voice) == ("ar", "citizen")
