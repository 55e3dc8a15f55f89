"""What is not taken as a file, in words that say what to do instead."""

from __future__ import annotations

from cocreation.core.errors import Refused
from cocreation.core.i18n import N_


class BadFile(Refused):
    """A file that is not taken; the form says why, and nothing of it is kept."""

    status = 422
    message = N_("This file cannot be read. Save it again on your device, then choose it again.")


EMPTY = N_("This file is empty. Choose another one.")
TOO_LARGE = N_("This file is larger than 10 MB. Make it smaller, or send only the pages that matter.")
UNKNOWN = N_("This kind of file is not taken. Save it as PDF, DOCX, ODT, PNG, JPEG or WebP, then send that file.")
WRONG_NAME = N_(
    "The end of the name (%(suffix)s) does not fit what the file holds (%(kind)s). Rename it, or save it anew."
)
DAMAGED = N_("This file is damaged or cut off. Open it on your device, save it again, then choose it again.")
TOO_MANY_PIXELS = N_("This image is too large (at most 50 million points). Reduce it, then send it again.")
LOCKED = N_("This file is protected by a password. Save it without one, then send it again.")
ACTIVE = N_("This file holds a programme, a macro or another file. Save it as a plain PDF, then send that file.")
TOO_MANY = N_("There are already %(most)s files here. Remove one before you add another.")
TWICE = N_("This file is already attached.")
NO_DESCRIPTION = N_("Say in a few words what the image shows, for those who cannot see it.")
