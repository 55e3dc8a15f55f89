"""The published ideas of a cycle in the memory of a web process; the journal says what changed since."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select

from cocreation.clustering.engine import NearestIndex, Neighbour
from cocreation.clustering.engine.alike import ALIKE, alikeness
from cocreation.clustering.wording import LEXICON_KIND, entries_in_force, rows_of
from cocreation.core.db import writing
from cocreation.journal.models import JournalLine
from cocreation.proposals.models import Proposal, ProposalVersion
from cocreation.text.lexicon import default_digest, extend_default

# As many changed ideas are read while the person waits; more are read beside the requests.
AT_ONCE = 200
BATCH = 100
# How long a person waits, at most, for an index that is being made; then what is known by then answers.
PATIENCE = 0.4
# More than are shown, since some may turn out weak, or hidden in this very moment.
CANDIDATES = 12


@dataclass(frozen=True)
class _Mark:
    """How far the journal was read; the hash tells a journal that is another one (a database put back)."""

    sequence: int
    hash: str


class CycleIndex:
    """The published ideas of one cycle in memory, kept in step with the journal of a database.

    Only what is committed is read, through connections of its own. Ideas are known by their row's number.
    """

    def __init__(self, cycle_id: int) -> None:
        self.cycle_id = cycle_id
        self._index = NearestIndex()
        self._mark: _Mark | None = None
        # The secretariat's words in force, and the digest of the lexicon the index was made with.
        self._rows: list[dict[str, str]] = []
        self._digest = ""
        self._waiting: deque[int] = deque()
        # The first lock keeps the index whole, the second lets one reader at a time follow the journal.
        self._lock, self._following = threading.Lock(), threading.Lock()
        self._reader: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._index)

    def follow(self, engine: Engine, patience: float) -> None:
        """Bring the index to what is committed now; where much is new, wait so many seconds and go on beside."""
        with self._following:
            with writing(False), engine.connect() as connection:
                self._look(connection)
                self._put_words_in_force(connection)
                if not self._is_read_beside() and len(self._waiting) <= AT_ONCE:
                    self._read(connection, AT_ONCE)
            if self._waiting and not self._is_read_beside():
                self._reader = threading.Thread(target=self._read_beside, args=(engine,), daemon=True)
                self._reader.start()
        if self._is_read_beside() and self._reader:
            self._reader.join(patience)

    def _is_read_beside(self) -> bool:
        return self._reader is not None and self._reader.is_alive()

    def nearest(
        self, text: str, language: str | None, count: int = CANDIDATES, without: Collection[int] = ()
    ) -> list[Neighbour]:
        """Return the ideas nearest to a text, the nearest first, none of `without`."""
        with self._lock:
            return self._index.nearest(text, language, count, [str(number) for number in without])

    def are_alike(self, one: Collection[str], other: Collection[str]) -> bool:
        """Tell whether two texts, given by their keys, likely ask for the same thing."""
        with self._lock:
            return alikeness(one, other, self._index.rarity) >= ALIKE

    def _look(self, connection: Connection) -> None:
        """Note which ideas changed since the journal was last read: all of them the first time."""
        last = connection.execute(
            select(JournalLine.sequence, JournalLine.hash).order_by(JournalLine.sequence.desc()).limit(1)
        ).first()
        now = _Mark(*last) if last else _Mark(0, "")
        if now == self._mark:
            return
        if self._mark is not None and _holds(connection, self._mark):
            # The changed ones go first: what was hidden must go, what is new is looked for.
            self._waiting.extendleft(_changed(connection, self._mark.sequence, self.cycle_id))
        else:
            self._begin_again(connection)
        if self._mark is None or _words_changed(connection, self._mark.sequence):
            self._rows = rows_of(connection.execute(entries_in_force()))
        self._mark = now

    def _put_words_in_force(self, connection: Connection) -> None:
        """Read texts with the lexicon of this database; where its words changed, every text is read again."""
        extend_default(self._rows)
        if self._digest and self._digest != default_digest():
            self._begin_again(connection)
        self._digest = default_digest()

    def _begin_again(self, connection: Connection) -> None:
        with self._lock:
            self._index = NearestIndex()
        self._waiting = deque(_published(connection, self.cycle_id))

    def _read(self, connection: Connection, count: int) -> None:
        """Read the next ideas that wait, as they stand now."""
        waiting = self._waiting
        numbers = [waiting.popleft() for _ in range(min(count, len(waiting)))]
        found = {row.id: row for row in connection.execute(_texts(numbers))}
        with self._lock:
            for number in numbers:
                row = found.get(number)
                if row is None:
                    self._index.remove(str(number))
                else:
                    self._index.add(str(number), f"{row.title}\n{row.problem}\n{row.body}", row.language)

    def _read_beside(self, engine: Engine) -> None:
        while self._waiting:
            # A transaction a batch: an older one would not see what was hidden since.
            with writing(False), engine.connect() as connection:
                self._read(connection, BATCH)


def _holds(connection: Connection, mark: _Mark) -> bool:
    found = connection.scalar(select(JournalLine.hash).where(JournalLine.sequence == mark.sequence))
    return found == mark.hash or mark.sequence == 0


def _changed(connection: Connection, since: int, cycle_id: int) -> list[int]:
    statement = (
        select(Proposal.id)
        .join(JournalLine, JournalLine.object_id == Proposal.id)
        .where(JournalLine.sequence > since, JournalLine.object_kind == "proposal", Proposal.cycle_id == cycle_id)
        .distinct()
    )
    return list(connection.scalars(statement))


def _words_changed(connection: Connection, since: int) -> bool:
    statement = select(JournalLine.sequence).where(
        JournalLine.sequence > since, JournalLine.object_kind == LEXICON_KIND
    )
    return connection.scalar(statement.limit(1)) is not None


def _published(connection: Connection, cycle_id: int) -> Iterable[int]:
    """The numbers of the published ideas, the newest first: these are found first while the index is made."""
    statement = select(Proposal.id).where(Proposal.cycle_id == cycle_id, Proposal.state == "published")
    return connection.scalars(statement.order_by(Proposal.id.desc()))


def _texts(numbers: Sequence[int]) -> Any:
    return (
        select(
            Proposal.id, ProposalVersion.title, ProposalVersion.problem, ProposalVersion.body, ProposalVersion.language
        )
        .join(
            ProposalVersion,
            (ProposalVersion.proposal_id == Proposal.id) & (ProposalVersion.number == Proposal.version_number),
        )
        .where(Proposal.id.in_(numbers), Proposal.state == "published")
    )


# The indexes of this process: one an engine (a process of tests has several) and cycle.
_indexes: WeakKeyDictionary[Engine, dict[int, CycleIndex]] = WeakKeyDictionary()
_making = threading.Lock()


def index_of(engine: Engine, cycle_id: int, patience: float | None = None) -> CycleIndex:
    """Return the index of a cycle in this process, brought to what is committed now.

    Args:
        patience: the seconds to wait for an index that is being made, fewer where somebody is writing.
    """
    with _making:
        found = _indexes.setdefault(engine, {}).setdefault(cycle_id, CycleIndex(cycle_id))
    found.follow(engine, PATIENCE if patience is None else patience)
    return found
