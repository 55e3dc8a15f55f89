"""What a report says of who took part, when and where, and of who hardly did."""

from __future__ import annotations

from collections.abc import Iterator

from cocreation.accounts.lists import REGIONS, VOICES
from cocreation.core.i18n import N_
from cocreation.synthesis.phrases import Phrases
from cocreation.synthesis.rendering.labels import LANGUAGES

LISTED = 4
# A region or a voice under this part of the published ideas hardly took part.
SCARCE = 0.03
# Who could have taken part: regions, voices, and the languages people are invited to write in.
INVITED: dict[str, dict[str, str]] = {
    "region": REGIONS,
    "voice": {code: name for code, name in VOICES.items() if code != "other"},
    "language": {code: LANGUAGES[code] for code in ("ar", "zgh", "fr", "en")},
}
SENTENCES: dict[str, str] = {
    "theme": N_("Published ideas by theme: %(list)s."),
    "voice": N_("Published ideas by their author: %(list)s."),
    "language": N_("Published ideas by language: %(list)s."),
    "region": N_("Published ideas by region: %(list)s."),
    "channel": N_("Published ideas by the way they came: %(list)s."),
}
FEW: dict[str, str] = {
    "region": N_("Regions under %(share)s of the ideas: %(list)s."),
    "voice": N_("Authors under %(share)s of the ideas: %(list)s."),
    "language": N_("Languages under %(share)s of the ideas: %(list)s."),
}
NONE: dict[str, str] = {
    "region": N_("No idea came from: %(list)s."),
    "voice": N_("No idea has as its author: %(list)s."),
    "language": N_("No idea is written in: %(list)s."),
}


class TakingPart(Phrases):
    """The sentences made from the tables of participation and from the events."""

    def table(self, key: str) -> str:
        """The largest rows of a table of participation as a sentence."""
        found = self.document.table(key)
        if not found.rows:
            return ""
        given = sorted((row for row in found.rows if row.key), key=lambda row: -row.count)
        rest = [row for row in found.rows if not row.key]
        most = self.rows(found, given[:LISTED])
        if len(given) > LISTED:
            most = self.gettext("notably %(list)s", list=most)
        missing = "" if not rest else self.rows(found, rest)
        # The rows without a label say so themselves: «Not given (12)».
        return self.gettext(SENTENCES[key], list=self.parted(part for part in (most, missing) if part))

    def participation(self) -> Iterator[str]:
        """Who took part, and when."""
        yield self.sentences(*(self.table(key) for key in ("theme", "region", "voice", "language", "channel")))
        weeks = self.document.table("week")
        if weeks.rows:
            busiest = max(weeks.rows, key=lambda row: row.count)
            yield self.gettext("The busiest week: %(list)s.", list=self.rows(weeks, [busiest]))
        yield self.scarce()

    def scarce(self) -> str:
        """Who hardly took part: what the tables say, and what they do not have a row for."""
        told = []
        for key, names in INVITED.items():
            table = self.document.table(key)
            few = [row for row in table.rows if row.key and table.share(row) < SCARCE]
            came = {row.key for row in table.rows}
            none = [name for code, name in names.items() if table.rows and code not in came]
            if few:
                told.append(self.gettext(FEW[key], list=self.rows(table, few), share=self.labels.percent(SCARCE)))
            if none:
                told.append(self.gettext(NONE[key], list=self.labels.items([self.gettext(name) for name in none])))
        return self.sentences(*told)

    def events(self) -> Iterator[str]:
        """The meetings and webinars held, and how many people came."""
        if not self.document.events.rows:
            yield self.gettext("No meeting or webinar was written down.")
            return
        held = self.ngettext(
            "%(num)s meeting or webinar was held.", "%(num)s meetings and webinars were held.", "events"
        )
        total = self.document.events.total is not None
        came = self.ngettext("%(num)s person came.", "%(num)s people came in all.", "attendance") if total else ""
        yield self.sentences(held, came)
