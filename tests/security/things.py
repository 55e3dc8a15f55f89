"""The things the table of doors names: whose they are, and the values they give to an address."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fixtures.demonstration import CHOSEN, COLLECTING, REPORTED, SCORING
from tests.security.furnishing import CITIZEN
from tests.security.house import House

PLAN = "pan-2020-2022"
ASSOCIATION, AGENT, MODERATOR = "association@example.org", "agent@example.org", "moderation1@example.org"
SECRETARIAT = "secretariat1@example.org"


@dataclass(frozen=True)
class Thing:
    """A thing of somebody: its owner (nobody's where empty), the values of its address, the date of its house.

    A value that begins with SELECT is asked of the database.
    """

    owner: str = ""
    values: dict[str, str] = field(default_factory=dict)
    date: str = COLLECTING

    def filled(self, house: House) -> dict[str, object]:
        """The values on a house."""
        return {key: house.ask(value) if value.startswith("SELECT") else value for key, value in self.values.items()}


def _idea(column: str, state: str, who: str = CITIZEN) -> str:
    return (
        f"SELECT p.{column} FROM proposal p JOIN contributor c ON c.id = p.contributor_id JOIN account a "
        f"ON a.id = c.account_id WHERE p.state = '{state}' AND a.email = '{who}' ORDER BY p.id LIMIT 1"
    )


def _comment(order: str = "DESC", state: str = "visible", who: str = CITIZEN) -> str:
    return (
        "SELECT m.id FROM comment m JOIN thread t ON t.id = m.thread_id JOIN contributor c ON c.id = m.contributor_id "
        f"JOIN account a ON a.id = c.account_id WHERE m.state = '{state}' AND a.email = '{who}' AND t.is_public "
        f"ORDER BY m.id {order} LIMIT 1"
    )


def _of_citizen(table: str, column: str = "account_id") -> str:
    return f"SELECT max(t.id) FROM {table} t JOIN account a ON a.id = t.{column} WHERE a.email = '{CITIZEN}'"


def _draft(column: str, state: str) -> str:
    return (
        f"SELECT d.{column} FROM draft_commitment d JOIN organisation o ON o.id = d.organisation_id "
        f"WHERE o.slug = 'dra' AND d.state = '{state}' LIMIT 1"
    )


def _attachment(state: str) -> str:
    return (
        "SELECT max(f.id) FROM attachment f JOIN proposal_version v ON v.id = f.holder_id JOIN proposal p "
        f"ON p.id = v.proposal_id WHERE f.holder_kind = 'proposal' AND p.state = '{state}' "
        "AND v.number = p.version_number"
    )


def _run(state: str) -> str:
    return f"SELECT max(id) FROM grouping_run WHERE state = '{state}'"


GROUP = f"SELECT {{}} FROM idea_group WHERE is_family = 0 AND run_id = ({_run('published')}) ORDER BY id LIMIT 1"
SUBMITTED = "SELECT {} FROM proposal WHERE state = 'submitted' ORDER BY id LIMIT 1"
UNDER_WITHDRAWN = "SELECT m.id FROM comment m JOIN thread t ON t.id = m.thread_id WHERE NOT t.is_public LIMIT 1"
BEGUN = (
    "SELECT p.id FROM proposal p JOIN contributor c ON c.id = p.contributor_id WHERE p.state = 'draft' "
    "AND c.account_id IS NULL"
)
PROPOSED = "SELECT max(id) FROM proposal_version WHERE state = 'proposed'"
THEME = "SELECT id FROM theme WHERE slug = 'justice' ORDER BY id DESC LIMIT 1"
HELD_ROLE = "SELECT max(r.id) FROM role r JOIN account a ON a.id = r.account_id WHERE a.email = '{}' AND r.state = '{}'"
MEMBER = {"slug": "espace-associatif", "role_id": HELD_ROLE.format("mouaten@example.org", "active")}
INVITATION = {"slug": "espace-associatif", "invitation_id": "SELECT max(id) FROM invitation"}
REPORT = {"slug": PLAN, "written": "fr", "number": "1", "name": "csv", "earlier": "1", "kind": "archive"}

WORKSHOP = {
    "slug": PLAN, "position": "1", "written": "fr", "kind": "docx", "workshop_id": "2",
    "item_id": "SELECT max(id) FROM workshop_item", "seat_id": "SELECT max(id) FROM seat",
}  # fmt: skip

ASKED = "FROM holder_candidate c JOIN organisation o ON o.id = c.organisation_id WHERE o.slug = 'dra'"
ASKED_FIRST = f"SELECT min(c.id) {ASKED} AND c.state = 'consulted'"
PROJECT = {
    "slug": PLAN, "number": "4", "kind": "letter", "part": "lead", "what": "show", "candidate_id": ASKED_FIRST,
    "project_id": f"SELECT project_id FROM holder_candidate WHERE id = ({ASKED_FIRST})",
    "contact_id": f"SELECT max(contact_id) FROM holder_contact_candidate WHERE candidate_id = ({ASKED_FIRST})",
    "organisation_id": "SELECT id FROM organisation WHERE slug = 'dra'", "item_id": "SELECT max(id) FROM workshop_item",
}  # fmt: skip

FIRST_PLAN = {"slug": "pan-2018-2020", "day": "2020-07-15", "number": "6", "extension": "csv", "kind": "decided"}
FIRST_ACTION = (
    "SELECT a.id FROM commitment_action a JOIN commitment c ON c.id = a.commitment_id WHERE c.number = 6 LIMIT 1"
)

THINGS: dict[str, Thing] = {
    "": Thing(),
    "link": Thing("", {"token": "no-such-link", "key": "no-such-link"}),
    # Ideas, comments and files.
    "published idea": Thing(CITIZEN, {"reference": _idea("reference", "published")}),
    "idea to correct": Thing(CITIZEN, {"reference": _idea("reference", "correction")}),
    "waiting idea": Thing("", {"reference": SUBMITTED.format("reference")}),
    "typed-in idea": Thing("", {"reference": "SELECT reference FROM proposal WHERE typed_by_id IS NOT NULL LIMIT 1"}),
    "text of an idea not sent": Thing(CITIZEN, {"draft_id": _idea("id", "draft"), "step": "title"}),
    "thread of an idea": Thing("", {"thread_id": "SELECT id FROM thread WHERE is_open ORDER BY id LIMIT 1"}),
    "fresh comment": Thing(CITIZEN, {"comment_id": _comment()}),
    "public comment": Thing(CITIZEN, {"comment_id": _comment("ASC")}),
    "hidden comment": Thing(CITIZEN, {"comment_id": _comment("DESC", "hidden")}),
    "comment on an idea taken back": Thing("", {"comment_id": UNDER_WITHDRAWN}),
    "text begun without an account": Thing("", {"draft_id": BEGUN, "step": "title"}),
    "proof of an organisation": Thing(
        CITIZEN, {"attachment_id": "SELECT max(id) FROM attachment WHERE holder_kind = 'organisation'"}
    ),
    "published file": Thing(CITIZEN, {"attachment_id": _attachment("published")}),
    "file of an idea not sent": Thing(CITIZEN, {"attachment_id": _attachment("draft")}),
    # Draft commitments of an administration.
    "published draft commitment": Thing(
        AGENT, {"reference": _draft("reference", "published"), "kind": "csv", "extension": "pdf"}
    ),
    "waiting draft commitment": Thing(AGENT, {"reference": _draft("reference", "submitted"), "kind": "csv"}),
    # The desk of moderators.
    "idea in the queue": Thing("", {"kind": "proposal", "object_id": SUBMITTED.format("id"), "code": "publish"}),
    "comment of a moderator": Thing(
        MODERATOR, {"kind": "comment", "object_id": _comment("DESC", "visible", MODERATOR), "code": "hide"}
    ),
    "new text in the queue": Thing(CITIZEN, {"kind": "revision", "object_id": PROPOSED, "code": "publish"}),
    "own refused or hidden thing": Thing(CITIZEN, {"kind": "comment", "object_id": _comment("ASC", "hidden")}),
    "comment to report": Thing(CITIZEN, {"kind": "comment", "object_id": _comment()}),
    "decision": Thing(MODERATOR, {"decision_id": "SELECT max(id) FROM decision WHERE final_at > datetime('now')"}),
    "second look": Thing("", {"look_id": "SELECT max(id) FROM second_look WHERE state = 'waiting'"}),
    # The first plan and its meetings.
    "meeting": Thing("", FIRST_PLAN),
    "commitment": Thing("", FIRST_PLAN),
    "commitment to report": Thing(AGENT, {**FIRST_PLAN, "action_id": FIRST_ACTION}),
    # Organisations.
    "verified organisation": Thing(ASSOCIATION, {"slug": "espace-associatif"}),
    "waiting organisation": Thing(CITIZEN, {"slug": "SELECT slug FROM organisation WHERE state = 'pending'"}),
    "role in an organisation": Thing(ASSOCIATION, MEMBER),
    "invitation": Thing(ASSOCIATION, INVITATION),
    # One's own data.
    "export of one's data": Thing(CITIZEN, {"export_id": _of_citizen("data_export"), "format_name": "json"}),
    "request about data": Thing(CITIZEN, {"request_id": _of_citizen("rights_request")}),
    "account": Thing(CITIZEN, {"account_id": f"SELECT id FROM account WHERE email = '{CITIZEN}'"}),
    "thing followed": Thing(CITIZEN, {"follow_id": _of_citizen("follow")}),
    # The secretariat.
    "mail given up": Thing("", {"mail_id": "SELECT max(id) FROM outgoing_mail WHERE state = 'failed'"}),
    "role granted": Thing(SECRETARIAT, {"role_id": HELD_ROLE.format(CITIZEN, "pending")}),
    "cycle": Thing("", {"slug": PLAN, "cycle_slug": PLAN}),
    "theme": Thing("", {"theme_id": THEME, "cycle_slug": PLAN, "slug": "access"}),
    "phase": Thing("", {"phase_id": "SELECT max(id) FROM phase WHERE code = 'collection'"}),
    "static file": Thing("", {"filename": "css/site.css"}),
    # Groups and the report.
    "published groups": Thing("", {"slug": PLAN, "scope": "all", "name": GROUP.format("name")}, REPORTED),
    "published report": Thing("", REPORT, REPORTED),
    "report text": Thing("", {**REPORT, "key": "chapter:access"}, REPORTED),
    "report text saved": Thing("", {**REPORT, "key": "introduction", "edit_id": "0"}, REPORTED),
    "report chapter": Thing("", {**REPORT, "key": "access"}, REPORTED),
    "event of a report": Thing("", {"slug": PLAN, "event_id": "SELECT max(id) FROM report_event"}, REPORTED),
    "cycle with groups": Thing("", {"slug": PLAN}, REPORTED),
    # The first sift, the grid, and the workshops.
    "first sift": Thing("", {"slug": PLAN, "sift_id": "SELECT max(id) FROM sift"}, SCORING),
    "grid": Thing("", {"slug": PLAN, "number": "1", "grid_id": "1", "criterion_id": "1"}, SCORING),
    "workshop scoring": Thing(ASSOCIATION, {**WORKSHOP, "number": "2"}, SCORING),
    "workshop closed": Thing(MODERATOR, {**WORKSHOP, "number": "1"}, SCORING),
    # The answer to an idea of the association, which reacted to it.
    "answer": Thing(
        ASSOCIATION,
        {
            "slug": PLAN, "key": "SELECT 'sift-' || min(id) FROM sift WHERE gate <> 'linked'", "number": "1",
            "reference": "SELECT reference FROM proposal JOIN published_answer a ON a.proposal_id = proposal.id "
            "JOIN reaction r ON r.published_answer_id = a.id WHERE r.id = 1",
            "kind": "csv", "written": "fr", "reaction_id": "1",
        },
        CHOSEN,
    ),
    # The looking for holders.
    "project": Thing("", PROJECT, CHOSEN),
    "log of holders": Thing("", {"slug": PLAN, "kind": "csv"}, CHOSEN),
    "request to a body": Thing(AGENT, PROJECT, CHOSEN),
    "published grouping": Thing("", {"run_id": _run("published")}, REPORTED),
    "grouping under way": Thing("", {"run_id": _run("asked")}, REPORTED),
    "grouping not published": Thing("", {"run_id": _run("ready")}, REPORTED),
    "group": Thing("", {"group_id": GROUP.format("id"), "act": "move"}, REPORTED),
    "correction": Thing("", {"correction_id": "SELECT max(id) FROM correction"}, REPORTED),
    "word of the lexicon": Thing("", {"entry_id": "SELECT max(id) FROM lexicon_entry", "state": "retired"}, REPORTED),
}  # fmt: skip
