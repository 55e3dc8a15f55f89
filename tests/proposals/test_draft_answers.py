"""What an administration answers: its desk, the table of remarks and answers, and the files made of it."""

import csv
import io
import re

import openpyxl
import pytest

from cocreation.accounts.services import contributor_for
from cocreation.comments import answers
from cocreation.comments import services as comments
from cocreation.comments.models import Answer, Comment
from cocreation.core.db import db
from cocreation.proposals import draft_remarks, services
from tests.proposals.material import (
    NOW,
    form_id_of,
    make_body,
    make_cycle,
    make_person,
    post_draft,
    sign_in,
    text,
    token_of,
)

FORMULAS = ('=HYPERLINK("http://evil.example")', "+33 6", "-اقتراح", "@ع", "＝1+1", "  =1+1", "\u200b=1+1")


@pytest.fixture
def settings():
    return {"PROCESS_DATE": "2020-10-15", "RATE_LIMITS": True}


class World:
    """A published draft commitment, its agent, another body's agent, and a citizen."""

    def __init__(self) -> None:
        cycle = make_cycle()
        self.body, self.other_body = make_body(), make_body("autre")
        self.agent = make_person("Nadia", "agent", organisation=self.body)
        self.stranger = make_person("Karim", "agent", organisation=self.other_body)
        self.reader = make_person("Salma")
        self.draft = post_draft(cycle, self.body, self.agent)
        services.submit_draft(draft=self.draft, by=self.agent, at=NOW)
        services.decide_draft(draft=self.draft, to="published", by=None, role="moderator", at=NOW)
        db.session.commit()

    def say(self, words: str, **more: object) -> Comment:
        values = {
            "thread": self.draft.thread, "contributor": contributor_for(self.reader), "source": words,
            "language": "fr", "side": "for", "parent": None, "about_version": 1, "by": self.reader, "at": NOW,
        }  # fmt: skip
        made = comments.post(**{**values, **more})  # type: ignore[arg-type]
        db.session.commit()
        return made

    def give(self, said: list[Comment], words: str = "Nous le ferons.") -> Answer:
        voice = contributor_for(self.agent, organisation=self.body)
        made = answers.give(
            thread=self.draft.thread, comments=said, contributor=voice, source=words, language="fr", by=self.agent,
            at=NOW,
        )  # fmt: skip
        db.session.commit()
        return made


@pytest.fixture
def world(session) -> World:
    return World()


DESK = "/fr/drafts/PANT-00001/answering"
TABLE = "/fr/drafts/PANT-00001/answers"


def values_of(page: str, **more: object) -> dict[str, object]:
    form = page[page.index('id="answer"') :]
    return {"csrf_token": token_of(form), "form_id": form_id_of(form), "source": "Nous le ferons en 2022.", **more}


def test_one_answer_to_three_comments_stands_under_each(app, client, world):
    made = [world.say(f"Remarque {number}").id for number in range(4)]
    agent = sign_in(app, client, world.agent)
    page = text(agent.get(DESK))
    assert all(f"Remarque {number}" in page for number in range(4))
    answer = agent.post(DESK, data=values_of(page, comment=[str(number) for number in made[:3]]))
    assert answer.status_code == 303
    assert db.session.query(Answer).one().contributor.organisation_id == world.body.id
    left = text(agent.get(DESK))
    assert "Remarque 3" in left
    assert "Remarque 0" not in left
    assert "Remarque 0" in text(agent.get(DESK + "?part=answered"))
    public = text(app.test_client().get("/fr/drafts/PANT-00001"))
    assert public.count("Nous le ferons en 2022.") == 3
    only = text(app.test_client().get(TABLE + "?answer=1"))
    assert "Remarque 2" in only
    assert "Remarque 3" not in only


def test_the_text_and_what_is_ticked_come_back(app, client, world):
    first, second = world.say("Une remarque"), world.say("Une autre")
    agent = sign_in(app, client, world.agent)
    page = text(agent.get(DESK))
    own = world.say("Dit par nous", contributor=contributor_for(world.agent, organisation=world.body), by=world.agent)
    nothing = agent.post(DESK, data=values_of(page, comment=["999", "²", "", str(own.id)]))
    assert nothing.status_code == 422
    assert "Nous le ferons en 2022." in text(nothing)
    empty = agent.post(DESK, data=values_of(page, source="", comment=[str(second.id)]))
    assert empty.status_code == 422
    assert re.search(rf'value="{second.id}"[^>]* checked', text(empty))
    assert not re.search(rf'value="{first.id}"[^>]* checked', text(empty))
    comments.hide(comment=second, reason_code="insult", by=None, role="moderator", at=NOW)
    gone = agent.post(DESK, data=values_of(page, comment=[str(second.id)]))
    assert gone.status_code == 409
    assert "Nous le ferons en 2022." in text(gone)
    assert db.session.query(Answer).count() == 0


