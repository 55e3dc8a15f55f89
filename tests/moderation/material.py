"""What moderators meet: a cycle with authors and moderators, things that wait, and short ways to decide."""

from dataclasses import dataclass

from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.services import contributor_for
from cocreation.comments import services as comments
from cocreation.comments.models import Comment
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.cycles.models import Cycle
from cocreation.moderation import services
from cocreation.moderation.models import Decision
from cocreation.moderation.things import Thing, kind_of, revision_of
from cocreation.proposals import services as proposals
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.themes import services as themes
from cocreation.themes.models import Theme
from tests.proposals.material import NOW, make_body, make_cycle, make_person, make_theme, post_draft, publish, send


@dataclass
class Scene:
    """A cycle, two themes, an author, two moderators, an administrator, a body and its agent."""

    cycle: Cycle
    theme: Theme
    other_theme: Theme
    author: Account
    moderator: Account
    second: Account
    administrator: Account
    body: Organisation
    agent: Account


def scene() -> Scene:
    """Set the scene."""
    cycle, body = make_cycle(), make_body()
    words = OfficialText(fr="Budget ouvert", ar="الميزانية المفتوحة", en="Open budget")
    other = themes.create_theme(cycle=cycle, slug="budget", title=words, text=None, by=None, at=NOW, state="adopted")
    return Scene(
        cycle=cycle,
        theme=make_theme(cycle),
        other_theme=other,
        author=make_person("Salma"),
        moderator=make_person("Driss", "moderator"),
        second=make_person("Hajar", "moderator"),
        administrator=make_person("Omar", "administrator"),
        body=body,
        agent=make_person("Nadia", "agent", organisation=body),
    )


def waiting_proposal(on: Scene, title: str = "Publier les budgets des communes", **more: object) -> Proposal:
    """A proposal that waits."""
    return send(on.cycle, on.theme, on.author, title, **more)


def waiting_draft(on: Scene) -> DraftCommitment:
    """A draft commitment that waits."""
    draft = post_draft(on.cycle, on.body, on.agent, theme=on.theme)
    proposals.submit_draft(draft=draft, by=on.agent, at=NOW)
    return draft


def waiting_comment(on: Scene, about: Proposal | None = None, by: Account | None = None) -> Comment:
    """A comment that waits, on a published proposal."""
    about = about or publish(waiting_proposal(on))
    author = by or on.author
    assert about.thread is not None
    return comments.post(
        thread=about.thread, contributor=contributor_for(author), source="Je suis d’accord.", language="fr",
        side="for", parent=None, about_version=1, by=author, at=NOW,
    )  # fmt: skip


def decide(thing: Thing, code: str, by: Account, **more: object) -> Decision:
    """Decide as a moderator who has the thing before their eyes, two minutes to undo it."""
    values: dict[str, object] = {"revision_seen": revision_of(thing), "at": NOW, "undo_seconds": 120}
    found = services.decide(kind=kind_of(thing), object_id=thing.id, code=code, by=by, **{**values, **more})  # type: ignore[arg-type]
    db.session.flush()
    return found
