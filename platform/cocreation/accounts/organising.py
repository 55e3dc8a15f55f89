"""Organisations: registered by a person or entered by an administrator; two administrators say yes to each name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cocreation.accounts.granting import NeedsSecondPerson
from cocreation.accounts.models import Account, Organisation
from cocreation.accounts.policies import is_administrator
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.journal import services as journal

SLUG_TAKEN = N_("This short name is taken by another organisation. Choose another one.")


class DecidedMeanwhile(Refused):
    """Somebody else decided between the page and the button."""

    message = N_("Another administrator has decided meanwhile. Look at it again.")


def _journal(
    action: str, organisation: Organisation, by: Account | None, at: datetime, before: str | None, role: str = ""
) -> None:
    journal.record(
        action=action,
        object_kind="organisation",
        object_id=organisation.id,
        by=by,
        role=role or "administrator",
        at=at,
        from_state=before,
        to_state=organisation.state,
    )


def _first_yes(by: Account | None) -> int | None:
    # An administrator who enters or renames one has looked at it: that is the first yes.
    return by.id if by is not None and is_administrator(by) else None


def _role(by: Account | None) -> str:
    return "administrator" if by is None or is_administrator(by) else "citizen"


def _insert(made: Organisation) -> None:
    """Keep a new row.

    Raises:
        Refused: its short name is taken.
    """
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise Refused(SLUG_TAKEN) from error


def propose_organisation(
    *,
    slug: str,
    name: OfficialText,
    kind: str,
    acronym: str,
    region: str | None,
    by: Account | None,
    at: datetime,
    website: str = "",
    proof: str = "",
) -> Organisation:
    """Enter an organisation; nobody speaks in its name until two administrators have said yes.

    Args:
        by: an administrator, whose entry is the first yes; a person, whose entry is none; None for the command,
            whose entry counts as verified. proof: what shows that it exists, for administrators alone.

    Raises:
        Refused: the short name is taken.
    """
    made = Organisation(
        slug=slug,
        name=name,
        kind=kind,
        acronym=acronym,
        region=region,
        website=website,
        proof=proof,
        state="verified" if by is None else "pending",
        proposed_by_id=by.id if by else None,
        first_yes_by_id=_first_yes(by),
        created_at=now(),
        verified_at=now() if by is None else None,
    )
    _insert(made)
    _journal("organisation.proposed", made, by, at, None, _role(by))
    return made


def _decide(organisation: Organisation, **values: Any) -> None:
    """Write a decision where the row is still as it was read: of two administrators at once, one is told.

    Raises:
        DecidedMeanwhile.
    """
    seen = (
        Organisation.id == organisation.id,
        Organisation.state == organisation.state,
        Organisation.first_yes_by_id.is_not_distinct_from(organisation.first_yes_by_id),
        Organisation.verified_at.is_not_distinct_from(organisation.verified_at),
    )
    statement = update(Organisation).where(*seen).values(values).execution_options(synchronize_session=False)
    result: Any = db.session.execute(statement)
    if not result.rowcount:
        raise DecidedMeanwhile()
    db.session.refresh(organisation)


def verify_organisation(*, organisation: Organisation, by: Account, at: datetime) -> bool:
    """Say yes to an organisation, or to the other name it asks for; the second yes makes it count.

    Returns:
        Whether it was the second yes.

    Raises:
        NeedsSecondPerson: who proposed it, or said yes already, cannot. Refused: it waits no longer.
        DecidedMeanwhile.
    """
    if by.id in {organisation.proposed_by_id, organisation.first_yes_by_id}:
        raise NeedsSecondPerson()
    if not organisation.waits:
        raise Refused(N_("This organisation is no longer waiting."))
    before = organisation.state
    if organisation.first_yes_by_id is None:
        _decide(organisation, first_yes_by_id=by.id)
        _journal("organisation.first_yes", organisation, by, at, before)
        return False
    wished = organisation.wished or {}
    _decide(organisation, state="verified", verified_by_id=by.id, verified_at=now(), wished=None, refusal="", **wished)
    _journal("organisation.verified", organisation, by, at, before)
    return True


def refuse_organisation(*, organisation: Organisation, by: Account, at: datetime, reason: str = "") -> None:
    """Refuse an organisation that waits, or that should not have been verified; or only its new name.

    Args:
        reason: told to whoever asked. Of a verified organisation that asks for another name, only that is refused.

    Raises:
        Refused: it is refused already. DecidedMeanwhile.
    """
    if organisation.state == "refused":
        raise Refused(N_("This organisation is no longer waiting."))
    before = organisation.state
    if before == "verified" and organisation.wished is not None:
        _decide(organisation, wished=None, refusal=reason, first_yes_by_id=None, proposed_by_id=None)
        _journal("organisation.name_refused", organisation, by, at, before)
        return
    _decide(organisation, state="refused", refusal=reason)
    _journal("organisation.refused", organisation, by, at, before)


def edit_organisation(
    *,
    organisation: Organisation,
    name: OfficialText,
    acronym: str,
    region: str | None,
    by: Account,
    at: datetime,
    website: str | None = None,
) -> None:
    """Correct an organisation's place; another name waits for two yeses, while a verified one keeps its own."""
    organisation.region = region
    organisation.website = organisation.website if website is None else website
    if dict(organisation.name) != dict(name) or organisation.acronym != acronym:
        _rename(organisation, name, acronym, by)
    db.session.flush()
    _journal("organisation.edited", organisation, by, at, organisation.state, _role(by))


def _rename(organisation: Organisation, name: OfficialText, acronym: str, by: Account) -> None:
    if organisation.state == "verified":
        organisation.wished = {"name": dict(name), "acronym": acronym}
    else:
        organisation.name, organisation.acronym, organisation.state = name, acronym, "pending"
    if organisation.state == "verified" or organisation.proposed_by_id is None or not is_administrator(by):
        organisation.proposed_by_id = by.id
    # An administrator who corrects what somebody registered does not become the one who registered it.
    organisation.first_yes_by_id = _first_yes(by)
    organisation.verified_by_id, organisation.refusal = None, ""
