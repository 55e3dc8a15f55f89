"""The table of remarks and answers as a document: Word and PDF, in both directions of writing."""

from io import BytesIO

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from cocreation.accounts.services import contributor_for
from cocreation.comments import answers
from cocreation.comments import services as comments
from cocreation.proposals import services
from cocreation.synthesis import remarks
from tests.proposals.material import NOW, make_body, make_cycle, make_person, post_draft


@pytest.fixture
def draft(session):
    """Give a published draft commitment with a remark that was answered, one that was not, and one that was hidden."""
    body = make_body()
    agent, citizen = make_person("Amina", "agent", organisation=body), make_person("Salma")
    found = post_draft(make_cycle(), body, agent)
    services.submit_draft(draft=found, by=agent, at=NOW)
    services.decide_draft(draft=found, to="published", by=None, role="moderator", at=NOW)

    def say(words: str, language: str):
        values = {"side": "for", "parent": None, "about_version": 1, "by": citizen, "at": NOW}
        signer = contributor_for(citizen)
        return comments.post(thread=found.thread, contributor=signer, source=words, language=language, **values)

    first = say("نشر كل <العقود> =1+1", "ar")
    say("Et les petites communes ?", "fr")
    comments.hide(comment=say("Bande de vendus", "fr"), reason_code="insult", by=None, role="moderator", at=NOW)
    answers.give(
        thread=found.thread, comments=[first], contributor=contributor_for(agent, organisation=body),
        source="C’est prévu.", language="fr", by=agent, at=NOW,
    )  # fmt: skip
    return found


def words_of(kind: str, data: bytes) -> str:
    """Everything a document says, in order."""
    if kind == "pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(data))
    body = Document(BytesIO(data)).element.body
    return "\n".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_remark_stands_with_its_answer_and_what_was_hidden_without_its_words(client, draft, kind, language):
    answer = client.get(f"/{language}/drafts/{draft.reference}/answers.{kind}")
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]
    said = words_of(kind, answer.data)
    assert all(word in said for word in ("petites", "communes"))
    assert "prévu" in said
    assert "Bande de vendus" not in said
    assert client.get(f"/{language}/drafts/{draft.reference}/answers.{kind}").data == answer.data


def test_the_page_offers_the_documents_while_the_table_is_short(client, draft, monkeypatch):
    address = f"/fr/drafts/{draft.reference}/answers"
    assert f"{address}.pdf" in client.get(address).get_data(as_text=True)
    monkeypatch.setattr(remarks, "LONGEST", 2)
    assert f"{address}.pdf" not in client.get(address).get_data(as_text=True)
    assert client.get(f"{address}.pdf").status_code == 404
    assert client.get(f"{address}.odt").status_code == 404
