"""Mails about roles: administrators learn what waits for a yes, the person learns what they may do."""

from __future__ import annotations

from cocreation.accounts import queries
from cocreation.accounts.lists import ROLES
from cocreation.accounts.models import Account, Role
from cocreation.core import mail
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address


def _write(account: Account, kind: str, subject: str, text: str, role: Role, path: str) -> None:
    words = translator(account.language)
    parts = (
        words.gettext(N_("Hello,")),
        words.gettext(text, role=words.gettext(ROLES[role.role])),
        words.gettext(N_("See it here: %(address)s"), address=public_address(f"/{account.language}{path}")),
        words.gettext(N_("The co-creation secretariat")),
    )
    mail.queue(
        recipient=account.email,
        language=account.language,
        kind=kind,
        subject=words.gettext(subject),
        body="\n\n".join(parts),
    )


def role_waits(role: Role, *, but: Account) -> None:
    """Tell every administrator, except the one who granted it, that a role waits for a second yes."""
    if mail.is_quiet():
        return
    for account in queries.holders("administrator"):
        if account.id != but.id:
            _write(
                account,
                "role-waits",
                N_("A role waits for your yes"),
                N_("Another administrator has granted this role: %(role)s. It counts only when you agree."),
                role,
                "/administration/roles",
            )


def role_begins(role: Role) -> None:
    """Tell a person that a role is theirs."""
    if mail.is_quiet():
        return
    _write(
        role.account,
        "role-begins",
        N_("You have a new role"),
        N_("You now have this role: %(role)s. Sign in again to use it."),
        role,
        "/account",
    )
