"""How often one may do a thing: counters shared by all processes, outside every request's transaction.

A refused or failed request must still count, so counters never take part in its transaction: they have
their own connection and commit at once.  Beside a SQLite database they live in a file of their own, where
they cannot contend with the one writer; on PostgreSQL they are a table of the main database.
"""

import hashlib
import hmac
import ipaddress
import logging
import os
import sqlite3
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from math import ceil
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, request, session
from limits import parse_many
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Double, Engine, String, case, create_engine, delete, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateIndex, CreateTable

from cocreation.core.access import current_actor
from cocreation.core.clock import now
from cocreation.core.db import Base
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_

log = logging.getLogger(__name__)

# The one table of limits.  Mobile networks of the country share addresses, so the account counts first, then
# address and session; an address alone is refused only far above what one person may do.
LIMITS: dict[str, str] = {
    "login": "10 per 5 minutes",
    "login_all": "1000 per 5 minutes",
    "second_factor": "5 per 5 minutes",
    "reset": "5 per day",
    "confirmation_mail": "3 per 6 hours",
    "signup": "5 per hour",
    "proposal": "5 per day",
    "draft": "20 per hour",
    "writing": "60 per 5 minutes",
    "hint": "40 per minute",
    "comment": "30 per hour",
    "upload": "40 per hour",
    "support": "60 per hour",
    "report": "20 per day",
    "export": "2 per hour",
    "table": "30 per hour",
    "organisation": "3 per day",
    "invitation": "20 per day",
    "invitation_mail": "3 per day",
    "rights": "3 per day",
    "reaction": "20 per day",
    "follow": "60 per hour",
    "read": "200 per minute; 50 per 10 seconds",
}
ADDRESS_SHARE = 20
PURGE_EVERY = 1_000
_EXTENSION = "cocreation.limits"

P = ParamSpec("P")
R = TypeVar("R")


class TooMany(Refused):
    """The limit is reached; `values["minutes"]` says how long to wait, `headers` says it to programs."""

    status = 429
    message = N_("Too many requests in a short time.")
    what_to_do = N_("Wait %(minutes)s min, then send it again: your text is below.")

    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(minutes=ceil(seconds / 60))
        self.name = name
        self.headers = {"Retry-After": str(seconds)}


class RateCounter(Base):
    """How often one key was counted in its present window; keys hold no address, only keyed digests."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    expires_at: Mapped[float] = mapped_column(Double, index=True)
    count: Mapped[int]


class SharedCounters(Storage):
    """The counters of the `limits` library (scheme `cocreation://`) in a database, by atomic upserts."""

    STORAGE_SCHEME = ["cocreation"]

    def __init__(self, uri: str | None = None, *, database_url: str, **options: Any) -> None:
        """Open the counters at `database_url`; on SQLite the table is made when it is missing."""
        super().__init__(uri, **options)
        self._engine = _open(database_url)
        self._insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        self._counted = 0
        # A server process forked after this must not speak through its parent's connections.
        engine = weakref.ref(self._engine)
        os.register_at_fork(after_in_child=lambda: _forget(engine()))

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """Return what a broken storage raises."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more, in a window of `expiry` seconds begun by the first, and return the sum."""
        at = now().timestamp()
        over = RateCounter.expires_at <= at
        statement = self._insert(RateCounter).values(key=_fit(key), expires_at=at + expiry, count=amount)
        upsert = statement.on_conflict_do_update(
            index_elements=[RateCounter.key],
            set_={
                "count": case((over, amount), else_=RateCounter.count + amount),
                "expires_at": case((over, at + expiry), else_=RateCounter.expires_at),
            },
        ).returning(RateCounter.count)
        with self._engine.connect() as connection:
            total = connection.execute(upsert).scalar_one()
            self._counted += 1
            if self._counted % PURGE_EVERY == 0:
                connection.execute(delete(RateCounter).where(RateCounter.expires_at <= at))
        return int(total)

    def get(self, key: str) -> int:
        """Return the sum of the present window, 0 when there is none."""
        return self._row(key)[0]

    def get_expiry(self, key: str) -> float:
        """Return the end of the present window (seconds since 1970), or the present time."""
        return self._row(key)[1]

    def _row(self, key: str) -> tuple[int, float]:
        at = now().timestamp()
        asked = select(RateCounter.count, RateCounter.expires_at)
        with self._engine.connect() as connection:
            row = connection.execute(asked.where(RateCounter.key == _fit(key), RateCounter.expires_at > at)).first()
        return (row[0], row[1]) if row else (0, at)

    def check(self) -> bool:
        """Tell whether the counters can be read."""
        try:
            self.get("check")
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int:
        """Forget every counter and return how many there were."""
        with self._engine.connect() as connection:
            return connection.execute(delete(RateCounter)).rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        with self._engine.connect() as connection:
            connection.execute(delete(RateCounter).where(RateCounter.key == _fit(key)))

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()


