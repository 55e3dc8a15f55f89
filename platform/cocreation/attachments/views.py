"""The room's one door: a file, as a download and nothing else."""

from __future__ import annotations

import logging

from flask import Blueprint, Flask, Response

from cocreation.attachments import personal, policies, queries, services
from cocreation.attachments.models import Attachment
from cocreation.core.access import current_actor, public
from cocreation.core.errors import NotFound
from cocreation.core.files import NoSuchFile, content_disposition
from cocreation.core.places import Places, places
from cocreation.core.web import PREFIX

log = logging.getLogger(__name__)
bp = Blueprint("attachments", __name__, url_prefix=PREFIX + "/attachments", template_folder="templates")


@bp.get("/<number:attachment_id>")
@public
def download(attachment_id: int) -> Response:
    """One file, for whoever may read what it is attached to; to anybody else there is none."""
    found = queries.by_id(attachment_id)
    if found is None:
        raise NotFound()
    if not policies.can_read(places().values("attachment.reading", attachment=found, actor=current_actor())):
        raise NotFound()
    return _sent(found)


def _sent(found: Attachment) -> Response:
    try:
        with services.storage().open(found.key) as file:
            # At most ten megabytes: whole in memory, nothing stays open where the browser goes away.
            response = Response(file.read(), mimetype=found.media_type)
    except NoSuchFile as error:
        log.error("the content of attachment %s is missing", found.id)
        raise NotFound() from error
    response.headers["Content-Disposition"] = content_disposition(found.name)
    # Were a browser to show it all the same, it could run nothing and reach nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def register(app: Flask, places: Places) -> None:
    """Open the room's door; the rooms of holders fill the place that says who may read."""
    app.register_blueprint(bp)
    places.fill("account.data", personal.holdings)
