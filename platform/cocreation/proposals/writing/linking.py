"""Links to a draft by mail: one to come back to it, one that proves an address and then sends it."""

from __future__ import annotations

from cocreation.accounts.services import by_email
from cocreation.core import limits, mail
from cocreation.core.clock import now
from cocreation.core.i18n import N_, translator
from cocreation.core.web import public_address
from cocreation.proposals.models import Proposal
from cocreation.proposals.writing.keys import A_MOMENT, LINK_THAT_SENDS, give_key, kept_for, was_just_given

SUBJECTS = {
    "send": N_("Send your proposal: one press is left"),
    "resume": N_("Your link to go on with your proposal"),
}
EXPLANATIONS = {
    "send": N_("Your proposal is not sent yet. Open this link, then press «Send my proposal»."),
    "resume": N_("This link opens your draft on any device."),
}
# No word of the draft is in the mail: whoever gives somebody else's address could fill that letter box with it.
NOT_YOURS = N_("If you did not write a proposal, ignore this message: nothing will be sent.")


def link_to(draft: Proposal, purpose: str, language: str, email: str | None = None) -> str:
    """The address of a new link to a draft.

    Args:
        purpose: «send» or «resume». email: the address a link that sends proves.
    """
    token = give_key(draft, purpose, language, email=email)
    return public_address(f"/{language}/proposals/{purpose}/{token}")


def mail_link(*, draft: Proposal, purpose: str, email: str, language: str) -> None:
    """Mail a link, once for two clicks; a closed account gets none, and the page says the same words.

    Args:
        email: as `clean_email` gives it.

    Raises:
        TooMany: to this address, or from this person.
    """
    kind = f"draft-{purpose}"
    if was_just_given(draft, purpose) and mail.was_queued(recipient=email, kind=kind, since=now() - A_MOMENT):
        return
    limits.hit("confirmation_mail", f"email:{limits.digest(email)}")
    limits.hit_person("signup")
    address = link_to(draft, purpose, language, email if purpose == "send" else None)
    account = by_email(email)
    if account is not None and account.state in {"disabled", "erased"}:
        return
    days = (LINK_THAT_SENDS if purpose == "send" else kept_for()).days
    words = translator(language)
    parts = (
        words.gettext(N_("Hello,")),
        words.gettext(EXPLANATIONS[purpose]),
        address,
        words.ngettext("The link works once, within %(num)s day.", "The link works once, within %(num)s days.", days),
        words.gettext(NOT_YOURS),
        words.gettext(N_("The co-creation secretariat")),
    )
    mail.queue(
        recipient=email,
        language=language,
        kind=kind,
        subject=words.gettext(SUBJECTS[purpose]),
        body="\n\n".join(parts),
    )
