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

    with op.batch_alter_table("report_version") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), server_default="{}", nullable=False))

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
        batch_op.drop_column("basis")

    with op.batch_alter_table("report_citation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_citation_proposal_id"))

    op.drop_table("report_citation")
    with op.batch_alter_table("report_edit") as batch_op:
        batch_op.drop_index("ix_report_edit_report_id_key")

    op.drop_table("report_edit")
    op.drop_table("report_translation")
    with op.batch_alter_table("report_event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_event_cycle_id"))

    op.drop_table("report_event")
    with op.batch_alter_table("follow_wish") as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_wish_asked_at"))

    op.drop_table("follow_wish")
