"""report"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cocreation.core.db import UTCDateTime
from cocreation.core.i18n import OfficialTextType

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "follow_wish",
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('proposal', 'draft', 'group', 'theme', 'cycle')", name=op.f("ck_follow_wish_kind")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_follow_wish")),
        sa.UniqueConstraint("email", "path", name=op.f("uq_follow_wish_email_path")),
    )
    with op.batch_alter_table("follow_wish") as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_wish_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "answers_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", OfficialTextType(), nullable=False),
        sa.Column("press", OfficialTextType(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_answers_publication_published_when")
        ),
        sa.CheckConstraint(
            "state = 'proposed' OR published_by_id IS NOT NULL",
            name=op.f("ck_answers_publication_published_by_somebody"),
        ),
        sa.CheckConstraint("state IN ('proposed', 'published')", name=op.f("ck_answers_publication_state")),
        sa.CheckConstraint(
            "published_by_id IS NULL OR published_by_id <> proposed_by_id",
            name=op.f("ck_answers_publication_two_people"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_answers_publication_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_answers_publication_proposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_answers_publication_published_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers_publication")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_answers_publication_cycle_id_number")),
    )
    op.create_table(
        "balance_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("told", sa.String(length=300), nullable=False),
        sa.Column("found", sa.String(length=300), nullable=False),
        sa.Column("found_at", UTCDateTime(), nullable=False),
        sa.Column("gone_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('missing', 'unknown', 'received_again', 'renamed', 'state', 'sifted', 'unplaced', 'misplaced', 'placed_again', 'size', 'unlisted', 'listed_unknown', 'listed_again', 'outcome', 'chain', 'sum')",
            name=op.f("ck_balance_fault_kind"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_balance_fault_cycle_id_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_fault")),
    )
    with op.batch_alter_table("balance_fault") as batch_op:
        batch_op.create_index("ix_balance_fault_gone_at", ["gone_at"], unique=False)

    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(state = 'adopted') = (adopted_by_id IS NOT NULL)", name=op.f("ck_grid_adopted_by_somebody")
        ),
        sa.CheckConstraint("state = 'draft' OR proposed_by_id IS NOT NULL", name=op.f("ck_grid_proposed_by_somebody")),
        sa.CheckConstraint("state IN ('draft', 'proposed', 'adopted')", name=op.f("ck_grid_state")),
        sa.CheckConstraint("step IN ('1', '0.5')", name=op.f("ck_grid_step")),
        sa.CheckConstraint("adopted_by_id IS NULL OR adopted_by_id <> proposed_by_id", name=op.f("ck_grid_two_people")),
        sa.CheckConstraint("most BETWEEN 1 AND 10", name=op.f("ck_grid_most")),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["account.id"], name=op.f("fk_grid_adopted_by_id_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_grid_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_grid_proposed_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_grid_cycle_id_number")),
    )
    op.create_table(
        "holder_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("on_written", sa.String(length=200), nullable=False),
        sa.Column("on_kind", sa.String(length=20), nullable=False),
        sa.Column("on_first", sa.Date(), nullable=True),
        sa.Column("on_last", sa.Date(), nullable=True),
        sa.Column("on_hour", sa.Time(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("medium", sa.String(length=8), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("struck_at", UTCDateTime(), nullable=True),
        sa.Column("struck_why", sa.String(length=1000), nullable=False),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        sa.Column("once_key", sa.String(length=40), nullable=True),
        sa.CheckConstraint("(kind = 'answer') = (answer IS NOT NULL)", name=op.f("ck_holder_contact_answer_given")),
        sa.CheckConstraint(
            "(kind = 'reminder') = (medium IS NOT NULL)", name=op.f("ck_holder_contact_reminder_medium")
        ),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_why = '')", name=op.f("ck_holder_contact_struck_why")),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'accepts' OR summary <> ''", name=op.f("ck_holder_contact_answer_has_words")
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('accepts', 'conditions', 'refuses')", name=op.f("ck_holder_contact_answer")
        ),
        sa.CheckConstraint("kind <> 'answer' OR who <> ''", name=op.f("ck_holder_contact_answered_by_somebody")),
        sa.CheckConstraint(
            "kind IN ('letter', 'meeting', 'call', 'reminder', 'answer')", name=op.f("ck_holder_contact_kind")
        ),
        sa.CheckConstraint(
            "medium IS NULL OR medium IN ('mail', 'letter', 'phone')", name=op.f("ck_holder_contact_medium")
        ),
        sa.CheckConstraint(
            "on_kind IN ('day', 'hour', 'week_of_month', 'end_of_month', 'month', 'range', 'from', 'depends_on', 'not_communicated', 'no_visibility', 'recurring')",
            name=op.f("ck_holder_contact_on_kind"),
        ),
        sa.CheckConstraint("on_first <= on_last", name=op.f("ck_holder_contact_on_bounds")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_holder_contact_by_id_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_holder_contact_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["account.id"], name=op.f("fk_holder_contact_struck_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_contact")),
        sa.UniqueConstraint("once_key", name=op.f("uq_holder_contact_once_key")),
    )
    with op.batch_alter_table("holder_contact") as batch_op:
        batch_op.create_index("ix_holder_contact_cycle_id", ["cycle_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("place", OfficialTextType(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("mode IN ('in_person', 'remote', 'both')", name=op.f("ck_meeting_mode")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_meeting_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("held_on", name=op.f("uq_meeting_held_on")),
    )
    op.create_table(
        "report_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("place", OfficialTextType(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("attendance >= 0", name=op.f("ck_report_event_attendance")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_report_event_by_id_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_report_event_cycle_id_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_event")),
    )
    with op.batch_alter_table("report_event") as batch_op:
        batch_op.create_index(batch_op.f("ix_report_event_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "report_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_report_translation_by_id_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_report_translation_cycle_id_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_translation")),
        sa.UniqueConstraint(
            "cycle_id", "language", "digest", name=op.f("uq_report_translation_cycle_id_language_digest")
        ),
    )
    op.create_table(
        "sift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("gate", sa.String(length=16), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("undone_at", UTCDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("gate <> 'already_done' OR link <> ''", name=op.f("ck_sift_done_has_link")),
        sa.CheckConstraint(
            "gate IN ('linked', 'not_linked', 'already_done', 'other_channel')", name=op.f("ck_sift_gate")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_sift_by_id_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_sift_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_sift_undone_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sift")),
    )
    with op.batch_alter_table("sift") as batch_op:
        batch_op.create_index("ix_sift_cycle_id", ["cycle_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("guidance", OfficialTextType(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("veto", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_criterion_weight")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_criterion_grid_id_grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion") as batch_op:
        batch_op.create_index("ix_criterion_grid_id", ["grid_id"], unique=False)

    op.create_table(
        "holder_contact_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_holder_contact_correction_by_id_account")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["holder_contact.id"], name=op.f("fk_holder_contact_correction_contact_id_holder_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_contact_correction")),
    )
    with op.batch_alter_table("holder_contact_correction") as batch_op:
        batch_op.create_index(batch_op.f("ix_holder_contact_correction_contact_id"), ["contact_id"], unique=False)

    op.create_table(
        "meeting_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", OfficialTextType(), nullable=False),
        sa.CheckConstraint("kind IN ('discussed', 'decided')", name=op.f("ck_meeting_point_kind")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_point_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_point")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_meeting_point_meeting_id_position")),
    )
    op.create_table(
        "meeting_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", OfficialTextType(), nullable=False),
        sa.Column("due_written", sa.String(length=200), nullable=True),
        sa.Column("due_kind", sa.String(length=20), nullable=True),
        sa.Column("due_first", sa.Date(), nullable=True),
        sa.Column("due_last", sa.Date(), nullable=True),
        sa.Column("due_hour", sa.Time(), nullable=True),
        sa.Column("owner", OfficialTextType(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "due_kind IN ('day', 'hour', 'week_of_month', 'end_of_month', 'month', 'range', 'from', 'depends_on', 'not_communicated', 'no_visibility', 'recurring')",
            name=op.f("ck_meeting_step_due_kind"),
        ),
        sa.CheckConstraint("due_first <= due_last", name=op.f("ck_meeting_step_due_bounds")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_step_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_step")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_meeting_step_meeting_id_position")),
    )
    op.create_table(
        "report_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_report_edit_by_id_account")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_edit_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_edit")),
    )
    with op.batch_alter_table("report_edit") as batch_op:
        batch_op.create_index("ix_report_edit_report_id_key", ["report_id", "key"], unique=False)

    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("place", OfficialTextType(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("marks_public", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("round_closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("state = 'prepared' OR grid_id IS NOT NULL", name=op.f("ck_workshop_scored_against_a_grid")),
        sa.CheckConstraint("state IN ('prepared', 'scoring', 'discussion', 'closed')", name=op.f("ck_workshop_state")),
        sa.CheckConstraint("minimum BETWEEN 2 AND 50", name=op.f("ck_workshop_minimum")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_workshop_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_workshop_grid_id_grid")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_workshop_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_workshop_cycle_id_number")),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("closure", sa.String(length=12), nullable=False),
        sa.Column("closure_reason", OfficialTextType(), nullable=False),
        sa.Column("closed_in_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("(closure = 'open') = (closed_in_id IS NULL)", name=op.f("ck_commitment_closed_in")),
        sa.CheckConstraint(
            "closure <> 'incomplete' OR CAST(closure_reason AS VARCHAR) <> '{}'",
            name=op.f("ck_commitment_closure_reason"),
        ),
        sa.CheckConstraint("closure IN ('open', 'complete', 'incomplete')", name=op.f("ck_commitment_closure")),
        sa.CheckConstraint("number > 0", name=op.f("ck_commitment_number")),
        sa.ForeignKeyConstraint(["closed_in_id"], ["meeting.id"], name=op.f("fk_commitment_closed_in_id_meeting")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_commitment_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_commitment_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_commitment_cycle_id_number")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("duty", sa.String(length=12), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("reminded_at", UTCDateTime(), nullable=True),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("duty IN ('evaluator', 'chair')", name=op.f("ck_seat_duty")),
        sa.CheckConstraint("side IN ('public', 'civil')", name=op.f("ck_seat_side")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_seat_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seat_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_seat_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("workshop_id", "account_id", name=op.f("uq_seat_workshop_id_account_id")),
    )
    with op.batch_alter_table("seat") as batch_op:
        batch_op.create_index("ix_seat_account_id", ["account_id"], unique=False)

    op.create_table(
        "workshop_reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("note", OfficialTextType(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_workshop_reopening_agreed_by_somebody")
        ),
        sa.CheckConstraint(
            "agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name=op.f("ck_workshop_reopening_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["account.id"], name=op.f("fk_workshop_reopening_agreed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_workshop_reopening_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_reopening_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_reopening")),
    )
    with op.batch_alter_table("workshop_reopening") as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_reopening_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "commitment_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("first_date_written", sa.String(length=200), nullable=True),
        sa.Column("first_date_kind", sa.String(length=20), nullable=True),
        sa.Column("first_date_first", sa.Date(), nullable=True),
        sa.Column("first_date_last", sa.Date(), nullable=True),
        sa.Column("first_date_hour", sa.Time(), nullable=True),
        sa.CheckConstraint(
            "first_date_kind IN ('day', 'hour', 'week_of_month', 'end_of_month', 'month', 'range', 'from', 'depends_on', 'not_communicated', 'no_visibility', 'recurring')",
            name=op.f("ck_commitment_action_first_date_kind"),
        ),
        sa.CheckConstraint("first_date_first <= first_date_last", name=op.f("ck_commitment_action_first_date_bounds")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_commitment_action_weight")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_action_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_action")),
        sa.UniqueConstraint("commitment_id", "position", name=op.f("uq_commitment_action_commitment_id_position")),
    )
    op.create_table(
        "commitment_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'partner')", name=op.f("ck_commitment_holder_part")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_holder_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_commitment_holder_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_holder")),
        sa.UniqueConstraint(
            "commitment_id", "organisation_id", name=op.f("uq_commitment_holder_commitment_id_organisation_id")
        ),
    )
    with op.batch_alter_table("commitment_holder") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_holder_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "progress_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("percentage", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("evidence", OfficialTextType(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("says_complete", sa.Boolean(), nullable=False),
        sa.Column("all_done", sa.Boolean(), nullable=False),
        sa.Column("no_progress", sa.Boolean(), nullable=False),
        sa.Column("beyond", OfficialTextType(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("consolidated_by_id", sa.Integer(), nullable=True),
        sa.Column("consolidated_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("basis IN ('declared', 'computed')", name=op.f("ck_progress_snapshot_basis")),
        sa.CheckConstraint("percentage BETWEEN 0 AND 100", name=op.f("ck_progress_snapshot_percentage")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_progress_snapshot_by_id_account")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_progress_snapshot_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(
            ["consolidated_by_id"], ["account.id"], name=op.f("fk_progress_snapshot_consolidated_by_id_account")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_progress_snapshot_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_snapshot")),
        sa.UniqueConstraint("commitment_id", "meeting_id", name=op.f("uq_progress_snapshot_commitment_id_meeting_id")),
    )
    with op.batch_alter_table("progress_snapshot") as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_snapshot_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "report_citation",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_report_citation_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["report_version.id"], name=op.f("fk_report_citation_version_id_report_version")
        ),
        sa.PrimaryKeyConstraint("version_id", "proposal_id", name=op.f("pk_report_citation")),
    )
    with op.batch_alter_table("report_citation") as batch_op:
        batch_op.create_index(batch_op.f("ix_report_citation_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "sifted_idea",
        sa.Column("sift_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_sifted_idea_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["sift_id"], ["sift.id"], name=op.f("fk_sifted_idea_sift_id_sift")),
        sa.PrimaryKeyConstraint("sift_id", "proposal_id", name=op.f("pk_sifted_idea")),
    )
    with op.batch_alter_table("sifted_idea") as batch_op:
        batch_op.create_index(batch_op.f("ix_sifted_idea_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "action_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_written", sa.String(length=200), nullable=True),
        sa.Column("due_kind", sa.String(length=20), nullable=True),
        sa.Column("due_first", sa.Date(), nullable=True),
        sa.Column("due_last", sa.Date(), nullable=True),
        sa.Column("due_hour", sa.Time(), nullable=True),
        sa.Column("words", OfficialTextType(), nullable=False),
        sa.Column("runs_on", sa.Boolean(), nullable=False),
        sa.Column("reason", OfficialTextType(), nullable=False),
        sa.Column("percentage", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "due_kind IN ('day', 'hour', 'week_of_month', 'end_of_month', 'month', 'range', 'from', 'depends_on', 'not_communicated', 'no_visibility', 'recurring')",
            name=op.f("ck_action_turn_due_kind"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR CAST(reason AS VARCHAR) <> '{}'", name=op.f("ck_action_turn_cancelled_why")
        ),
        sa.CheckConstraint("state <> 'replanned' OR due_kind IS NOT NULL", name=op.f("ck_action_turn_replanned_when")),
        sa.CheckConstraint(
            "state IN ('planned', 'in_progress', 'replanned', 'blocked', 'done', 'cancelled')",
            name=op.f("ck_action_turn_state"),
        ),
        sa.CheckConstraint("due_first <= due_last", name=op.f("ck_action_turn_due_bounds")),
        sa.CheckConstraint("percentage BETWEEN 0 AND 100", name=op.f("ck_action_turn_percentage")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["commitment_action.id"], name=op.f("fk_action_turn_action_id_commitment_action")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["progress_snapshot.id"], name=op.f("fk_action_turn_snapshot_id_progress_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_turn")),
        sa.UniqueConstraint("snapshot_id", "action_id", name=op.f("uq_action_turn_snapshot_id_action_id")),
    )
    with op.batch_alter_table("action_turn") as batch_op:
        batch_op.create_index(batch_op.f("ix_action_turn_action_id"), ["action_id"], unique=False)

    op.create_table(
        "progress_blocker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("on_whom", OfficialTextType(), nullable=False),
        sa.Column("bodies_count", sa.Integer(), nullable=True),
        sa.Column("since_id", sa.Integer(), nullable=False),
        sa.Column("resolved_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('awaiting', 'pandemic', 'legal', 'other')", name=op.f("ck_progress_blocker_kind")),
        sa.CheckConstraint("bodies_count > 0", name=op.f("ck_progress_blocker_bodies_count")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["commitment_action.id"], name=op.f("fk_progress_blocker_action_id_commitment_action")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_progress_blocker_commitment_id_commitment")
        ),
        sa.ForeignKeyConstraint(["resolved_id"], ["meeting.id"], name=op.f("fk_progress_blocker_resolved_id_meeting")),
        sa.ForeignKeyConstraint(["since_id"], ["meeting.id"], name=op.f("fk_progress_blocker_since_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_blocker")),
    )
    with op.batch_alter_table("progress_blocker") as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_blocker_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "progress_component",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("site", OfficialTextType(), nullable=False),
        sa.Column("name", OfficialTextType(), nullable=False),
        sa.Column("percentage", sa.Integer(), nullable=False),
        sa.CheckConstraint("percentage BETWEEN 0 AND 100", name=op.f("ck_progress_component_percentage")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["commitment_action.id"], name=op.f("fk_progress_component_action_id_commitment_action")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["progress_snapshot.id"], name=op.f("fk_progress_component_snapshot_id_progress_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_component")),
        sa.UniqueConstraint("snapshot_id", "position", name=op.f("uq_progress_component_snapshot_id_position")),
    )
    op.create_table(
        "progress_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("text", OfficialTextType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["commitment_action.id"], name=op.f("fk_progress_remark_action_id_commitment_action")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["progress_snapshot.id"], name=op.f("fk_progress_remark_snapshot_id_progress_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_remark")),
        sa.UniqueConstraint("snapshot_id", "position", name=op.f("uq_progress_remark_snapshot_id_position")),
    )
    op.create_table(
        "workshop_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", OfficialTextType(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(kind = 'draft') = (draft_id IS NOT NULL)", name=op.f("ck_workshop_item_draft")),
        sa.CheckConstraint("(kind = 'group') = (group_id IS NOT NULL)", name=op.f("ck_workshop_item_group")),
        sa.CheckConstraint("(kind = 'proposal') = (proposal_id IS NOT NULL)", name=op.f("ck_workshop_item_proposal")),
        sa.CheckConstraint(
            "(outcome = 'merged') = (merged_into_id IS NOT NULL) OR outcome IS NULL",
            name=op.f("ck_workshop_item_merged_into"),
        ),
        sa.CheckConstraint("kind IN ('group', 'proposal', 'draft')", name=op.f("ck_workshop_item_kind")),
        sa.CheckConstraint(
            "outcome IN ('retained', 'merged', 'reformulate', 'already_done', 'other_channel', 'not_retained')",
            name=op.f("ck_workshop_item_outcome"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_workshop_item_decided_when")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_workshop_item_decided_by_id_account")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft_commitment.id"], name=op.f("fk_workshop_item_draft_id_draft_commitment")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["idea_group.id"], name=op.f("fk_workshop_item_group_id_idea_group")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["workshop_item.id"], name=op.f("fk_workshop_item_merged_into_id_workshop_item")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_workshop_item_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_item_workshop_id_workshop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_item")),
        sa.UniqueConstraint("workshop_id", "draft_id", name=op.f("uq_workshop_item_workshop_id_draft_id")),
        sa.UniqueConstraint("workshop_id", "group_id", name=op.f("uq_workshop_item_workshop_id_group_id")),
        sa.UniqueConstraint("workshop_id", "proposal_id", name=op.f("uq_workshop_item_workshop_id_proposal_id")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("title", OfficialTextType(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('candidate', 'consulted', 'confirmed', 'none')", name=op.f("ck_project_state")),
        sa.CheckConstraint("number > 0", name=op.f("ck_project_number")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_project_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["item_id"], ["workshop_item.id"], name=op.f("fk_project_item_id_workshop_item")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_project_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_project_cycle_id_number")),
        sa.UniqueConstraint("item_id", name=op.f("uq_project_item_id")),
    )
    op.create_table(
        "published_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("words", OfficialTextType(), nullable=False),
        sa.Column("own_words", OfficialTextType(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'merged' OR merged_into_id IS NOT NULL", name=op.f("ck_published_answer_merged_into")
        ),
        sa.CheckConstraint(
            "outcome IN ('retained', 'merged', 'already_done', 'other_channel', 'not_retained', 'not_linked', 'refused', 'out_of_scope', 'duplicate', 'withdrawn')",
            name=op.f("ck_published_answer_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["workshop_item.id"], name=op.f("fk_published_answer_item_id_workshop_item")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["workshop_item.id"], name=op.f("fk_published_answer_merged_into_id_workshop_item")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_published_answer_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["answers_publication.id"],
            name=op.f("fk_published_answer_publication_id_answers_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answer")),
        sa.UniqueConstraint(
            "publication_id", "proposal_id", name=op.f("uq_published_answer_publication_id_proposal_id")
        ),
    )
    with op.batch_alter_table("published_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_published_answer_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "reasoned_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("sift_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("words", OfficialTextType(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN item_id IS NULL THEN 0 ELSE 1 END + CASE WHEN sift_id IS NULL THEN 0 ELSE 1 END + CASE WHEN proposal_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_reasoned_answer_of_one_thing"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_reasoned_answer_cycle_id_cycle")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["workshop_item.id"], name=op.f("fk_reasoned_answer_item_id_workshop_item")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_reasoned_answer_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["sift_id"], ["sift.id"], name=op.f("fk_reasoned_answer_sift_id_sift")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_reasoned_answer_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasoned_answer")),
        sa.UniqueConstraint("item_id", name=op.f("uq_reasoned_answer_item_id")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_reasoned_answer_proposal_id")),
        sa.UniqueConstraint("sift_id", name=op.f("uq_reasoned_answer_sift_id")),
    )
    with op.batch_alter_table("reasoned_answer") as batch_op:
        batch_op.create_index("ix_reasoned_answer_cycle_id", ["cycle_id"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("source IN ('declared', 'membership')", name=op.f("ck_recusal_source")),
        sa.ForeignKeyConstraint(["item_id"], ["workshop_item.id"], name=op.f("fk_recusal_item_id_workshop_item")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_recusal_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("seat_id", "item_id", name=op.f("uq_recusal_seat_id_item_id")),
    )
    with op.batch_alter_table("recusal") as batch_op:
        batch_op.create_index(batch_op.f("ix_recusal_item_id"), ["item_id"], unique=False)

    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["workshop_item.id"], name=op.f("fk_score_item_id_workshop_item")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_score_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("seat_id", "item_id", name=op.f("uq_score_seat_id_item_id")),
    )
    with op.batch_alter_table("score") as batch_op:
        batch_op.create_index(batch_op.f("ix_score_item_id"), ["item_id"], unique=False)

    op.create_table(
        "holder_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)", name=op.f("ck_holder_candidate_confirmed_when")
        ),
        sa.CheckConstraint("part IN ('lead', 'partner')", name=op.f("ck_holder_candidate_part")),
        sa.CheckConstraint(
            "state IN ('candidate', 'consulted', 'accepts', 'conditions', 'refuses', 'confirmed')",
            name=op.f("ck_holder_candidate_state"),
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_holder_candidate_added_by_id_account")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_holder_candidate_confirmed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_holder_candidate_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_holder_candidate_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_candidate")),
        sa.UniqueConstraint(
            "project_id", "organisation_id", name=op.f("uq_holder_candidate_project_id_organisation_id")
        ),
    )
    with op.batch_alter_table("holder_candidate") as batch_op:
        batch_op.create_index(
            "ix_holder_candidate_one_lead",
            ["project_id"],
            unique=True,
            sqlite_where=sa.text("state = 'confirmed' AND part = 'lead'"),
            postgresql_where=sa.text("state = 'confirmed' AND part = 'lead'"),
        )
        batch_op.create_index("ix_holder_candidate_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "project_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("reason", OfficialTextType(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "from_state IN ('candidate', 'consulted', 'confirmed', 'none')", name=op.f("ck_project_turn_from_state")
        ),
        sa.CheckConstraint(
            "from_state NOT IN ('confirmed', 'none') OR CAST(reason AS VARCHAR) <> '{}'",
            name=op.f("ck_project_turn_reopened_with_reason"),
        ),
        sa.CheckConstraint(
            "to_state <> 'none' OR CAST(reason AS VARCHAR) <> '{}'", name=op.f("ck_project_turn_none_has_reason")
        ),
        sa.CheckConstraint(
            "to_state IN ('candidate', 'consulted', 'confirmed', 'none')", name=op.f("ck_project_turn_to_state")
        ),
        sa.CheckConstraint("from_state <> to_state", name=op.f("ck_project_turn_moves")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_project_turn_by_id_account")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_turn_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_turn")),
    )
    with op.batch_alter_table("project_turn") as batch_op:
        batch_op.create_index(batch_op.f("ix_project_turn_project_id"), ["project_id"], unique=False)

    op.create_table(
        "reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("published_answer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("resolution", sa.String(length=16), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('misread', 'wrong_group', 'other')", name=op.f("ck_reaction_kind")),
        sa.CheckConstraint(
            "resolution IN ('changed', 'maintained', 'next_workshop')", name=op.f("ck_reaction_resolution")
        ),
        sa.CheckConstraint("(resolution IS NULL) = (resolved_at IS NULL)", name=op.f("ck_reaction_resolved_when")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reaction_account_id_account")),
        sa.ForeignKeyConstraint(
            ["published_answer_id"],
            ["published_answer.id"],
            name=op.f("fk_reaction_published_answer_id_published_answer"),
        ),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["account.id"], name=op.f("fk_reaction_resolved_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
        sa.UniqueConstraint("published_answer_id", name=op.f("uq_reaction_published_answer_id")),
    )
    with op.batch_alter_table("reaction") as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_account_id"), ["account_id"], unique=False)

    op.create_table(
        "score_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_change_score_id_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_change")),
    )
    with op.batch_alter_table("score_change") as batch_op:
        batch_op.create_index(batch_op.f("ix_score_change_score_id"), ["score_id"], unique=False)

    op.create_table(
        "holder_contact_candidate",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["holder_candidate.id"],
            name=op.f("fk_holder_contact_candidate_candidate_id_holder_candidate"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["holder_contact.id"], name=op.f("fk_holder_contact_candidate_contact_id_holder_contact")
        ),
        sa.PrimaryKeyConstraint("contact_id", "candidate_id", name=op.f("pk_holder_contact_candidate")),
    )
    with op.batch_alter_table("holder_contact_candidate") as batch_op:
        batch_op.create_index(batch_op.f("ix_holder_contact_candidate_candidate_id"), ["candidate_id"], unique=False)

    with op.batch_alter_table("report_version") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("published_at_address", sa.String(length=500), nullable=True))

    with op.batch_alter_table("draft_key") as batch_op:
        batch_op.drop_constraint(op.f("ck_draft_key_purpose"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_draft_key_purpose"), "purpose IN ('browser', 'resume', 'send', 'used')"
        )
    with op.batch_alter_table("role") as batch_op:
        batch_op.drop_constraint(op.f("ck_role_role"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_role_role"), "role IN ('representative', 'agent', 'organiser', 'moderator', 'administrator')"
        )
    # The versions published already name their ideas too.
    op.execute(
        "INSERT INTO report_citation (version_id, proposal_id) SELECT report_version.id, proposal.id FROM report_version"
        " JOIN report ON report.id = report_version.report_id JOIN proposal ON proposal.cycle_id = report.cycle_id"
        " WHERE report_version.document LIKE '%\"reference\":\"' || proposal.reference || '\"%'"
    )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("draft_key") as batch_op:
        batch_op.drop_constraint(op.f("ck_draft_key_purpose"), type_="check")
        batch_op.create_check_constraint(op.f("ck_draft_key_purpose"), "purpose IN ('browser', 'resume', 'send')")
    with op.batch_alter_table("role") as batch_op:
        batch_op.drop_constraint(op.f("ck_role_role"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_role_role"), "role IN ('representative', 'agent', 'moderator', 'administrator')"
        )
    with op.batch_alter_table("report_version") as batch_op:
        batch_op.drop_column("published_at_address")
        batch_op.drop_column("basis")

    with op.batch_alter_table("holder_contact_candidate") as batch_op:
        batch_op.drop_index(batch_op.f("ix_holder_contact_candidate_candidate_id"))

    op.drop_table("holder_contact_candidate")
    with op.batch_alter_table("score_change") as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_change_score_id"))

    op.drop_table("score_change")
    with op.batch_alter_table("reaction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reaction_account_id"))

    op.drop_table("reaction")
    with op.batch_alter_table("project_turn") as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_turn_project_id"))

    op.drop_table("project_turn")
    with op.batch_alter_table("holder_candidate") as batch_op:
        batch_op.drop_index("ix_holder_candidate_organisation_id")
        batch_op.drop_index(
            "ix_holder_candidate_one_lead",
            sqlite_where=sa.text("state = 'confirmed' AND part = 'lead'"),
            postgresql_where=sa.text("state = 'confirmed' AND part = 'lead'"),
        )

    op.drop_table("holder_candidate")
    with op.batch_alter_table("score") as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_item_id"))

    op.drop_table("score")
    with op.batch_alter_table("recusal") as batch_op:
        batch_op.drop_index(batch_op.f("ix_recusal_item_id"))

    op.drop_table("recusal")
    with op.batch_alter_table("reasoned_answer") as batch_op:
        batch_op.drop_index("ix_reasoned_answer_cycle_id")

    op.drop_table("reasoned_answer")
    with op.batch_alter_table("published_answer") as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_answer_proposal_id"))

    op.drop_table("published_answer")
    op.drop_table("project")
    op.drop_table("workshop_item")
    op.drop_table("progress_remark")
    op.drop_table("progress_component")
    with op.batch_alter_table("progress_blocker") as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_blocker_commitment_id"))

    op.drop_table("progress_blocker")
    with op.batch_alter_table("action_turn") as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_turn_action_id"))

    op.drop_table("action_turn")
    with op.batch_alter_table("sifted_idea") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sifted_idea_proposal_id"))

    op.drop_table("sifted_idea")
    with op.batch_alter_table("report_citation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_citation_proposal_id"))

    op.drop_table("report_citation")
    with op.batch_alter_table("progress_snapshot") as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_snapshot_meeting_id"))

    op.drop_table("progress_snapshot")
    with op.batch_alter_table("commitment_holder") as batch_op:
        batch_op.drop_index(batch_op.f("ix_commitment_holder_organisation_id"))

    op.drop_table("commitment_holder")
    op.drop_table("commitment_action")
    with op.batch_alter_table("workshop_reopening") as batch_op:
        batch_op.drop_index(batch_op.f("ix_workshop_reopening_workshop_id"))

    op.drop_table("workshop_reopening")
    with op.batch_alter_table("seat") as batch_op:
        batch_op.drop_index("ix_seat_account_id")

    op.drop_table("seat")
    op.drop_table("commitment")
    op.drop_table("workshop")
    with op.batch_alter_table("report_edit") as batch_op:
        batch_op.drop_index("ix_report_edit_report_id_key")

    op.drop_table("report_edit")
    op.drop_table("meeting_step")
    op.drop_table("meeting_point")
    with op.batch_alter_table("holder_contact_correction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_holder_contact_correction_contact_id"))

    op.drop_table("holder_contact_correction")
    with op.batch_alter_table("criterion") as batch_op:
        batch_op.drop_index("ix_criterion_grid_id")

    op.drop_table("criterion")
    with op.batch_alter_table("sift") as batch_op:
        batch_op.drop_index("ix_sift_cycle_id")

    op.drop_table("sift")
    op.drop_table("report_translation")
    with op.batch_alter_table("report_event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_event_cycle_id"))

    op.drop_table("report_event")
    op.drop_table("meeting")
    with op.batch_alter_table("holder_contact") as batch_op:
        batch_op.drop_index("ix_holder_contact_cycle_id")

    op.drop_table("holder_contact")
    op.drop_table("grid")
    with op.batch_alter_table("balance_fault") as batch_op:
        batch_op.drop_index("ix_balance_fault_gone_at")

    op.drop_table("balance_fault")
    op.drop_table("answers_publication")
    with op.batch_alter_table("follow_wish") as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_wish_asked_at"))

    op.drop_table("follow_wish")
