"""A cycle that collects, its themes and its people, for the tests of proposals and comments."""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cocreation.accounts.models import Account, Organisation, Role
from cocreation.accounts.services import contributor_for
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.core.sessions import WebSession, digest_of
from cocreation.cycles import queries as cycle_queries
from cocreation.cycles import services as cycles
from cocreation.cycles.models import Cycle
from cocreation.proposals import services
from cocreation.proposals.models import DraftCommitment, Proposal
from cocreation.proposals.services import DraftText
from cocreation.themes import services as themes
from cocreation.themes.models import Theme

NOW = datetime(2020, 10, 15, 12, 0, tzinfo=UTC)
OPENS, CLOSES = datetime(2020, 10, 1, tzinfo=UTC), datetime(2020, 11, 1, tzinfo=UTC)


def make_cycle(slug: str = "pan-test", prefix: str = "PANT", *, closes: datetime = CLOSES) -> Cycle:
    """Make a cycle whose collection is open from the first of October 2020 to `closes`."""
    title = OfficialText(fr="Plan d’essai", ar="مخطط تجريبي", en="Trial plan")
    cycle = cycles.create_cycle(slug=slug, prefix=prefix, title=title, by=None, at=NOW, state="open")
    phase = cycle_queries.phase(cycle, "collection")
    cycles.set_phase(
        phase=phase, period=None, opens_at=OPENS, closes_at=closes, reason=OfficialText(fr="Début"), by=None, at=NOW
    )
    return cycle


def make_theme(cycle: Cycle, slug: str = "acces", title: str = "Accès à l’information") -> Theme:
    """Make an adopted theme."""
    words = OfficialText(fr=title, ar="الحق في الحصول على المعلومات", en="Access to information")
    return themes.create_theme(cycle=cycle, slug=slug, title=words, text=None, by=None, at=NOW, state="adopted")


def make_person(name: str, *roles: str, organisation: Organisation | None = None) -> Account:
    """Make a confirmed account, with roles held without limit or for an organisation."""
    person = Account(
        email=f"{name.lower()}@example.org", name=name, language="fr", state="active", link_generation=0,
        created_at=now(), confirmed_at=now(),
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    for role in roles:
        scope = ("organisation", organisation.id) if organisation else (None, None)
        held = Role(role=role, scope_kind=scope[0], scope_id=scope[1], state="active", starts_at=now() - timedelta(1))
        person.roles.append(held)
    db.session.flush()
    return person


def make_body(slug: str = "min-essai", kind: str = "administration") -> Organisation:
    """Make a verified organisation."""
    name = OfficialText(fr="Ministère d’essai", ar="وزارة التجربة", en="Ministry of trials")
    body = Organisation(slug=slug, name=name, kind=kind, state="verified", created_at=now(), verified_at=now())
    db.session.add(body)
    db.session.flush()
    return body


def send(
    cycle: Cycle, theme: Theme | None, author: Account, title: str = "Publier les budgets des communes", **more: object
) -> Proposal:
    """Send a proposal as the author would."""
    values: dict[str, object] = {
        "cycle": cycle, "contributor": contributor_for(author), "theme": theme, "title": title,
        "problem": "Les habitants ne savent pas où va l’argent.", "body": "Publier chaque budget en ligne.",
        "language": "fr", "region": "oriental", "by": author, "at": NOW,
    }  # fmt: skip
    return services.submit(**{**values, **more})  # type: ignore[arg-type]


def publish(proposal: Proposal, by: Account | None = None, at: datetime = NOW) -> Proposal:
    """Publish it as a moderator would."""
    services.decide(proposal=proposal, to="published", by=by, role="moderator", at=at)
    return proposal


def draft_text(title: str = "Un portail unique des données") -> DraftText:
    """Give the words of a draft commitment in two languages."""
    return DraftText(
        title={"fr": title, "ar": "بوابة موحدة للبيانات"},
        problem={"fr": "Les données sont dispersées."},
        content={"fr": "Ouvrir un portail unique."},
        expected_result={"fr": "Mille jeux de données en 2022."},
        contact="donnees@example.org",
    )


def post_draft(cycle: Cycle, body: Organisation, agent: Account, **more: object) -> DraftCommitment:
    """Post a draft commitment as an agent would."""
    values: dict[str, object] = {
        "cycle": cycle, "organisation": body, "contributor": contributor_for(agent, organisation=body),
        "theme": None, "text": draft_text(), "by": agent, "at": NOW,
    }  # fmt: skip
    return services.post_draft(**{**values, **more})  # type: ignore[arg-type]


def sign_in(app: Flask, client: FlaskClient, person: Account) -> FlaskClient:
    """Sign a person in: a real session row, as the sign-in page makes it."""
    number = f"session-of-{person.id}-long-enough-to-be-one"
    db.session.add(
        WebSession(
            digest=digest_of(number), subject=person.reference,
            data={"subject": person.reference, "_user_id": person.reference},
            created_at=now(), seen_at=now(),
        )
    )  # fmt: skip
    db.session.commit()
    client.set_cookie("session", number, domain="localhost")
    return client


def token_of(page: str) -> str:
    """Find the token of a page's first form."""
    return re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]


def form_id_of(page: str) -> str:
    """Find the number of a page's form."""
    return re.findall(r'name="form_id"[^>]* value="([^"]+)"', page)[0]


def text(response: TestResponse) -> str:
    """Give the words of an answer."""
    return response.get_data(as_text=True)
