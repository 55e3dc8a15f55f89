"""Every page a browser can ask for: who may see it, at which date of the process, with which example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fixtures.demonstration import CHOSEN, COLLECTING, REPORTED, SCORING
from tests.journeys import arranged
from tests.journeys.arranged import Place

PLAN = "pan-2020-2022"
FIRST, HELD = "pan-2018-2020", "2020-07-15"
FIRST_ACTION = (
    "SELECT a.id FROM commitment_action a JOIN commitment c ON c.id = a.commitment_id WHERE c.number = 3 LIMIT 1"
)


@dataclass(frozen=True)
class Example:
    """One page: its endpoint, the person who asks (nobody: a visitor), the date, the values of its address."""

    endpoint: str
    person: str = ""
    date: str = COLLECTING
    # Values of the rule; one that begins with SELECT is asked of the database, a function arranges it on the site.
    values: tuple[tuple[str, str | Callable[[Place], object]], ...] = ()
    query: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """How a test names it."""
        return self.endpoint + (f"-{self.name}" if self.name else "")

    @property
    def is_arranged(self) -> bool:
        """Whether what it shows is made on a running site, and not in the demonstration."""
        return any(callable(value) for _, value in self.values)

    def filled(self, site: Place) -> dict[str, object]:
        """The values of its address on a site."""
        return {name: _value(site, value) for name, value in self.values}


def _value(site: Place, value: str | Callable[[Place], object]) -> object:
    if isinstance(value, str):
        return site.ask(value) if value.startswith("SELECT") else value
    return value(site)


def _proposal(state: str, person: str = "", order: str = "id") -> str:
    mine = f" AND contributor_id IN ({_signed_by(person)})" if person else ""
    return f"SELECT reference FROM proposal WHERE state = '{state}'{mine} ORDER BY {order} LIMIT 1"


def _signed_by(email: str) -> str:
    return f"SELECT c.id FROM contributor c JOIN account a ON a.id = c.account_id WHERE a.email = '{email}'"


CITIZEN = "citoyenne@example.org"
TALKED_OF = (
    "SELECT p.reference FROM proposal p JOIN thread t ON t.id = p.thread_id WHERE p.state = 'published' "
    "ORDER BY t.visible_count DESC, p.id LIMIT 1"
)
REVISED = "SELECT reference FROM proposal WHERE version_number > 1 AND state = 'published' ORDER BY id DESC LIMIT 1"
TYPED_IN = "SELECT reference FROM proposal WHERE typed_by_id IS NOT NULL LIMIT 1"
DRAFT = "SELECT reference FROM draft_commitment WHERE state = '{}' ORDER BY id LIMIT 1"
OWN_DRAFT = (
    "SELECT d.reference FROM draft_commitment d JOIN organisation o ON o.id = d.organisation_id "
    "WHERE o.slug = 'dra' AND d.state = 'submitted' LIMIT 1"
)
# An idea of the citizen in Arabic whose answer was reacted to, and an act of the first sift that is answered.
REACTED_TO = (
    "SELECT reference FROM proposal JOIN published_answer ON proposal_id = proposal.id"
    " JOIN reaction ON published_answer_id = published_answer.id WHERE reaction.id = 2"
)
SIFTED_AWAY = "SELECT 'sift-' || id FROM sift WHERE gate <> 'linked' LIMIT 1"
ANSWERED_DRAFT = OWN_DRAFT.replace("submitted", "published")
OPEN_THREAD = (
    "SELECT t.id FROM thread t JOIN proposal p ON p.thread_id = t.id WHERE p.state = 'published' AND t.is_open "
    "ORDER BY t.id LIMIT 1"
)
REPLIED_TO = "SELECT max(parent_id) FROM comment WHERE parent_id IS NOT NULL AND state = 'visible'"
OWN_TEXT = f"SELECT id FROM proposal WHERE state = 'draft' AND contributor_id IN ({_signed_by(CITIZEN)}) LIMIT 1"
OWN_COMMENT = "SELECT id FROM comment WHERE state = '{}' AND contributor_id IN (" + _signed_by(CITIZEN) + ") LIMIT 1"
GROUP = (
    "SELECT {} FROM idea_group WHERE is_family = 0 AND run_id = (SELECT id FROM grouping_run WHERE state = 'published')"
)
OWN_HIDDEN = OWN_COMMENT.format("hidden")
COLLECTION = "SELECT max(id) FROM phase WHERE code = 'collection'"
RUN = "SELECT id FROM grouping_run WHERE state = 'published'"
THEME = "SELECT id FROM theme WHERE slug = 'justice' ORDER BY id DESC LIMIT 1"

ASKED_BODY = "SELECT id FROM organisation WHERE slug = 'dra'"
ASKED = (
    f"SELECT {{}} FROM holder_candidate WHERE organisation_id = ({ASKED_BODY}) AND state = 'consulted' "
    "ORDER BY id LIMIT 1"
)
ASKED_PROJECT = (("project_id", ASKED.format("project_id")),)
WITH_CONDITIONS = "SELECT id FROM holder_candidate WHERE state = 'conditions'"
LOGGED = f"SELECT max(contact_id) FROM holder_contact_candidate WHERE candidate_id = ({ASKED.format('id')})"

EXAMPLES: tuple[Example, ...] = (
    Example("home.index"),
    Example("home.index", "citizen-fr", name="signed-in"),
    Example("home.index", "", REPORTED, name="after"),
    Example("home.how"),
    Example("home.easy"),
    Example("home.accessibility"),
    Example("home.data"),
    Example("installing.offline"),
    Example("journal.index"),
    Example("outbox.index_of_outbox"),
    # People.
    Example("accounts.sign_in"),
    Example("accounts.register"),
    Example("accounts.ask_link"),
    Example("accounts.forgotten"),
    Example("accounts.signed_out"),
    Example("accounts.by_link", values=(("token", "no-such-link"),)),
    Example("accounts.confirm", values=(("token", "no-such-link"),)),
    Example("accounts.new_password", values=(("token", "no-such-link"),)),
    Example("accounts.mine", "citizen-fr"),
    Example("accounts.password", "citizen-fr"),
    Example("accounts.preferences", "citizen-fr"),
    Example("accounts.sessions", "citizen-fr"),
    Example("accounts.contributions", "citizen-fr"),
    Example("accounts.address", "citizen-fr"),
    Example("accounts.again", "citizen-fr"),
    Example("accounts.confirm_address", values=(("token", "no-such-link"),)),
    Example("accounts.undo_address", values=(("token", "no-such-link"),)),
    Example("privacy.data", "citizen-fr"),
    Example("privacy.erase", "citizen-fr"),
    Example("privacy.erase_by_link", values=(("token", "no-such-link"),)),
    Example("privacy.erased"),
    Example("privacy.rights"),
    Example("privacy.rights", "citizen-fr", name="signed-in"),
    # Organisations.
    Example("organisations.index"),
    Example("organisations.show", values=(("slug", "espace-associatif"),)),
    Example("organisations.new", "citizen-fr"),
    Example("organisations.mine", "association"),
    Example("organisations.people", "association", values=(("slug", "espace-associatif"),)),
    Example("organisations.edit", "association", values=(("slug", "espace-associatif"),)),
    Example("organisations.leave", "association", values=(("slug", "espace-associatif"),)),
    Example("organisations.invitation", values=(("token", "no-such-link"),)),
    Example("notifications.index", "citizen-fr"),
    Example("notifications.failed", "administrator-1"),
    Example("notifications.following", "citizen-fr"),
    Example("by_mail.wish", query=f"?path=/cycles/{PLAN}"),
    Example("by_mail.asked", query=f"?path=/cycles/{PLAN}"),
    Example("by_mail.confirm", values=(("token", arranged.wish_link),)),
    Example("by_mail.mine", values=(("key", arranged.followers_key),)),
    # Plans and themes.
    Example("cycles.index"),
    Example("cycles.show", values=(("slug", PLAN),)),
    Example("cycles.show", values=(("slug", "pan-2018-2020"),), name="past"),
    Example("themes.show", values=(("cycle_slug", PLAN), ("slug", "access"))),
    # Proposals.
    Example("proposals.index"),
    Example("proposals.index", query="?q=eau&language_of_text=fr", name="searched"),
    Example("proposals.index", query="?q=xyzzyxyzzy", name="empty"),
    Example("proposals.index", "", REPORTED, query="?region=oriental&lang=fr&group=none", name="narrowed"),
    # The search.
    Example("search.index", name="nothing-asked"),
    Example("search.index", query="?q=eau", name="found"),
    Example("search.index", query="?q=%22budget+citoyen%22+-eau&kind=proposal", name="one-kind"),
    Example("search.index", query="?q=xyzzyxyzzy", name="no-hit"),
    Example("proposals.show", values=(("reference", TALKED_OF),)),
    Example("proposals.show", "citizen-fr", values=(("reference", TALKED_OF),), name="signed-in"),
    Example("proposals.show", "", REPORTED, (("reference", TALKED_OF),), name="grouped"),
    Example("proposals.show", values=(("reference", _proposal("refused")),), name="refused"),
    Example("proposals.show", values=(("reference", _proposal("duplicate")),), name="duplicate"),
    Example("proposals.show", values=(("reference", _proposal("other_channel")),), name="other-channel"),
    Example("proposals.history", values=(("reference", TALKED_OF),)),
    Example("proposals.history", "citizen-fr", values=(("reference", REVISED),), name="revised"),
    Example("proposals.show", "citizen-ar", values=(("reference", REVISED),), name="supported"),
    Example("proposals.revise", "citizen-fr", values=(("reference", _proposal("published", CITIZEN)),)),
    Example("proposals.own_files", "citizen-fr", values=(("reference", _proposal("correction", CITIZEN)),)),
    Example("proposals.type_in", "moderator-1"),
    Example("proposals.slip", "moderator-1", values=(("reference", TYPED_IN),)),
    Example("proposals.new", name="visitor"),
    Example("proposals.new", "citizen-fr"),
    Example("proposals.new", "citizen-fr", REPORTED, name="closed"),
    Example("proposals.mine", "citizen-fr"),
    Example("proposals.begin", "citizen-fr"),
    Example("proposals.draft", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    *(
        Example("proposals.step", "citizen-fr", values=(("draft_id", OWN_TEXT), ("step", step)), name=step)
        for step in ("theme", "title", "problem", "proposal", "concerned", "name", "language")
    ),
    Example("proposals.documents", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.similar", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.check", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.leave", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.waiting", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.resume", values=(("token", "no-such-link"),)),
    Example("proposals.send_by_link", values=(("token", "no-such-link"),)),
    Example("proposals.delete", "citizen-fr", values=(("draft_id", OWN_TEXT),)),
    Example("proposals.edit", "citizen-fr", values=(("reference", _proposal("correction", CITIZEN)),)),
    Example("proposals.withdraw", "citizen-fr", values=(("reference", _proposal("published", CITIZEN)),)),
    Example("proposals.sent", "citizen-fr", values=(("reference", _proposal("published", CITIZEN)),)),
    Example("second_looks.ask", "citizen-fr", values=(("kind", "comment"), ("object_id", OWN_HIDDEN))),
    # Comments.
    Example("comments.reply", "citizen-ar", values=(("comment_id", OWN_COMMENT.format("visible")),)),
    Example("comments.show", values=(("comment_id", OWN_COMMENT.format("visible")),)),
    Example("comments.post", values=(("thread_id", OPEN_THREAD),)),
    Example("comments.post", "citizen-fr", values=(("thread_id", OPEN_THREAD),), name="signed-in"),
    Example("comments.history", "moderator-1", values=(("comment_id", arranged.edited_comment),)),
    Example("comments.replies", values=(("comment_id", REPLIED_TO),)),
    Example("reporting.send", "citizen-ar", values=(("kind", "comment"), ("object_id", OWN_COMMENT.format("visible")))),
    Example("comments.withdraw", "citizen-fr", values=(("comment_id", OWN_COMMENT.format("visible")),)),
    # Draft commitments.
    Example("drafts.index"),
    Example("drafts.show", values=(("reference", DRAFT.format("published")),)),
    Example("drafts.show", "association", values=(("reference", DRAFT.format("published")),), name="signed-in"),
    Example("drafts.remarks", values=(("reference", DRAFT.format("published")),)),
    Example("drafts.answering", "agent", values=(("reference", ANSWERED_DRAFT),)),
    Example("drafts.mine", "agent"),
    Example("drafts.new", "agent"),
    Example("drafts.edit", "agent", values=(("reference", OWN_DRAFT),)),
    Example("drafts.withdraw", "agent", values=(("reference", OWN_DRAFT),)),
    # Moderation.
    Example("moderation.index", "moderator-1"),
    Example(
        "moderation.item", "moderator-2",
        values=(("kind", "proposal"), ("object_id", "SELECT id FROM proposal WHERE state = 'submitted' LIMIT 1")),
    ),
    Example(
        "moderation.item", "moderator-2", name="came-back",
        values=(
            ("kind", "proposal"),
            ("object_id", "SELECT id FROM proposal WHERE state = 'submitted' AND version_number = 2 LIMIT 1"),
        ),
    ),
    Example(
        "moderation.item", "moderator-1", name="second-look",
        values=(("kind", "proposal"), ("object_id", "SELECT object_id FROM second_look WHERE state = 'waiting'")),
    ),
    Example(
        "moderation.item", "moderator-1", name="draft",
        values=(("kind", "draft"), ("object_id", "SELECT id FROM draft_commitment WHERE state = 'submitted'")),
    ),
    Example(
        "moderation.item", "moderator-1", name="comment",
        values=(("kind", "comment"), ("object_id", "SELECT id FROM comment WHERE checked_at IS NULL LIMIT 1")),
    ),
    Example("moderation.decisions", "moderator-1"),
    # Groups and report.
    Example("groups.index", "", REPORTED, (("slug", PLAN),)),
    Example("groups.index", values=(("slug", PLAN),), name="none-yet"),
    Example("groups.show", "", REPORTED, (("slug", PLAN), ("scope", "all"), ("name", GROUP.format("name")))),
    Example("groups.changes", "", REPORTED, (("slug", PLAN), ("scope", "all"))),
    Example("grouping.index", "moderator-1", REPORTED),
    Example("lexicon.index", "administrator-1", REPORTED, query="?q=budget"),
    Example("lexicon.entry", "administrator-1", REPORTED),
    Example("lexicon.sheet", "administrator-1", REPORTED),
    Example("grouping.cycle", "moderator-1", REPORTED, (("slug", PLAN),)),
    Example("grouping.run", "moderator-1", REPORTED, (("run_id", RUN),)),
    Example("grouping.cut", "moderator-1", REPORTED, (("run_id", RUN),)),
    Example("grouping.changes", "moderator-1", REPORTED, (("run_id", RUN),)),
    Example("grouping.group", "moderator-1", REPORTED, (("group_id", GROUP.format("id")),)),
    Example("reports.index", "", REPORTED),
    Example("reports.latest", values=(("slug", PLAN),), name="none-yet"),
    Example("reports.show", "", REPORTED, (("slug", PLAN), ("written", "fr"), ("number", "1"))),
    Example("reports.show", "", REPORTED, (("slug", PLAN), ("written", "ar"), ("number", "1")), name="arabic"),
    Example("report_proof.show", "", REPORTED, (("slug", PLAN), ("written", "fr"), ("number", "1"))),
    Example(
        "report_proof.since", "", REPORTED, (("slug", PLAN), ("written", "fr"), ("number", "1"), ("earlier", "1"))
    ),
    Example("report_proof.today", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"), ("number", "1"))),
    Example("report_proof.whole", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"))),
    Example("report_desk.index", "moderator-1", REPORTED),
    Example("report_desk.show", "administrator-1", REPORTED, (("slug", PLAN), ("written", "ar"))),
    Example("report_desk.preview", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"))),
    Example(
        "report_desk.elsewhere", "administrator-1", REPORTED, (("slug", PLAN), ("written", "ar"), ("number", "1"))
    ),
    Example("report_texts.index", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"))),
    Example(
        "report_texts.text", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"), ("key", "chapter:services"))
    ),
    Example("report_translations.index", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"))),
    Example(
        "report_translations.chapter", "moderator-1", REPORTED, (("slug", PLAN), ("written", "ar"), ("key", "services"))
    ),
    Example("report_events.index", "moderator-1", REPORTED, (("slug", PLAN),)),
    Example("report_events.event", "moderator-1", REPORTED, (("slug", PLAN), ("event_id", "1"))),
    Example("report_events.sheet", "moderator-1", REPORTED, (("slug", PLAN),)),
    # From ideas to choices.
    Example("workshops.index", "association", SCORING),
    Example("workshops.cycle", "", SCORING, (("slug", PLAN),)),
    Example("workshops.grid", "", SCORING, (("slug", PLAN), ("number", "1"))),
    Example("workshops.show", "", SCORING, (("slug", PLAN), ("number", "1")), name="closed"),
    Example("workshops.show", "moderator-1", SCORING, (("slug", PLAN), ("number", "2"))),
    Example("score_sheet.index", "association", SCORING, (("slug", PLAN), ("number", "2"))),
    Example("score_sheet.item", "association", SCORING, (("slug", PLAN), ("number", "2"), ("position", "1"))),
    Example("score_sheet.upload", "association", SCORING, (("slug", PLAN), ("number", "2"))),
    Example("workshop_room.show", "moderator-1", SCORING, (("slug", PLAN), ("number", "1"))),
    Example("workshop_room.item", "moderator-1", SCORING, (("slug", PLAN), ("number", "1"), ("position", "1"))),
    Example("workshop_desk.index", "administrator-1", SCORING),
    Example("workshop_desk.new", "administrator-1", SCORING, (("slug", PLAN),)),
    Example("workshop_desk.show", "administrator-1", SCORING, (("workshop_id", "1"),)),
    Example("workshop_desk.edit", "administrator-1", SCORING, (("workshop_id", "2"),)),
    Example("workshop_desk.items", "administrator-1", SCORING, (("workshop_id", "2"),)),
    Example("grid_desk.show", "administrator-1", SCORING, (("grid_id", "1"),)),
    Example("grid_desk.criterion", "administrator-1", SCORING, (("grid_id", "1"), ("criterion_id", "1"))),
    Example("sift_desk.index", "moderator-1", SCORING, (("slug", PLAN),)),
    Example("answers.cycle", "", CHOSEN, (("slug", PLAN),)),
    Example("answers.publication", "", CHOSEN, (("slug", PLAN), ("number", "1"))),
    Example("answers.react", "citizen-ar", CHOSEN, (("slug", PLAN), ("reference", REACTED_TO))),
    Example("answer_desk.index", "moderator-1", CHOSEN, (("slug", PLAN),)),
    Example("answer_desk.edit", "moderator-1", CHOSEN, (("slug", PLAN), ("key", SIFTED_AWAY))),
    Example("answer_desk.adapt", "moderator-1", CHOSEN, (("slug", PLAN), ("reference", REACTED_TO))),
    Example("answer_desk.publication", "administrator-1", CHOSEN, (("slug", PLAN),)),
    Example("answer_desk.queue", "administrator-1", CHOSEN, (("slug", PLAN),)),
    Example("answer_desk.reaction", "administrator-1", CHOSEN, (("reaction_id", "2"),)),
    # What became of the ideas.
    Example("balance.index"),
    Example("balance.show", values=(("slug", PLAN),)),
    Example("balance.show", "", CHOSEN, (("slug", PLAN),), query="?by=region", name="decided"),
    Example("balance.ideas", "", CHOSEN, (("slug", PLAN),), query="?fate=elsewhere"),
    Example("balance.ideas", values=(("slug", PLAN),), query="?at=retained", name="none-yet"),
    Example("balance_desk.index", "administrator-1"),
    # The thread of an idea.
    Example("trace.index"),
    Example("trace.show", "", CHOSEN, (("reference", TALKED_OF),)),
    Example("trace.show", values=(("reference", _proposal("refused")),), name="refused"),
    Example("trace.show", "", CHOSEN, (("reference", DRAFT.format("published")),), name="draft"),
    Example("trace.group", "", REPORTED, (("slug", PLAN), ("scope", "all"), ("name", GROUP.format("min(name)")))),
    Example("trace.organisation", "", CHOSEN, (("slug", "espace-associatif"),)),
    Example("trace.project", "", CHOSEN, (("slug", PLAN), ("number", "7"))),
    Example("silence.index", "administrator-1", CHOSEN),
    # The meetings, and the progress of the first plan.
    Example("meetings.index"),
    Example("meetings.show", values=(("day", HELD),)),
    Example("meeting_desk.index", "administrator-1"),
    Example("meeting_desk.new", "administrator-1"),
    Example("meeting_desk.show", "administrator-1", values=(("day", HELD),)),
    Example("meeting_desk.edit", "administrator-1", values=(("day", HELD),)),
    Example("meeting_desk.points", "administrator-1", values=(("day", HELD), ("kind", "decided"))),
    Example("meeting_desk.steps", "administrator-1", values=(("day", HELD),)),
    Example("meeting_desk.minutes", "administrator-1", values=(("day", HELD),)),
    Example("commitments.plan", values=(("slug", FIRST),)),
    Example("commitments.show", values=(("slug", FIRST), ("number", "3"))),
    Example("commitments.table", values=(("slug", FIRST), ("day", HELD))),
    Example("progress_desk.index", "administrator-1"),
    Example("progress_desk.meeting", "administrator-1", values=(("slug", FIRST), ("day", HELD))),
    Example("progress_desk.report", "administrator-1", values=(("slug", FIRST), ("day", HELD), ("number", "3"))),
    Example(
        "progress_desk.action",
        "administrator-1",
        values=(("slug", FIRST), ("day", HELD), ("number", "3"), ("action_id", FIRST_ACTION)),
    ),
    # The looking for holders.
    Example("holders.cycle", "", CHOSEN, (("slug", PLAN),)),
    Example("holders.show", "", CHOSEN, (("slug", PLAN), ("number", "7"))),
    Example("holder_desk.index", "administrator-1", CHOSEN),
    Example("holder_desk.cycle", "administrator-1", CHOSEN, (("slug", PLAN),)),
    Example("holder_desk.choose", "administrator-1", CHOSEN, (("slug", PLAN),)),
    Example("holder_desk.bodies", "administrator-1", CHOSEN, (("slug", PLAN),)),
    Example("holder_desk.body", "administrator-1", CHOSEN, (("slug", PLAN), ("organisation_id", ASKED_BODY))),
    Example("project_desk.show", "administrator-1", CHOSEN, ASKED_PROJECT),
    Example("project_desk.confirm", "administrator-1", CHOSEN, (("candidate_id", WITH_CONDITIONS),)),
    Example("project_desk.log", "administrator-1", CHOSEN, (*ASKED_PROJECT, ("kind", "answer"))),
    Example("project_desk.correct", "administrator-1", CHOSEN, (*ASKED_PROJECT, ("contact_id", LOGGED))),
    Example("project_desk.attach", "administrator-1", CHOSEN, (*ASKED_PROJECT, ("contact_id", LOGGED))),
    Example("holder_requests.index", "agent", CHOSEN),
    Example("holder_requests.show", "agent", CHOSEN, (("candidate_id", ASKED.format("id")),)),
    # Administration.
    Example("administration_people.index", "administrator-1"),
    Example("organisation_desk.index", "administrator-1"),
    Example("organisation_desk.new", "administrator-1"),
    Example("organisation_desk.show", "administrator-1", values=(("slug", "hatim"),)),
    Example("organisation_desk.edit", "administrator-1", values=(("slug", "hatim"),)),
    Example("rights_desk.index", "administrator-1"),
    Example("administration_people.people", "administrator-1", query="?q=sal"),
    Example("administration_people.person", "administrator-1", values=(("account_id", "SELECT max(id) FROM account"),)),
    Example("administration_people.roles", "administrator-1"),
    Example("administration_people.grant", "administrator-1"),
    Example("languages.index", "administrator-1"),
    Example("cycle_desk.index_of_desk", "administrator-1"),
    Example("cycle_desk.new", "administrator-1"),
    Example("cycle_desk.edit", "administrator-1", values=(("slug", PLAN),)),
    Example("cycle_desk.phase", "administrator-1", values=(("phase_id", COLLECTION),)),
    Example("theme_desk.index_of_desk", "administrator-1", values=(("cycle_slug", PLAN),)),
    Example("theme_desk.new", "administrator-1", values=(("cycle_slug", PLAN),)),
    Example("theme_desk.edit", "administrator-1", values=(("theme_id", THEME),)),
    Example("theme_desk.merge", "administrator-1", values=(("theme_id", THEME),)),
)  # fmt: skip
