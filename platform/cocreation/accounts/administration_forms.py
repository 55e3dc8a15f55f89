"""Forms of the administrators' pages: organisations and roles."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext
from wtforms.validators import Regexp, ValidationError

from cocreation.accounts.forms import email_field
from cocreation.accounts.lists import ORGANISATION_KINDS, REGIONS, ROLES
from cocreation.core.clock import LOCAL_ZONE, now, to_local
from cocreation.core.forms import BaseForm, CheckField, ChoiceField, RadioChoice, TextLine, choices
from cocreation.core.i18n import OfficialText, gettext

NAME, ACRONYM, SLUG = 200, 30, 60


def in_a_year() -> str:
    """The day proposed as the end of a role: nobody keeps a role by being forgotten."""
    return (to_local(now()).date() + timedelta(days=365)).isoformat()


def a_day(_form: Any, field: Any) -> None:
    """Refuse what is not a day."""
    try:
        date.fromisoformat(field.data)
    except ValueError as error:
        raise ValidationError(gettext("Write the day as year-month-day, for example 2027-01-31.")) from error


def _words(pairs: dict[str, str]) -> list[Any]:
    return choices([(value, lazy_gettext(words)) for value, words in pairs.items()])


class OrganisationForm(BaseForm):
    """Names and place of an organisation."""

    name_fr = TextLine(lazy_gettext("Name in French"), limit=NAME)
    name_ar = TextLine(lazy_gettext("Name in Arabic"), limit=NAME)
    name_en = TextLine(lazy_gettext("Name in English"), limit=NAME, required=False)
    acronym = TextLine(lazy_gettext("Acronym"), limit=ACRONYM, required=False)
    region = ChoiceField(
        lazy_gettext("Region"),
        choices=[*choices([("", lazy_gettext("Whole country"))]), *_words(REGIONS)],
        required=False,
    )

    @property
    def name(self) -> OfficialText:
        """The name in its languages."""
        written = {"fr": self.name_fr.data, "ar": self.name_ar.data, "en": self.name_en.data}
        return OfficialText({code: text for code, text in written.items() if text})


class NewOrganisationForm(OrganisationForm):
    """The same, with what never changes afterwards."""

    slug = TextLine(
        lazy_gettext("Short name in addresses"),
        limit=SLUG,
        validators=[
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", message=lazy_gettext("Small letters, digits and hyphens only."))
        ],
    )
    kind = ChoiceField(lazy_gettext("Kind"), choices=_words(ORGANISATION_KINDS))


class GrantForm(BaseForm):
    """A role for a person, for what, until when."""

    email = email_field()
    role = RadioChoice(lazy_gettext("Role"), choices=_words(ROLES))
    organisation = ChoiceField(lazy_gettext("Organisation"), required=False)
    manages = CheckField(lazy_gettext("Looks after the organisation’s other representatives"))
    scope = ChoiceField(lazy_gettext("Limited to"), required=False)
    ends_on = TextLine(lazy_gettext("Until"), limit=10, letters=False, validators=[a_day])

    def scope_of(self) -> tuple[str, int] | None:
        """The (kind, id) the role is limited to."""
        if self.role.data in {"representative", "agent"}:
            return ("organisation", int(self.organisation.data)) if self.organisation.data else None
        kind, _, number = (self.scope.data or "").partition(":")
        return (kind, int(number)) if number and self.role.data in {"moderator", "organiser"} else None

    def ends_at(self) -> datetime:
        """The end of the last day, in Morocco's time."""
        return datetime.combine(date.fromisoformat(self.ends_on.data), time(23, 59, 59), LOCAL_ZONE)
