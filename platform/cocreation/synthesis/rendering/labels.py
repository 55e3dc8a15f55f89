"""Every word the report itself says, in its language; the words of people come from the document."""

from collections.abc import Callable
from datetime import date

from cocreation.core.i18n import N_, translator
from cocreation.synthesis.document import Chapter, Count, Crossed, Participation, ReportDocument, Sides
from cocreation.synthesis.rendering.blocks import plain

TABLES = {
    "theme": N_("By theme"),
    "language": N_("By language"),
    "region": N_("By region"),
    "voice": N_("By voice"),
    "week": N_("Week by week"),
    "channel": N_("By channel"),
    "comment_week": N_("Comments, week by week"),
}
CROSSED = {
    "theme_voice": N_("Themes and voices"),
    "theme_region": N_("Themes and regions"),
    "theme_language": N_("Themes and languages"),
}
# What stands over a table, under its heading.
CAPTIONS = {
    "theme": N_("Published ideas by theme"),
    "language": N_("Published ideas by language"),
    "region": N_("Published ideas by region"),
    "voice": N_("Published ideas by voice"),
    "week": N_("Published ideas by the week they came in"),
    "channel": N_("Published ideas by channel"),
    "comment_week": N_("Comments by the week they came in"),
    "theme_voice": N_("Published ideas by theme and voice"),
    "theme_region": N_("Published ideas by theme and region"),
    "theme_language": N_("Published ideas by theme and language"),
}
COLUMNS = {
    "theme": N_("Theme"),
    "language": N_("Language"),
    "region": N_("Region"),
    "voice": N_("Voice"),
    "week": N_("Week"),
    "channel": N_("Channel"),
    "comment_week": N_("Week"),
}
LANGUAGES = {
    "fr": N_("French"),
    "ar": N_("Arabic"),
    "en": N_("English"),
    "zgh": N_("Amazigh"),
    "ary": N_("Darija"),
    "es": N_("Spanish"),
}
SIDES = {"for": N_("For"), "against": N_("Against"), "clarify": N_("To clarify"), "none": ""}


class Labels:
    """The words of a report in one language.

    Args:
        language: «fr», «ar» or «en».
    """

    def __init__(self, language: str) -> None:
        words = translator(language)
        self.language = language
        self.gettext: Callable[..., str] = words.gettext
        self.ngettext: Callable[..., str] = words.ngettext
        self.number: Callable[[float], str] = words.number
        self.percent: Callable[[float], str] = words.percent
        self.day: Callable[[date], str] = words.day
        self.items: Callable[[list[str]], str] = words.items

    @property
    def not_given(self) -> str:
        """What stands for an empty label."""
        return self.gettext("Not given")

    def label(self, count: Count) -> str:
        """The label of a count, or «not given»."""
        return plain(count.label) or self.not_given

    def language_name(self, code: str) -> str:
        """The name of a language; its code when we have no name for it."""
        name = LANGUAGES.get(code)
        return self.gettext(name) if name else plain(code)

    def table(self, table: Participation) -> str:
        """The heading of a table of participation."""
        return plain(table.title) or self.gettext(TABLES.get(table.key, "Participation"))

    def column(self, table: Participation) -> str:
        """The head of the first column of a table of participation."""
        return self.gettext(COLUMNS[table.key]) if table.key in COLUMNS else plain(table.title)

    def counted(self, table: Participation) -> str:
        """What a table of participation counts."""
        return self.gettext("Comments") if table.key == "comment_week" else self.gettext("Ideas")

    def crossed(self, table: Crossed) -> str:
        """The heading of a table of two entries."""
        return self.gettext(CROSSED.get(table.key, "Participation"))

    def caption(self, table: Participation | Crossed) -> str:
        """What stands over a table of figures, which says what it counts."""
        return self.gettext(CAPTIONS.get(table.key, "Participation"))

    def chapter(self, chapter: Chapter) -> str:
        """The title of a chapter, or «theme not given»."""
        return plain(chapter.title) or self.gettext("Theme not given")

    def side(self, side: str) -> str:
        """The word of the side of a comment; empty when it takes none."""
        return self.gettext(SIDES[side]) if SIDES[side] else ""

    def sides(self, sides: Sides) -> tuple[str, str, str, str]:
        """How many comments stand on each side, in words: for, against, to clarify, no side."""
        return (
            self.ngettext("%(num)s for", "%(num)s for", sides.pro),
            self.ngettext("%(num)s against", "%(num)s against", sides.contra),
            self.ngettext("%(num)s to clarify", "%(num)s to clarify", sides.clarify),
            self.ngettext("%(num)s without a side", "%(num)s without a side", sides.none),
        )

    def size(self, length: int) -> str:
        """How large a file of that many bytes is."""
        return self.gettext("%(size)s kB", size=self.number(max(1, length // 1000)))

    def ideas(self, number: int) -> str:
        """«12 ideas»."""
        return self.ngettext("%(num)s idea", "%(num)s ideas", number)

    def authors(self, number: int) -> str:
        """«9 authors»."""
        return self.ngettext("%(num)s author", "%(num)s authors", number)

    def comments(self, number: int) -> str:
        """«30 comments»."""
        return self.ngettext("%(num)s comment", "%(num)s comments", number)

    def group(self, number: int) -> str:
        """«Group 7»."""
        return self.gettext("Group %(number)s", number=self.number(number))

    @property
    def title(self) -> str:
        """The name of this kind of report."""
        return self.gettext("Synthesis report")

    def version(self, document: ReportDocument) -> str:
        """«Version 2 · PAN2-fr-2-9f2c1a7be0d4468b»: the number of its manifest stands on each page and sheet."""
        version = self.gettext("Version %(number)s", number=self.number(document.version))
        return " · ".join(part for part in (version, document.manifest) if part)

    def mark(self, document: ReportDocument) -> str:
        """The word every page and sheet bears; empty for a published version."""
        words = {"draft": self.gettext("Draft"), "withdrawn": self.gettext("Version withdrawn")}
        return words.get(document.status, "")

    def mark_note(self, document: ReportDocument) -> str:
        """What the mark means, for the cover; empty for a published version."""
        if document.status == "draft":
            return self.gettext("Working version for the moderators: not published, it can still change.")
        if document.status == "withdrawn":
            return " ".join((self.gettext("This version was withdrawn."), plain(document.withdrawal_reason)))
        return ""

    def dated(self, document: ReportDocument) -> str:
        """«Published on 15 October 2020», or the state of the corpus of a draft."""
        if document.published_on:
            return self.gettext("Published on %(day)s", day=self.day(document.published_on))
        return self.gettext("State of %(day)s", day=self.day(document.snapshot_on))

    def running(self, document: ReportDocument) -> str:
        """The line that marks each page and sheet: «Draft · Version 2 · State of 15 October 2020»."""
        parts = (self.mark(document), self.version(document), self.dated(document))
        return " · ".join(part for part in parts if part)
