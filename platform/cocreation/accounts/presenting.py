"""How those who sign contributions are shown, and the names a person may sign with."""

from __future__ import annotations

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.accounts.models import Account, Contributor
from cocreation.accounts.queries import spoken_for
from cocreation.accounts.services import contributor_for
from cocreation.core.i18n import here


def name_shown(contributor: Contributor) -> str:
    """The name of the organisation that speaks, or the name or pseudonym given, or that none was."""
    if contributor.organisation is not None:
        return str(contributor.organisation.name)
    return contributor.name or here().gettext("Name not given")


def voice_shown(contributor: Contributor) -> str:
    """Who speaks: a citizen, an association, an administration."""
    return here().gettext(VOICES[contributor.voice])


def is_administration(contributor: Contributor) -> bool:
    """Whether a public body speaks: shown in its own colour and with its own sign."""
    return contributor.voice in {"administration", "local_authority"} and contributor.organisation_id is not None


def region_shown(region: str | None) -> str | None:
    """The region's name, or None where it was not given."""
    return here().gettext(REGIONS[region]) if region else None


def signatures(person: Account) -> list[tuple[str, str]]:
    """The names a person may sign with: («me», their own), then one for each organisation they speak for."""
    own = person.name or here().gettext("Name not given")
    return [("me", own), *((str(body.id), str(body.name)) for body in spoken_for(person))]


def signed_by(person: Account, choice: str | None, *, name: str | None = None) -> Contributor:
    """The contributor of a choice among `signatures`; anything else signs in the person's own name.

    Args:
        name: another name or pseudonym to sign with, where the person does not speak for an organisation.
    """
    bodies = {str(body.id): body for body in spoken_for(person)}
    organisation = bodies.get(choice or "")
    return contributor_for(person, name=name or None, organisation=organisation)
