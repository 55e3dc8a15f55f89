"""Forms of organisations: registering, another name, inviting, leaving, refusing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from cocreation.accounts.administration_forms import OrganisationForm
from cocreation.accounts.forms import an_address
from cocreation.accounts.lists import ORGANISATION_KINDS
from cocreation.attachments.forms import file_field
from cocreation.core.forms import (
    LIMITS,
    BaseForm,
    CheckField,
    ChoiceField,
    RadioChoice,
    Required,
    TextArea,
    TextLine,
    choices,
)
from cocreation.core.i18n import LANGUAGES, gettext
from cocreation.organisations.models import DUTIES

# Whoever registers by themselves chooses among these; partners are entered by administrators.
OFFERED = [kind for kind in ORGANISATION_KINDS if kind != "partner"]


def a_web_address(_form: Any, field: Any) -> None:
    """Refuse what is not the address of a site: nothing else may become a link."""
    try:
        parts = urlsplit(field.data or "")
        fine = not field.data or (parts.scheme in {"http", "https"} and "." in (parts.hostname or ""))
    except ValueError:
        fine = False
    if not fine or any(sign.isspace() or ord(sign) < 33 or sign == "\\" for sign in field.data or ""):
        raise ValidationError(gettext("Write the whole address, for example https://www.example.ma."))


class DetailsForm(OrganisationForm):
    """Names, place and site of an organisation."""

    website = TextLine(lazy_gettext("Web site"), limit=300, required=False, letters=False, validators=[a_web_address])


class RegistrationForm(DetailsForm):
    """The same, with what shows that it exists."""

    kind = RadioChoice(
        lazy_gettext("Kind"), choices=choices([(kind, lazy_gettext(ORGANISATION_KINDS[kind])) for kind in OFFERED])
    )
    proof = TextArea(lazy_gettext("What shows that it exists, and that you may speak for it"), limit=LIMITS["note"])
    file: FileField = file_field(lazy_gettext("A document that shows it"))


class InviteForm(BaseForm):
    """One address, what the invitation gives, and the language it is written in."""

    email = TextLine(lazy_gettext("E-mail address"), limit=LIMITS["email"], letters=False, validators=[an_address])
    duty = RadioChoice(
        lazy_gettext("What the invitation gives"),
        choices=choices([(code, lazy_gettext(words)) for code, words in DUTIES.items()]),
        default="speaker",
    )
    language = ChoiceField(lazy_gettext("Language of the invitation"), choices=choices([*LANGUAGES.items()]))


class LeaveForm(BaseForm):
    """Stopping to speak for an organisation; its last manager names a successor."""

    successor = RadioChoice(lazy_gettext("Who manages it after you"), required=False)
    without = CheckField(lazy_gettext("There is nobody: the secretariat will be told"))


class RefusalForm(BaseForm):
    """Why an organisation, or its new name, is refused: told to whoever asked."""

    reason = TextArea(
        lazy_gettext("Why it is refused"),
        limit=LIMITS["note"],
        validators=[Required(lazy_gettext("Fill in this field."))],
    )
