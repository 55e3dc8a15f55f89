"""What a feed reader and a shared link see: what is published, in its own language, and nothing else."""

from xml.etree import ElementTree

import html5lib
import pytest

from cocreation.proposals import services
from tests.proposals.material import (
    NOW,
    make_body,
    make_cycle,
    make_person,
    make_theme,
    post_draft,
    publish,
    send,
    text,
)

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MARKUP = 'Écoles <script>"&'


@pytest.fixture
def theme(session):
    """Give a theme with one published idea, whose title is markup, and one that waits."""
    cycle = make_cycle()
    theme, author = make_theme(cycle), make_person("Salma", "moderator")
    publish(send(cycle, theme, author, title=MARKUP))
    publish(send(cycle, make_theme(cycle, "eau", "Eau"), author, title="De l’eau"))
    send(cycle, theme, author, title="Pas encore lue")
    return theme


def entries(answer) -> list[ElementTree.Element]:
    """The entries of a feed."""
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return list(ElementTree.fromstring(answer.data).iter(f"{ATOM}entry"))


def titles(answer) -> list[str | None]:
    """What the entries of a feed are called."""
    return [entry.findtext(f"{ATOM}title") for entry in entries(answer)]


def test_a_feed_has_what_is_published_by_the_filters_of_its_address(client, theme):
    assert titles(client.get("/fr/proposals/feed")) == ["De l’eau", MARKUP]
    narrowed = client.get(f"/ar/proposals/feed?theme={theme.slug}")
    assert titles(narrowed) == [MARKUP]
    (entry,) = entries(narrowed)
    assert entry.get(LANG) == "fr"
    assert entry.find(f"{ATOM}link").get("href").endswith("/ar/proposals/PANT-00001")
    assert entry.findtext(f"{ATOM}updated") == NOW.isoformat()


def test_the_feed_of_drafts_speaks_the_language_of_its_address(client, session):
    cycle, body = make_cycle(), make_body()
    agent = make_person("Amina", "agent", organisation=body)
    draft = post_draft(cycle, body, agent)
    assert titles(client.get("/ar/drafts/feed")) == []
    services.submit_draft(draft=draft, by=agent, at=NOW)
    services.decide_draft(draft=draft, to="published", by=None, role="moderator", at=NOW)
    assert titles(client.get("/ar/drafts/feed")) == ["بوابة موحدة للبيانات"]
    assert titles(client.get("/fr/drafts/feed")) == ["Un portail unique des données"]


def test_what_has_not_changed_is_not_sent_again(client, theme):
    first = client.get("/fr/proposals/feed")
    again = client.get("/fr/proposals/feed", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_there_is_no_feed_of_what_was_refused_nor_of_no_plan(client, session):
    assert client.get("/fr/proposals/feed").status_code == 404
    assert client.get("/fr/drafts/feed").status_code == 404
    make_cycle()
    assert client.get("/fr/proposals/feed?state=refused").status_code == 404


def shared(client, path: str) -> dict[str, str]:
    """What a page says of itself to those with whom its link is shared."""
    tree = html5lib.parse(text(client.get(path)), namespaceHTMLElements=False)
    return {meta.get("property"): meta.get("content") for meta in tree.iter("meta") if meta.get("property")}


def test_a_shared_link_says_the_title_and_the_problem_and_shows_the_picture_of_its_language(client, theme):
    said = shared(client, "/ar/proposals/PANT-00001?order=newest")
    assert said["og:title"] == MARKUP
    assert said["og:description"] == "Les habitants ne savent pas où va l’argent."
    assert said["og:url"].endswith("/ar/proposals/PANT-00001")
    picture = said["og:image"].removeprefix("http://127.0.0.1:8000")
    answer = client.get(picture)
    assert picture.endswith("/ar.png")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    answer.close()
    assert shared(client, "/fr/")["og:image"].endswith("/fr.png")


def test_a_shared_link_to_what_waits_tells_nothing_of_it(client, theme):
    assert "Pas encore lue" not in text(client.get("/fr/proposals/PANT-00003"))
