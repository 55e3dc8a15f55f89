"""Who took part, as blocks: tables with bars, crossed tables, events with their attendance."""

from collections.abc import Iterator

from cocreation.core.i18n import N_
from cocreation.synthesis.document import LEAST_SHOWN, Crossed, Event, Participation
from cocreation.synthesis.rendering.blocks import Bar, Bars, Block, Caption, Note, Table, plain
from cocreation.synthesis.rendering.pen import Pen

# The drawing that goes with a table.
DRAWN = {"week": "weeks", "region": "regions"}


def participation(pen: Pen) -> Iterator[Block]:
    """Every table of participation under its heading, with its drawing where it has one."""
    for table in pen.document.participation:
        # Channels stand in the method, with all that was received.
        if table.key == "channel" and pen.document.method.channels:
            continue
        yield pen.heading(pen.labels.table(table))
        yield from pen.drawing(DRAWN.get(table.key, ""))
        yield _bars(pen, table)
    for crossed in pen.document.crossed:
        yield pen.heading(pen.labels.crossed(crossed))
        yield from pen.drawing("crossed" if crossed.key == "theme_voice" else "")
        yield _crossed(pen, crossed)
    yield from _events(pen)


def _bars(pen: Pen, table: Participation) -> Bars:
    labels = pen.labels
    longest = max((row.count for row in table.rows), default=0) or 1
    rows = (
        Bar(
            labels.label(row),
            labels.number(row.count),
            labels.percent(table.share(row)),
            row.count / longest,
            not row.label,
        )
        for row in table.rows
    )
    head = (labels.column(table), labels.counted(table), labels.gettext("In percent"))
    total = (labels.gettext("Total"), labels.number(table.total))
    return Bars(Caption(labels.caption(table)), head, tuple(rows), total)


def _crossed(pen: Pen, table: Crossed) -> Table:
    labels = pen.labels
    total = labels.gettext("Total")
    head = (labels.gettext("Theme"), *map(labels.label, table.columns), total)
    sums = tuple(map(sum, zip(*table.cells, strict=True)))
    lines = [(labels.label(row), cells) for row, cells in zip(table.rows, table.cells, strict=True)]
    rows = ((label, *map(labels.number, (*cells, sum(cells)))) for label, cells in (*lines, (total, sums)))
    return Table(Caption(labels.caption(table)), head, tuple(rows), tuple(range(1, len(head))), summed=True)


def _events(pen: Pen) -> Iterator[Block]:
    events, labels = pen.document.events, pen.labels
    written = tuple(pen.written("events"))
    if not events.rows and not written:
        return
    title = labels.gettext("Meetings and webinars")
    yield pen.heading(title)
    yield from written
    if not events.rows:
        return
    columns = (N_("Date"), N_("Event"), N_("Place"), N_("Attendance"))
    rows = [
        (labels.day(event.on), plain(event.title), plain(event.place), _attendance(pen, event)) for event in events.rows
    ]
    if events.total is not None:
        total = labels.gettext("Total, with what is not shown") if events.masked else labels.gettext("Total")
        rows.append((total, "", "", labels.number(events.total)))
    head = tuple(map(labels.gettext, columns))
    yield Table(
        Caption(labels.gettext("Events and their attendance")), head, tuple(rows), (3,), summed=events.total is not None
    )
    if events.masked:
        hidden = labels.gettext(
            "«–»: not shown, so that no attendance under %(number)s can be read or worked out.", number=LEAST_SHOWN
        )
        yield Note(hidden)


def _attendance(pen: Pen, event: Event) -> str:
    if event.masked:
        return "–"
    return pen.labels.gettext("not counted") if event.attendance is None else pen.labels.number(event.attendance)
