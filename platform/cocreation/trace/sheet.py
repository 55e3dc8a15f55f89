"""The thread of an idea on a sheet of A4, to be printed or put on file."""

from __future__ import annotations

from typing import Any

from cocreation.core.clock import process_now, to_local
from cocreation.core.i18n import current_language, here
from cocreation.cycles.models import Cycle
from cocreation.synthesis.rendering.blocks import RIGHT_TO_LEFT, named, plain, said
from cocreation.trace import data
from cocreation.trace.presenting import Words, printed, standing_words
from cocreation.trace.thread import Thread


def drawn(thread: Thread, title: Words, cycle: Cycle) -> bytes:
    """The sheet as PDF/UA; the renderer of the report is loaded only here.

    Args:
        title: of the idea, empty where its text is not public.
    """
    from cocreation.synthesis.rendering.typesetting import as_pdf

    return as_pdf("thread.typ", _words(thread, title, cycle), to_local(process_now()).date())


def _words(thread: Thread, title: Words, cycle: Cycle) -> dict[str, Any]:
    from cocreation.synthesis.rendering.pictures import square

    words, language, url = here(), current_language(), data.page_of(f"/trace/{thread.reference}")
    stands = words.gettext("Where it stands: %(words)s", words=standing_words(thread))
    return {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "kicker": named(str(cycle.title), within=language),
        "name": words.gettext("The thread of the idea"),
        "reference": thread.reference,
        "title": vars(said(title.text, title.language, within=language)) if title.text else None,
        "standing": plain(stands),
        "stations": printed(thread),
        "dated": words.gettext("As of %(day)s", day=words.day(process_now())),
        "proved": words.gettext("Each station is a line of the public journal."),
        "read": words.gettext("The same page, up to date:"),
        "url": url,
        "svg": square(url),
    }
