"""No text that was hidden, withdrawn or never published enters a report, in any format."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from flask import Flask
from sqlalchemy.orm import Session

from cocreation.accounts.models import Account
from cocreation.clustering import services as clustering
from cocreation.comments import editing
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.cycles.models import Cycle
from cocreation.moderation import second_looks
from cocreation.proposals import revising
from cocreation.proposals import services as proposals
from cocreation.proposals.models import Proposal
from cocreation.synthesis import freezing, services
from cocreation.synthesis.contents import lines_of
from cocreation.synthesis.models import ReportEdit
from cocreation.synthesis.rendering import FORMATS
from tests.clustering.test_room import BUDGET, HOSPITAL, computed, ideas
from tests.comments.material import say
from tests.moderation.material import decide
from tests.proposals.material import NOW, draft_text, make_body, make_cycle, make_person, make_theme, post_draft, send

CANARY = "zzcanari"


def secret(kind: str) -> str:
    """Words of their own for each kind of hidden text: the one that leaks is named."""
    return f"{CANARY}{kind} phrase que personne ne doit lire {CANARY}{kind}"


def never_published(cycle: Cycle, author: Account) -> None:
    """Ideas in every state without a public text."""
    theme = make_theme(cycle)

    def sent(kind: str) -> Proposal:
        words = {"title": secret(kind), "problem": secret(kind), "body": secret(kind)}
        return send(cycle, theme, author, **words)

    proposals.save_draft(
        cycle=cycle, contributor=sent("submitted").contributor, theme=theme, title=secret("draft"),
        problem=secret("draft"), body=secret("draft"), language="fr", region=None, by=author, at=NOW,
    )  # fmt: skip
    for to, code in {"refused": "insult", "correction": "other"}.items():
        proposals.decide(
            proposal=sent(to), to=to, by=None, role="moderator", at=NOW, reason_code=code, note=secret(f"{to}note")
        )
    refused = sent("second")
    decide(refused, "refuse", make_person("moderatrice", "moderator"), reason_code="insult", note=secret("asked"))
    second_looks.ask_second_look(kind="proposal", object_id=refused.id, words=secret("look"), by=author, at=NOW)
    proposals.withdraw(proposal=sent("withdrawn"), by=author, at=NOW)


def hidden_comments(about: Proposal, author: Account) -> None:
    """Comments that were hidden, withdrawn, or said something else before."""

    def said(kind: str, **more: object) -> Comment:
        return say(about.thread, author, secret(kind), **more)  # type: ignore[arg-type]

    comments.hide(comment=said("hidden"), reason_code="insult", by=None, role="moderator", at=NOW)
    comments.withdraw(comment=said("takenback", side="against"), by=author, at=NOW)
    edited = said("before", side="against")
    editing.edit(
        comment=edited, source="Un avis public.", language="fr", side="against", version_seen=1, by=author, at=NOW
    )


def hidden_versions(cycle: Cycle, waiting: Proposal, refused: Proposal) -> None:
    """New texts of published ideas: one waits, one was not taken."""
    for proposal, kind in ((waiting, "newtext"), (refused, "refusedtext")):
        made = revising.propose(
            proposal=proposal, cycle=cycle, title=secret(kind), problem=secret(kind), body=secret(kind), language="fr",
            why=secret(kind), by=None, at=NOW,
        )  # fmt: skip
        if proposal is refused:
            revising.decide_version(
                version=made, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note=secret("note")
            )


def unpublished_drafts(cycle: Cycle) -> None:
    """Draft commitments that wait, were refused or withdrawn."""
    body = make_body()
    agent = make_person("agent", "agent", organisation=body)
    for kind in ("draftwaits", "draftrefused", "draftwithdrawn"):
        draft = post_draft(cycle, body, agent, text=draft_text(secret(kind)))
        proposals.submit_draft(draft=draft, by=agent, at=NOW)
        if kind == "draftrefused":
            proposals.decide_draft(
                draft=draft, to="refused", by=None, role="moderator", at=NOW, reason_code="insult", note=secret(kind)
            )
        elif kind == "draftwithdrawn":
            proposals.withdraw_draft(draft=draft, by=agent, at=NOW)


def test_no_hidden_text_enters_any_format(app: Flask, session: Session) -> None:
    cycle = make_cycle()
    authors = [make_person(f"{CANARY}Nom{number}") for number in range(3)]
    budget = ideas(cycle, BUDGET, authors, "budget")
    # Its title is the one the engine gives its group, and its words are among those the group turns on.
    lead = ideas(cycle, [f"{CANARY}grouped hôpital {CANARY}grouped", *HOSPITAL], authors, "services")
    db.session.commit()
    clustering.publish_run(run=computed(app, cycle), by=None, at=NOW)
    grouped = services.build_document(cycle=cycle, language="fr", at=NOW).groups
    assert any(CANARY in group.title and CANARY in str((group.terms, group.excerpts)) for group in grouped)
    for idea in (lead[0], budget[3]):
        proposals.decide(proposal=idea, to="refused", by=None, role="moderator", at=NOW, reason_code="insult")
    never_published(cycle, authors[0])
    hidden_comments(budget[0], authors[1])
    hidden_versions(cycle, budget[1], budget[2])
    unpublished_drafts(cycle)
    report = services.report_of(cycle, "fr")
    db.session.add(ReportEdit(report_id=report.id, key="introduction", text=secret("edit"), by_id=None, at=NOW))
    freezing.publish(cycle=cycle, language="fr", by=None, at=NOW)
    files = freezing.files_of(cycle=cycle, language="fr", names=list(FORMATS), draft=False, at=NOW)
    assert len(files) == len(FORMATS) + 2
    for name, content in files.items():
        leaked = sorted({line.text for line in lines_of(name, content) if CANARY in line.text.lower()})
        assert leaked == [], name
        for inner, part in unpacked(name, content):
            assert CANARY.encode() not in part.lower(), inner


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of every file packed into it."""
    yield name, content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}/{inner}", archive.read(inner))
