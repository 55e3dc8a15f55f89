"""The stations of the thread of an idea: at each, its author and whoever follows it are told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cocreation.accounts.models import Account
from cocreation.core.i18n import N_
from cocreation.core.mail import is_quiet
from cocreation.notifications import events
from cocreation.notifications.models import Event

# What is said at each station that upper rooms bring an idea to; the first ones (received, checked, published and
# every other decision) are told by the moderators' own mails, with their reasons.
STATIONS: dict[str, str] = {
    "grouped": N_("%(reference)s is grouped with the ideas that resemble it: group %(group)s."),
    "apart": N_("%(reference)s was compared with all others: none resembles it, and it is listed apart."),
    "in_report": N_("%(reference)s is in the synthesis report."),
    "sifted": N_("%(reference)s passed the first sift: it goes on to a workshop."),
    "sifted_away": N_("%(reference)s was read in the first sift; its page says where it goes, and why."),
    "listed": N_("%(reference)s is on the list of a workshop, which scores it and decides."),
    "scored": N_("%(reference)s was scored in the prioritisation workshop."),
    "answered": N_("The administration answers %(reference)s."),
    "retained": N_("%(reference)s is retained: a commitment is being drafted from it."),
    "not_retained": N_("%(reference)s is not retained; its page says why."),
    "holder": N_("A body will hold project of commitment %(number)s, born of %(reference)s."),
    "no_holder": N_("No body holds project of commitment %(number)s, born of %(reference)s; its page says why."),
    "commitment": N_("The commitment born of %(reference)s has advanced."),
    "milestone": N_("A milestone of the commitment born of %(reference)s is reached."),
    "delayed": N_("A milestone of the commitment born of %(reference)s is planned anew."),
}


def tell_station(
    *,
    station: str,
    mark: str,
    reference: str,
    author_id: int | None,
    path: str,
    by: Account | None = None,
    subject: tuple[str, int] | None = None,
    values: dict[str, Any] | None = None,
    leads_to: str | None = None,
) -> Event | None:
    """Tell the author of an idea, and whoever follows it, that it reached a station.

    Args:
        station: a key of STATIONS. mark: what makes this arrival the same one if it is recorded again; a station
            left by a correction and reached anew is told once. path: the page of the idea, without language.
        author_id: the author's account, None where they have none. leads_to: another page to show, without language.
    """
    return events.emit(
        mark=f"{station}:{mark}",
        kind=f"station.{station}",
        about=[path],
        message=STATIONS[station],
        values={"reference": reference, **(values or {})},
        path=leads_to or path,
        subject=subject,
        by=by,
        author_id=author_id,
    )


def tell_stations(arrivals: Sequence[dict[str, Any]], *, by: Account | None) -> None:
    """Tell of many arrivals at once; those that nobody would hear of, or that were told before, leave no row.

    Args:
        arrivals: the keywords of `tell_station`, one each, but `by`.
    """
    if is_quiet():
        return
    heard = events.are_followed(one["path"] for one in arrivals if one["author_id"] is None)
    wanted = [one for one in arrivals if one["author_id"] is not None or one["path"] in heard]
    known = events.are_known(f"{one['station']}:{one['mark']}" for one in wanted)
    for one in wanted:
        if f"{one['station']}:{one['mark']}" not in known:
            tell_station(**one, by=by)