def test_only_agents_of_the_body_answer(app, client, world):
    comment = world.say("Une remarque")
    page = text(sign_in(app, app.test_client(), world.agent).get(DESK))
    assert client.get(DESK).location.startswith("/fr/account/sign-in")
    for person in (world.reader, world.stranger, make_person("Driss", "moderator")):
        other = sign_in(app, app.test_client(), person)
        assert other.get(DESK).status_code == 403
        # A token of their own: what refuses them is who they are.
        own = token_of(text(other.get("/fr/drafts/PANT-00001")))
        answer = other.post(DESK, data={**values_of(page, comment=[str(comment.id)]), "csrf_token": own})
        assert answer.status_code == 403
        assert "/answering" not in text(other.get("/fr/drafts/PANT-00001"))
    assert db.session.query(Answer).count() == 0


def test_what_is_not_published_has_no_table(app, client, world):
    world.say("Une remarque")
    services.decide_draft(draft=world.draft, to="refused", by=None, role="moderator", at=NOW, reason_code="insult")
    for address in (TABLE, TABLE + ".csv", TABLE + ".xlsx"):
        assert client.get(address).status_code == 404
    assert sign_in(app, client, world.agent).get(DESK).status_code == 404


def test_the_table_says_where_each_remark_stands_and_the_sums_balance(client, world):
    first, second, third = (world.say(words) for words in ("Première", "Deuxième à cacher", "Troisième à retirer"))
    world.say("Quatrième")
    world.give([first])
    voice = contributor_for(world.agent, organisation=world.body)
    world.say("Une précision du ministère", parent=first, contributor=voice, by=world.agent, side=None)
    comments.hide(comment=second, reason_code="insult", by=None, role="moderator", at=NOW)
    comments.withdraw(comment=third, by=world.reader, at=NOW)
    db.session.commit()
    found = draft_remarks.sums(world.draft)
    assert found == {"answered": 1, "unanswered": 1, "hidden": 1, "withdrawn": 1, "total": 4}
    page = text(client.get(TABLE))
    assert "Deuxième" not in page
    assert "Troisième" not in page
    assert page.count("<tr>") == 0
    assert page.count('<tr role="row">') == 1 + 4
    row = page[page.index("Première") :]
    assert row.index("Une précision du ministère") < row.index("</tr>")
    assert "PANT-00001/1" in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_files_hold_everything_and_run_nothing(client, world, language):
    said = [world.say(words) for words in FORMULAS]
    answer = world.give(said[:2], "=1+1 dit le ministère")
    hidden = world.say("À cacher absolument")
    comments.hide(comment=hidden, reason_code="insult", by=None, role="moderator", at=NOW)
    db.session.commit()
    assert answer.id
    made = client.get(f"/{language}/drafts/PANT-00001/answers.csv")
    assert made.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(made.get_data().decode("utf-8-sig"))))
    assert len(rows) == 1 + len(FORMULAS) + 1
    assert all(not cell.lstrip("\u200b ").startswith(("=", "+", "-", "@", "＝")) for row in rows for cell in row)
    assert "À cacher" not in made.get_data(as_text=True)
    assert [row[0] for row in rows[1:]] == [f"PANT-00001/{comment.id}" for comment in [*said, hidden]]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{language}/drafts/PANT-00001/answers.xlsx").get_data()))
    page = book.active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert bool(page.sheet_view.rightToLeft) is (language == "ar")
    words = {str(cell.value).strip("\u200b ") for cell in cells}
    assert "=1+1 dit le ministère" in words
    assert any("evil.example" in one for one in words)
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    ends = [f"/{language}/comments/{comment.id}" for comment in [*said, hidden]]
    assert [link.partition("/" + language)[1] + link.partition("/" + language)[2] for link in links] == ends


def test_files_are_made_so_many_times_an_hour(client, world):
    codes = [client.get(TABLE + ".csv").status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]


def test_the_window_is_kept(app, client, world):
    sign_in(app, client, world.reader)
    comments.set_window(thread_id=world.draft.thread_id, opens_at=NOW, closes_at=NOW)
    post = f"/fr/threads/{world.draft.thread_id}/comments"
    page = text(client.get("/fr/drafts/PANT-00001"))
    assert 'name="source"' not in page
    answer = client.post(post, data={"csrf_token": token_of(page), "source": "Trop tard pour moi", "side": ""})
    assert answer.status_code == 409
    assert "Trop tard pour moi" in text(answer)
