"""Organisations and their people for the tests."""

from cocreation.accounts.models import Account, Organisation
from cocreation.core.clock import now
from cocreation.core.db import db
from cocreation.core.i18n import OfficialText
from cocreation.core.mail import OutgoingMail
from cocreation.organisations import membership, services
from cocreation.organisations.models import Invitation
from tests.accounts.people import mails_to, path_in, person


def register(by: Account, fr: str = "Ligue des lecteurs", ar: str = "رابطة القراء", **more: object) -> Organisation:
    """Register an organisation as a person would."""
    values: dict[str, object] = {
        "name": OfficialText({"fr": fr, "ar": ar}), "acronym": "", "kind": "association", "region": None,
        "website": "", "proof": "Récépissé 12/2019", "by": by, "at": now(),
    }  # fmt: skip
    return services.register(**{**values, **more})  # type: ignore[arg-type]


def administrators() -> tuple[Account, Account]:
    """Two of them."""
    return _administrator("un@example.ma"), _administrator("deux@example.ma")


def _administrator(email: str) -> Account:
    account = person(email, name="")
    return account if account.has_role("administrator") else person(email, "administrator")


def verified(by: Account, **more: object) -> Organisation:
    """An organisation two administrators have verified; whoever registered it manages it."""
    made = register(by, **more)
    for administrator in administrators():
        services.verify(organisation=made, by=administrator, at=now())
    db.session.commit()
    return made


def invited(organisation: Organisation, by: Account, email: str, duty: str = "speaker") -> Invitation:
    """An invitation sent."""
    return membership.invite(organisation=organisation, email=email, duty=duty, language="fr", by=by, at=now())


def link_of(email: str) -> str:
    """The path of the last invitation mailed to an address."""
    sent: OutgoingMail = [mail for mail in mails_to(email) if mail.kind == "invitation"][-1]
    return path_in(sent)


def member(organisation: Organisation, by: Account, email: str, duty: str = "speaker") -> Account:
    """Somebody who accepted an invitation."""
    joined = person(email, name=email.partition("@")[0])
    membership.accept(invitation=invited(organisation, by, email, duty), by=joined, at=now())
    return joined
