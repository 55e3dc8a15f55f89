"""The annex as a block: every proposal, its group, its state and the reason of it."""

from cocreation.synthesis.document import AnnexRow, ReportDocument
from cocreation.synthesis.rendering.blocks import Annex, Row, plain, said
from cocreation.synthesis.rendering.labels import Labels


def annex(document: ReportDocument, labels: Labels) -> Annex:
    """The table of every proposal."""
    head = (
        labels.gettext("Reference"),
        labels.gettext("Title"),
        labels.gettext("Theme"),
        labels.gettext("Language"),
        labels.gettext("Group"),
        labels.gettext("State and reason"),
    )
    return Annex(head, tuple(_row(row, labels) for row in document.annex))


def _row(row: AnnexRow, labels: Labels) -> Row:
    return Row(
        reference=plain(row.reference),
        url=row.url,
        title=said(row.title or "—", row.language, within=labels.language),
        theme=plain(row.theme) or labels.gettext("Theme not given"),
        language=labels.language_name(row.language) if row.language else "",
        group=labels.number(row.group) if row.group is not None else "",
        state=plain(row.state_label),
        reason=plain(row.reason),
    )
