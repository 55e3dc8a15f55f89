"""The end of the report as blocks: what went elsewhere, and every proposal with its group, state and reason."""

from collections.abc import Iterator

from cocreation.core.i18n import N_
from cocreation.synthesis.document import AnnexRow
from cocreation.synthesis.rendering.blocks import Annex, Block, Caption, Prose, Row, Source, plain, said, web_address
from cocreation.synthesis.rendering.labels import Labels
from cocreation.synthesis.rendering.pen import Pen

ANNEX = (N_("Reference"), N_("Title"), N_("Theme"), N_("Language"), N_("Group"), N_("State and reason"))


def redirected(pen: Pen) -> Iterator[Block]:
    """Each reason for which ideas left the plan, where they were directed, and which."""
    for one in pen.document.redirected:
        yield pen.heading(" · ".join(part for part in (plain(one.state), plain(one.reason)) if part))
        if one.place:
            address = web_address(one.address)
            leads = (Source(address, address),) if address else ()
            yield Prose((pen.own(one.place),), pen.labels.gettext("Directed to"), leads)
        yield Prose((), pen.labels.ideas(len(one.references)), pen.sources(one.references))


def annex(pen: Pen) -> Annex:
    """The table of every proposal."""
    labels = pen.labels
    return Annex(
        caption=Caption(labels.gettext("Every proposal and its state")),
        head=tuple(map(labels.gettext, ANNEX)),
        rows=tuple(_row(row, labels) for row in pen.document.annex),
    )


def _row(row: AnnexRow, labels: Labels) -> Row:
    return Row(
        reference=plain(row.reference),
        url=web_address(row.url),
        title=said(row.title or "—", row.language, within=labels.language),
        theme=plain(row.theme) or labels.gettext("Theme not given"),
        language=labels.language_name(row.language) if row.language else "",
        group=labels.number(row.group) if row.group is not None else "",
        state=plain(row.state_label),
        reason=plain(row.reason),
    )
