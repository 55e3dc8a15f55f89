"""The texts of a report in their order: what people wrote, else what the platform writes, figures in place."""

from __future__ import annotations

from collections.abc import Mapping

from cocreation.core.i18n import N_
from cocreation.synthesis.document import ReportDocument, Section
from cocreation.synthesis.fields import Figures, figures_of
from cocreation.synthesis.prose import Pen
from cocreation.synthesis.rendering.labels import Labels

CHAPTERS = "chapters"
# The texts of a report in their order; the chapters stand together in their place.
SECTIONS: dict[str, str] = {
    "introduction": N_("Introduction"),
    "summary": N_("What stands out"),
    "mandate": N_("Mandate and dates"),
    "method": N_("How the report came about"),
    "participation": N_("Participation"),
    "events": N_("Meetings and webinars"),
    CHAPTERS: "",
    "commitments": N_("Draft commitments of administrations"),
    "redirected": N_("Out of scope, or directed elsewhere"),
    "limits": N_("Limits"),
    "conclusion": N_("What comes next"),
    "annex": N_("Annex"),
}


def titles_of(document: ReportDocument) -> dict[str, str]:
    """The texts a report has, in its order: {key: title}."""
    labels = Labels(document.language)
    chapters = {f"chapter:{one.key}": labels.chapter(one) for one in document.chapters}
    found: dict[str, str] = {}
    for key, title in SECTIONS.items():
        found.update(chapters if key == CHAPTERS else {key: labels.gettext(title)})
    return found


def parted(text: str) -> list[str]:
    """The paragraphs of a text: an empty line parts two."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


class Texts:
    """The texts of one report: which there are, what the platform writes, what they say today.

    Args:
        document: the report, whose sections need not be written. written: what people wrote, by key.
    """

    def __init__(self, document: ReportDocument, written: Mapping[str, str]) -> None:
        self.titles = titles_of(document)
        self.figures: Figures = figures_of(document)
        self.written = written
        self._pen = Pen(document, self.figures)

    def platform(self, key: str) -> str:
        """What the platform writes there, its figures named between braces."""
        return "\n\n".join(self._pen.paragraphs(key))

    def is_edited(self, key: str) -> bool:
        """Whether people wrote this text."""
        return bool(self.written.get(key, "").strip())

    def text(self, key: str) -> str:
        """The text as it stands, its figures named between braces."""
        return self.written[key] if self.is_edited(key) else self.platform(key)

    def section(self, key: str, text: str | None = None) -> Section:
        """A text with its figures in place, paragraph by paragraph with what each rests on.

        Args:
            text: other words than those that stand, to be looked at.
        """
        filled = [self.figures.fill(part) for part in parted(self.text(key) if text is None else text)]
        return Section(
            key=key,
            title=self.titles[key],
            paragraphs=tuple(one.words for one in filled),
            sources=tuple(one.sources for one in filled),
            edited=self.is_edited(key),
        )

    def sections(self) -> tuple[Section, ...]:
        """Every text that has something to say, in the order of the report."""
        found = (self.section(key) for key in self.titles)
        return tuple(section for section in found if section.paragraphs)
