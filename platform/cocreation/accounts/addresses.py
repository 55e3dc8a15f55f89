"""E-mail addresses: one spelling for one person."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_


class BadAddress(Refused):
    """An e-mail address mail cannot reach, or one that imitates another."""

    status = 422
    message = N_("This e-mail address cannot be used. Check it: it looks like name@example.ma.")


def clean_email(value: str) -> str:
    """The address in one spelling, so that one person has one account.

    Raises:
        BadAddress: it is not an address, or it is not ASCII (look-alike letters).
    """
    try:
        found = validate_email(value.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddress() from error
    if not found.domain.isascii():
        raise BadAddress()
    return found.normalized.lower()


def masked(email: str) -> str:
    """An address one recognises but cannot copy: «a•••@example.ma»."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
