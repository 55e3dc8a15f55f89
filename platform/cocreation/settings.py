"""Every setting of the platform: name, type, default and meaning, read from the environment and a file."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")
DATABASES = ("sqlite://", "postgresql://", "postgresql+psycopg://")
ROOT = Path(os.environ.get("COCREATION_ROOT") or Path(__file__).resolve().parents[2])


class BadSetting(ValueError):
    """A setting that cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name, the type of its value, its default and what it means."""

    name: str
    kind: type
    default: Any
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("ENVIRONMENT", str, "development", "`development`, `production` or `test`; production is strict."),
    Setting("SECRET_KEY", str, "", "Signs links and cookies; at least 32 characters, required in production."),
    Setting("SECRET_KEY_FALLBACKS", list, [], "Earlier secret keys, still accepted while they are rotated out."),
    Setting("DATABASE_URL", str, "", "Address of the database; empty means SQLite in the instance folder."),
    Setting("INSTANCE_PATH", str, "", "Folder for the database, files and outbox; empty means `instance/`."),
    Setting("PUBLIC_URL", str, "http://127.0.0.1:8000", "Address people use; links in mails start with it."),
    Setting("TRUSTED_HOSTS", list, ["127.0.0.1", "localhost"], "Host names the site answers to."),
    Setting("PROXY_HOPS", int, 0, "How many reverse proxies in front are trusted for X-Forwarded-*."),
    Setting("PROCESS_DATE", str, "", "Development only: the date the process stands on, for example 2020-10-15."),
    Setting("MODERATION_UNDO_SECONDS", int, 120, "How long a decision can be undone before its mail leaves."),
    Setting("SUBMISSION_GRACE_SECONDS", int, 60, "How long after closing a submission is still taken."),
    Setting("MODERATION_DAYS", int, 5, "Days within which a proposal is read; its author is told that date."),
    Setting("DRAFT_DAYS", int, 30, "Days after which a draft without an account goes, once nobody writes on it."),
    Setting("HOLDER_ANSWER_DAYS", int, 15, "Days after which a body asked to hold a project is to be reminded."),
    Setting("HOLDER_PROJECTS", int, 3, "Projects a body may be asked for at once before the secretariat is warned."),
    Setting("SESSION_IDLE_HOURS", int, 8, "Hours after which an unused session ends."),
    Setting("SESSION_DAYS", int, 30, "Days after which any session ends."),
    Setting("MAX_BODY_BYTES", int, 2_000_000, "Largest body of a request, in bytes."),
    Setting("MAX_UPLOAD_BYTES", int, 12_000_000, "Largest body of a request that carries a file, in bytes."),
    Setting("MAIL_SERVER", str, "", "SMTP server; empty in development writes mails to the outbox folder."),
    Setting("MAIL_PORT", int, 25, "Port of the SMTP server."),
    Setting("MAIL_USERNAME", str, "", "User name at the SMTP server."),
    Setting("MAIL_PASSWORD", str, "", "Password at the SMTP server."),
    Setting("MAIL_STARTTLS", bool, True, "Whether to speak TLS with the SMTP server."),
    Setting("MAIL_SENDER", str, "cocreation@example.org", "Address mails are sent from."),
    Setting("DIGEST_HOUR", int, 8, "Hour of the day, in Morocco, at which daily and weekly mails are written."),
    Setting("DIGEST_WEEKDAY", int, 0, "Day of the weekly mails: 0 for Monday, 6 for Sunday."),
    Setting("WORKSHOP_REMINDER_DAYS", int, 3, "Days before a workshop that missing marks are asked for."),
    Setting("NEWS_DAYS", int, 30, "Days without news after which an idea is listed for the secretariat."),
    Setting("REACTION_DAYS", int, 30, "Days after a publication in which authors may react to its answers."),
    Setting("QUEUE_URL", str, "", "Huey storage: empty means SQLite in the instance folder; `redis://…` works too."),
    Setting("AMAZIGH", bool, False, "Whether pages come in Amazigh too; off until a native reader signs its words."),
    Setting("RATE_LIMITS", bool, True, "Whether limits on sign-in, submissions and comments apply."),
)


def _typed(setting: Setting, value: Any) -> Any:
    if setting.kind is bool and isinstance(value, str):
        return _yes_or_no(setting.name, value)
    if setting.kind is list and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        return setting.kind(value)
    except (TypeError, ValueError) as error:
        raise BadSetting(f"{setting.name}: {value!r} is not of type {setting.kind.__name__}") from error


def _yes_or_no(name: str, value: str) -> bool:
    word = value.strip().lower()
    # A misspelt word must not switch a protection off.
    if word not in {*YES, *NO}:
        raise BadSetting(f"{name}: {value!r} is neither yes nor no; write 1 or 0")
    return word in YES


def _instance(overrides: Mapping[str, Any]) -> Path:
    chosen = overrides.get("INSTANCE_PATH") or os.environ.get("INSTANCE_PATH")
    return Path(chosen) if chosen else ROOT / "instance"


def _from_file(instance: Path) -> dict[str, Any]:
    path = instance / "settings.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(f"{path}: {error}") from error


def _development_key(instance: Path) -> str:
    path = instance / "development.key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    instance.mkdir(parents=True, exist_ok=True)
    path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def _check_addresses(values: dict[str, Any]) -> None:
    # The value itself is not repeated: it may hold a password.
    if values["DATABASE_URL"] and not values["DATABASE_URL"].startswith(DATABASES):
        raise BadSetting("DATABASE_URL: write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    if values["QUEUE_URL"] and not values["QUEUE_URL"].startswith(("redis://", "rediss://")):
        raise BadSetting("QUEUE_URL: leave it empty or write redis://HOST")
    if not values["PUBLIC_URL"].startswith(("http://", "https://")):
        raise BadSetting("PUBLIC_URL: write the address people use, beginning with https://")


def _check_date(written: str) -> None:
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        raise BadSetting(f"PROCESS_DATE: {written!r} is no date; write it like 2020-10-15") from error


def _check(values: dict[str, Any]) -> None:
    _check_addresses(values)
    if values["PROCESS_DATE"]:
        _check_date(values["PROCESS_DATE"])
    if not 0 <= values["DIGEST_HOUR"] <= 23 or not 0 <= values["DIGEST_WEEKDAY"] <= 6:
        raise BadSetting("DIGEST_HOUR, DIGEST_WEEKDAY: an hour from 0 to 23, a day from 0 (Monday) to 6 (Sunday)")
    if values["NEWS_DAYS"] < 1:
        raise BadSetting("NEWS_DAYS: at least one day")
    if values["ENVIRONMENT"] not in {"development", "production", "test"}:
        raise BadSetting("ENVIRONMENT: choose development, production or test")
    if values["ENVIRONMENT"] == "production":
        if len(values["SECRET_KEY"]) < 32:
            raise BadSetting("SECRET_KEY: set at least 32 random characters before starting in production")
        if values["PROCESS_DATE"]:
            raise BadSetting("PROCESS_DATE: the process date can be set in development only")


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Read every setting: the overrides win, then the environment, then `instance/settings.toml`.

    Returns:
        The values by name, with INSTANCE_PATH and DATABASE_URL filled in.

    Raises:
        BadSetting: a value of the wrong type or that means nothing, an unknown name in the file, or a
            production start without a secret key.
    """
    overrides = overrides or {}
    instance = _instance(overrides)
    file = _from_file(instance)
    known = {setting.name for setting in SETTINGS}
    if unknown := sorted(set(file) - known):
        raise BadSetting(f"settings.toml: unknown settings {', '.join(unknown)}; see docs/settings.md")
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        raw = overrides.get(setting.name, os.environ.get(setting.name, file.get(setting.name, setting.default)))
        values[setting.name] = _typed(setting, raw)
    values["INSTANCE_PATH"] = str(instance)
    _check(values)
    if not values["SECRET_KEY"]:
        values["SECRET_KEY"] = _development_key(instance)
    if not values["DATABASE_URL"]:
        values["DATABASE_URL"] = f"sqlite:///{instance / 'cocreation.sqlite'}"
    return values
