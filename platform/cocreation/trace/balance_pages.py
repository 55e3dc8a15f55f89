"""What became of the ideas: every one of them counted, at one station, with sums that balance."""

from __future__ import annotations

from flask import Blueprint

from cocreation.core.web import PREFIX

bp = Blueprint("balance", __name__, url_prefix=PREFIX + "/ideas-became", template_folder="templates")
