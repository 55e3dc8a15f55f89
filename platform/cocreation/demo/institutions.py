"""Events of the house: administrators, organisations, roles, the two plans, their phases and themes."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from cocreation.accounts import granting, organising
from cocreation.accounts import services as accounts
from cocreation.accounts.models import Account
from cocreation.core.clock import FuzzyDate, as_instant
from cocreation.core.i18n import OfficialText
from cocreation.cycles import services as cycles
from cocreation.cycles.models import Cycle
from cocreation.demo.people import PASSWORD, PEOPLE, Person
from cocreation.demo.timeline import Stage, Timeline, read_json
from cocreation.themes import services as themes

FOUNDED = "2020-07-15T15:00"
NAMED = "2020-07-16T10:00"
CONFIRMED = "2020-07-17T09:30"
# The preparatory meeting of 7 September closes the list of themes; the platform opens at the end of the month.
THEMES_PROPOSED = "2020-09-08T09:00"
THEMES_ADOPTED = "2020-09-25T16:00"
OPENED = "2020-09-28T10:00"
ROLES_OF_KINDS = {"association": "representative", "administration": "agent"}


def write(timeline: Timeline) -> None:
    """Write the events of the house."""
    past, plan = read_json("cycles.json")
    timeline.add(as_instant(FOUNDED), _administrators)
    timeline.add(as_instant(NAMED), _propose_organisations)
    timeline.add(as_instant(CONFIRMED), _verify_organisations)
    timeline.add(as_instant("2020-07-17T10:00"), _people)
    timeline.add(as_instant("2020-07-17T11:00"), partial(_make_plan, past))
    timeline.add(as_instant("2020-07-17T11:30"), partial(_make_plan, plan))
    timeline.add(as_instant(THEMES_PROPOSED), _propose_themes)
    timeline.add(as_instant(THEMES_ADOPTED), _adopt_themes)
    timeline.add(as_instant(plan["merge"]["at"]), partial(_merge, plan["merge"]))
    timeline.add(as_instant(OPENED), partial(_open, plan))
    timeline.add(as_instant(plan["merge"]["undone"]), partial(_undo_merge, plan["merge"]))
    timeline.add(as_instant(plan["extension"]["at"]), partial(_extend, plan["extension"]))


def _account(person: Person, at: datetime, password: str | None = PASSWORD) -> Account:
    account, _ = accounts.open_account(
        email=person.email, name=person.name, language=person.language, at=at, password=password
    )
    return account


def _administrators(stage: Stage, at: datetime) -> None:
    # As the command at the machine does it: the first two administrators have nobody to say yes to them.
    for person in PEOPLE:
        if person.role == "administrator":
            stage.people[person.key] = _account(person, at)
            granting.grant_role(account=stage.people[person.key], role="administrator", by=None, at=at)


def _propose_organisations(stage: Stage, at: datetime) -> None:
    for line in read_json("organisations.json"):
        stage.organisations[line["key"]] = organising.propose_organisation(
            slug=line["key"],
            name=OfficialText(line["name"]),
            kind=line["kind"],
            acronym=line["acronym"] or "",
            region=line["region"],
            by=stage.people["administrator-1"],
            at=at,
        )


def _verify_organisations(stage: Stage, at: datetime) -> None:
    for organisation in stage.organisations.values():
        organising.verify_organisation(organisation=organisation, by=stage.people["administrator-2"], at=at)


def _people(stage: Stage, at: datetime) -> None:
    for person in PEOPLE:
        if person.key not in stage.people:
            stage.people[person.key] = _account(person, at)
        if person.organisation:
            stage.people[person.organisation] = stage.people[person.key]
        if person.role in {"representative", "agent", "moderator"}:
            _grant(stage, stage.people[person.key], person.role, person.organisation, at)
    for slug, organisation in stage.organisations.items():
        role = ROLES_OF_KINDS.get(organisation.kind)
        if role and slug not in stage.people:
            spokesperson = Person(slug, f"{slug}@example.org", organisation.acronym or slug, "fr", "", role, slug)
            stage.people[slug] = _account(spokesperson, at, password=None)
            _grant(stage, stage.people[slug], role, slug, at)


def _grant(stage: Stage, account: Account, role: str, organisation: str | None, at: datetime) -> None:
    scope = ("organisation", stage.organisations[organisation].id) if organisation else None
    given = granting.grant_role(
        account=account,
        role=role,
        scope=scope,
        by=stage.people["administrator-1"],
        at=at,
        manages=organisation is not None,
    )
    granting.confirm_role(role=given, by=stage.people["administrator-2"], at=at)


def _make_plan(plan: dict[str, Any], stage: Stage, at: datetime) -> None:
    by = stage.people["administrator-1"]
    cycle = cycles.create_cycle(
        slug=plan["slug"],
        prefix=plan["prefix"],
        title=OfficialText(plan["title"]),
        question=OfficialText(plan["question"]),
        presentation=OfficialText(plan["presentation"]),
        state=plan["state"],
        by=by,
        at=at,
    )
    _date_phases(plan, cycle, by, at)
    if plan["state"] == "past":
        for line in plan["themes"]:
            themes.create_theme(
                cycle=cycle, slug=line["key"], title=OfficialText(line["title"]), text=OfficialText(line["text"]),
                by=by, at=at, state="adopted",
            )  # fmt: skip
    else:
        stage.cycle = cycle


def _date_phases(plan: dict[str, Any], cycle: Cycle, by: Account, at: datetime) -> None:
    dated = {line["code"]: line for line in plan["phases"]}
    for phase in cycle.phases:
        line = dated.get(phase.code)
        if line is None:
            continue
        cycles.set_phase(
            phase=phase,
            period=_period(line),
            opens_at=as_instant(line["opens"]) if "opens" in line else None,
            closes_at=as_instant(line["closes"]) if "closes" in line else None,
            reason=OfficialText(plan.get("reason", plan["title"])),
            by=by,
            at=at,
        )


def _period(line: dict[str, Any]) -> FuzzyDate:
    if "written" not in line:
        return FuzzyDate.not_communicated()
    first, last = date.fromisoformat(line["first"]), date.fromisoformat(line["last"])
    if (first.year, first.month) == (last.year, last.month):
        return FuzzyDate.month(first.year, first.month, line["written"])
    return FuzzyDate.range(first, last, line["written"])


def _extend(extension: dict[str, Any], stage: Stage, at: datetime) -> None:
    phase = next(phase for phase in stage.plan.phases if phase.code == extension["code"])
    cycles.set_phase(
        phase=phase,
        period=phase.period,
        opens_at=phase.opens_at,
        closes_at=as_instant(extension["closes"]),
        reason=OfficialText(extension["reason"]),
        by=stage.people["administrator-1"],
        at=at,
    )


def _open(plan: dict[str, Any], stage: Stage, at: datetime) -> None:
    cycles.edit_cycle(
        cycle=stage.plan,
        title=OfficialText(plan["title"]),
        question=OfficialText(plan["question"]),
        presentation=OfficialText(plan["presentation"]),
        state="open",
        by=stage.people["administrator-1"],
        at=at,
    )


def _propose_themes(stage: Stage, at: datetime) -> None:
    for line in read_json("themes.json"):
        theme = themes.create_theme(
            cycle=stage.plan, slug=line["key"], title=OfficialText(line["title"]), text=OfficialText(line["text"]),
            by=stage.people["administrator-1"], at=at,
        )  # fmt: skip
        themes.set_state(theme=theme, to="proposed", by=stage.people["administrator-1"], at=at)
        stage.themes[line["key"]] = theme


def _adopt_themes(stage: Stage, at: datetime) -> None:
    for theme in stage.themes.values():
        themes.set_state(theme=theme, to="adopted", by=stage.people["administrator-2"], at=at)


def _merge(merge: dict[str, Any], stage: Stage, at: datetime) -> None:
    themes.merge(
        theme=stage.themes[merge["theme"]], into=stage.themes[merge["into"]], reason=OfficialText(merge["reason"]),
        by=stage.people["administrator-1"], at=at,
    )  # fmt: skip


def _undo_merge(merge: dict[str, Any], stage: Stage, at: datetime) -> None:
    themes.undo_merge(theme=stage.themes[merge["theme"]], by=stage.people["administrator-2"], at=at)
