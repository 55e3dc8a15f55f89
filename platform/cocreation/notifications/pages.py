"""The blueprint the modules of this room's pages share."""

from __future__ import annotations

from flask import Blueprint

from cocreation.core.web import PREFIX

bp = Blueprint("notifications", __name__, url_prefix=PREFIX + "/notifications", template_folder="templates")