def _forget(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)


def _fit(key: str) -> str:
    return key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()


def _open(url: str) -> Engine:
    """Return an engine whose every statement is its own transaction."""
    if make_url(url).get_backend_name() == "postgresql":
        # A counter lost with the power is no loss; waiting for the disk at each page would be.
        options = {"options": "-c synchronous_commit=off"}
        return create_engine(url, isolation_level="AUTOCOMMIT", pool_size=2, pool_pre_ping=True, connect_args=options)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        for pragma in ("busy_timeout=5000", "synchronous=OFF"):
            connection.execute(f"PRAGMA {pragma}").close()
        # This one waits for nobody: where two programmes start on a new file at once, the other one sets it.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL").close()

    table = Base.metadata.tables[RateCounter.__tablename__]
    with engine.connect() as link:
        link.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            link.execute(CreateIndex(index, if_not_exists=True))
    return engine


def counters_url(app: Flask) -> str:
    """Return where an application's counters live: its PostgreSQL database, or a file beside its SQLite one."""
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    if make_url(url).get_backend_name() == "postgresql":
        return url
    folder = Path(app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'limits.sqlite'}"


def digest(*parts: str) -> str:
    """Return a keyed digest, so that a copy of the counters tells no address and no e-mail."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, "\n".join(parts).encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def address_key() -> str:
    """Return the key of the network address; a home has a whole /64 of IPv6, so that counts as one."""
    address = request.remote_addr or ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return f"address:{digest(address)}"
    if parsed.version == 6:
        address = str(ipaddress.ip_network(f"{address}/64", strict=False))
    return f"address:{digest(address)}"


def person_key() -> str:
    """Return the key of whoever asks: the account, else address and session, else the address alone."""
    actor = current_actor()
    if actor.reference:
        return f"person:{actor.reference}"
    number = getattr(session, "number", None)
    return f"visitor:{digest(address_key(), str(number))}" if number else address_key()


def hit(name: str, *keys: str, share: int = 1) -> None:
    """Count one `name` (of LIMITS) for each key (default: whoever asks); raises TooMany past the limit of one.

    `share` divides the limit: 2 halves it for an account of less than a day.
    """
    _count(name, keys or (person_key(),), lambda amount: max(1, amount // share))


def hit_person(name: str, *, share: int = 1) -> None:
    """Count one `name` for whoever asks and, for a visitor, for the address too, ADDRESS_SHARE times as wide."""
    key = person_key()
    hit(name, key, share=share)
    # Sessions cost nothing to get: without this, a new one for each request would escape every limit.
    if key.startswith("visitor:"):
        _count(name, (address_key(),), lambda amount: amount * ADDRESS_SHARE)


def _count(name: str, keys: Iterable[str], amount: Callable[[int], int]) -> None:
    limiter: FixedWindowRateLimiter | None = current_app.extensions.get(_EXTENSION)
    if limiter is None:
        return
    ends: list[float] = []
    for item in parse_many(LIMITS[name]):
        limit = type(item)(amount(item.amount), item.multiples, item.namespace)
        for key in keys:
            if not limiter.hit(limit, name, key):
                ends.append(limiter.get_window_stats(limit, name, key).reset_time)
    if ends:
        raise TooMany(name, max(1, ceil(max(ends) - now().timestamp())))


def limited(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view: each unsafe request to it counts as one `name` (of LIMITS) of the person asking."""
    if name not in LIMITS:
        raise KeyError(name)

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method not in {"GET", "HEAD", "OPTIONS"}:
                hit_person(name)
            return view(*args, **kwargs)

        return counted

    return mark


def _count_reading() -> None:
    """Count a page read.  Reading goes on without counters; what writes does not (hit raises)."""
    if request.method not in {"GET", "HEAD"} or request.path.startswith("/static/"):
        return
    try:
        hit_person("read")
    except SQLAlchemyError:
        log.exception("the counters cannot be written")


def init_app(app: Flask) -> None:
    """Open the counters and count what is read, unless the setting RATE_LIMITS is off."""
    if not app.config.get("RATE_LIMITS"):
        return
    storage = SharedCounters(database_url=counters_url(app))
    app.extensions[_EXTENSION] = FixedWindowRateLimiter(storage)
    app.before_request(_count_reading)


def close(app: Flask) -> None:
    """Let go of the counters' connections."""
    limiter = app.extensions.pop(_EXTENSION, None)
    if limiter is not None:
        limiter.storage.close()
