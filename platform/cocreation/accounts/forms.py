"""Forms of people's own pages: signing in, registering, password, preferences."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import ValidationError

from cocreation.accounts import addresses, lookalikes, names, passwords
from cocreation.core.errors import Refused
from cocreation.core.forms import LIMITS, BaseForm, CheckField, ChoiceField, Required, SecretField, TextLine, choices
from cocreation.core.i18n import LANGUAGES, gettext


def _words(error: Refused) -> str:
    return str(gettext(error.message, **error.values))


def an_address(_form: Any, field: Any) -> None:
    """Refuse what is no e-mail address, in the words of the service that would refuse it."""
    try:
        addresses.clean_email(field.data or "")
    except Refused as error:
        raise ValidationError(_words(error)) from error


def a_persons_name(_form: Any, field: Any) -> None:
    """Refuse a name that would be taken for an institution's, or for that of a verified organisation."""
    try:
        names.check_name(field.data or "")
        lookalikes.check_person(field.data or "")
    except Refused as error:
        raise ValidationError(_words(error)) from error


def name_field() -> TextLine:
    """The name or pseudonym shown, asked in the same way everywhere."""
    return TextLine(
        lazy_gettext("Name or pseudonym shown"), limit=LIMITS["name"], required=False, validators=[a_persons_name]
    )


def a_strong_password(form: Any, field: Any) -> None:
    """Refuse a password that would be guessed; an empty one is another check's matter."""
    if not field.data:
        return
    try:
        passwords.check(field.data, email=form.email.data if "email" in form else form.of_email)
    except Refused as error:
        raise ValidationError(_words(error)) from error


def email_field() -> TextLine:
    """The address, asked in the same way everywhere."""
    return TextLine(lazy_gettext("E-mail address"), limit=LIMITS["email"], letters=False, validators=[an_address])


class EmailForm(BaseForm):
    """One address: a link to sign in, or to choose a new password."""

    email = email_field()
    next = HiddenField()


class SignInForm(EmailForm):
    """Address and password."""

    password = SecretField(lazy_gettext("Password"), validators=[Required(lazy_gettext("Fill in this field."))])


class RegisterForm(BaseForm):
    """What an account needs: an address, the name shown, a language; a password only if wanted."""

    email = email_field()
    name = name_field()
    language = ChoiceField(lazy_gettext("Language of our messages"), choices=choices([*LANGUAGES.items()]))
    password = SecretField(lazy_gettext("Password"), validators=[a_strong_password])
    next = HiddenField()


class NewPasswordForm(BaseForm):
    """A new password for a person already known.

    Args:
        of_email: the person's address, which the password may not repeat.
    """

    of_email = ""
    password = SecretField(
        lazy_gettext("New password"),
        validators=[Required(lazy_gettext("Fill in this field.")), a_strong_password],
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, with the one used until now."""

    current = SecretField(lazy_gettext("Current password"))


class PreferencesForm(BaseForm):
    """The name shown and the language of messages."""

    name = name_field()
    language = ChoiceField(lazy_gettext("Language of our messages"), choices=choices([*LANGUAGES.items()]))
    rename = CheckField(lazy_gettext("Sign what I have already published with this name too"))


class AddressForm(BaseForm):
    """Another address for the account."""

    email = TextLine(lazy_gettext("New e-mail address"), limit=LIMITS["email"], letters=False, validators=[an_address])


class AgainForm(BaseForm):
    """The password once more."""

    password = SecretField(lazy_gettext("Password"), validators=[Required(lazy_gettext("Fill in this field."))])
    next = HiddenField()
