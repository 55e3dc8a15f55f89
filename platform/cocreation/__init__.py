"""The co-creation platform: `create_app` is its table of contents."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from flask_migrate import Migrate

from cocreation import settings
from cocreation.core import access, db, errors, forms, headers, i18n, jobs, limits, places, search, sessions, web

__all__ = ["create_app"]

# From the ground up; each room's views register its blueprint and fill the places of lower rooms.
ROOMS = (
    "journal",
    "accounts",
    "attachments",
    "notifications",
    "organisations",
    "privacy",
    "cycles",
    "comments",
    "themes",
    "proposals",
    "meetings",
    "clustering",
    "moderation",
    "synthesis",
    "evaluation",
    "commitments",
    "trace",
    "home",
)


def create_app(overrides: Mapping[str, Any] | None = None) -> web.Platform:
    """Make the application.

    Args:
        overrides: settings that win over the environment and the settings file.

    Raises:
        BadSetting: a setting that cannot be used. BareDoor: an endpoint without a policy.
    """
    values = settings.load(overrides)
    app = web.Platform(
        "cocreation",
        instance_path=values["INSTANCE_PATH"],
        static_folder="core/static",
        template_folder="core/templates",
    )
    app.config.update(values)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=values["DATABASE_URL"],
        TESTING=values["ENVIRONMENT"] == "test",
        MAX_CONTENT_LENGTH=values["MAX_BODY_BYTES"],
        MAX_FORM_MEMORY_SIZE=values["MAX_BODY_BYTES"],
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    db.init_app(app)
    Migrate(app, db.db, directory=str(settings.ROOT / "migrations"), render_as_batch=True, compare_type=True)
    for part in (web, i18n, errors, sessions, limits, headers, jobs, search):
        part.init_app(app)
    forms.csrf.init_app(app)
    registry = places.init_app(app)
    for room in ROOMS:
        importlib.import_module(f"cocreation.{room}.views").register(app, registry)
    access.init_app(app)
    access.check(app)
    return app
