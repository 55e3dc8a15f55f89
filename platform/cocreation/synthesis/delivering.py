"""What the report's pages and its desk share: finding a version, listing its files, sending one."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from cocreation.core.access import require
from cocreation.core.errors import NotFound
from cocreation.core.files import content_disposition
from cocreation.core.i18n import N_, gettext, here
from cocreation.cycles.models import Cycle
from cocreation.synthesis import policies, queries
from cocreation.synthesis.models import Report, ReportVersion
from cocreation.synthesis.rendering import FORMATS

# The formats, as an address takes them.
NAMES = ", ".join(FORMATS)


def version_or_404(cycle: Cycle, written: str, number: int) -> ReportVersion:
    """One version that the current person may read.

    Raises:
        NotFound.
    """
    found = queries.version(cycle.id, written, number)
    if found is None:
        raise NotFound()
    require(policies.can_read, found)
    return found


def downloads_of(cycle: Cycle, report: Report, number: int) -> list[dict[str, Any]]:
    """The files of a version as the downloads component takes them."""
    place: dict[str, Any] = {"slug": cycle.slug, "written": report.language}
    made = queries.sizes(report.id, number)
    return [
        {
            "label": gettext(FORMATS[name].label),
            "href": url_for("reports.download", **place, number=number, name=name)
            if number
            else url_for("report_desk.download", **place, name=name),
            "size": gettext("%(size)s kB", size=here().number(max(1, made[name] // 1000))),
            "hreflang": report.language,
        }
        for name in FORMATS
        if name in made
    ]


def sent_file(report: Report, number: int, name: str, filename: str) -> Response:
    """A made file as a download.

    Raises:
        NotFound: it is not made (yet).
    """
    found = queries.files(report.id, number).get(name)
    if found is None:
        raise NotFound(N_("This file is being made. Come back in a minute."))
    response = Response(found.content, mimetype=FORMATS[name].media_type)
    response.headers["Content-Disposition"] = content_disposition(filename)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
