"""The two clocks: the real one, and the date at which the process stands.

Sessions, links, limits and the journal's recording time use the real clock.  Phases, weeks and
what pages show use the process clock, which a development setting can hold at a chosen date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cocreation.core.fuzzy import DateNotUnderstood as DateNotUnderstood
from cocreation.core.fuzzy import FuzzyDate as FuzzyDate

LOCAL_ZONE = ZoneInfo("Africa/Casablanca")
_NOON = time(12, 0)

# A context variable and not a global: a job, a loader and a request of one process may each
# stand at their own date.  Threads start with an empty context, so the edge (request or job) sets it.
process_date_override: ContextVar[str | date | datetime | None] = ContextVar("process_date_override", default=None)


def now() -> datetime:
    """Return the real time, aware, in UTC."""
    return datetime.now(UTC)


def as_instant(value: str | date | datetime) -> datetime:
    """Return an ISO date, an ISO date and time, a date or a datetime as an aware UTC datetime.

    A bare date stands at 12:00 in Morocco; a datetime without a zone is Moroccan local time.
    Raises ValueError when the text is not ISO 8601.
    """
    if isinstance(value, str):
        text = value.strip()
        value = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    if not isinstance(value, datetime):
        value = datetime.combine(value, _NOON)
    if value.tzinfo is None:
        value = value.replace(tzinfo=LOCAL_ZONE)
    return value.astimezone(UTC)


def process_now(setting: str | date | datetime | None = None) -> datetime:
    """Return the time at which the process stands, aware, in UTC.

    The value set in this context wins, then `setting`, then the real clock.
    """
    held = process_date_override.get() or setting
    return as_instant(held) if held else now()


@contextmanager
def process_at(value: str | date | datetime | None) -> Iterator[None]:
    """Hold the process at `value` inside a `with` block; None means the real clock again."""
    token = process_date_override.set(value)
    try:
        yield
    finally:
        process_date_override.reset(token)


def to_local(moment: datetime) -> datetime:
    """Return an aware datetime in Moroccan local time (summer and Ramadan changes included).

    Raises ValueError for a datetime without a zone: guessing one would shift deadlines silently.
    """
    if moment.tzinfo is None:
        raise ValueError("a datetime without a zone cannot be made local")
    return moment.astimezone(LOCAL_ZONE)


def week_of(moment: datetime) -> date:
    """Return the Monday of the local week in which an aware datetime falls."""
    day = to_local(moment).date()
    return day - timedelta(days=day.weekday())
