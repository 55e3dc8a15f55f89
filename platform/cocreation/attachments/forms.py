"""The form that adds one file."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from cocreation.attachments.models import TYPES
from cocreation.core.forms import BaseForm, TextLine

DESCRIPTION = 300
# What the browser offers first; the content is what is checked.
ACCEPT = ",".join([*TYPES, *(suffix for suffixes in TYPES.values() for suffix in suffixes)])


def file_field(label: Any) -> FileField:
    """A field for one file of the kinds taken."""
    return FileField(label, render_kw={"accept": ACCEPT})


def description_field() -> TextLine:
    """What an image shows, in words."""
    return TextLine(lazy_gettext("What the image shows"), limit=DESCRIPTION, required=False)


class FileForm(BaseForm):
    """One file and, for an image, what it shows."""

    file = file_field(lazy_gettext("File"))
    description = description_field()

    def validate_file(self, field: Any) -> None:
        """A file must be chosen."""
        if not field.data:
            raise ValidationError(gettext("Choose a file."))
