"""taking_part"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cocreation.core.db import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "undeliverable_address",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("soft_count", sa.Integer(), nullable=False),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_undeliverable_address")),
    )
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("old_email", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'done', 'undone', 'dropped')", name=op.f("ck_address_change_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_address_change_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    with op.batch_alter_table("address_change") as batch_op:
        batch_op.create_index(batch_op.f("ix_address_change_account_id"), ["account_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("stored_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("audience IN ('everyone', 'team')", name=op.f("ck_attachment_audience")),
        sa.CheckConstraint("position > 0", name=op.f("ck_attachment_position")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_attachment_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "holder_kind", "holder_id", "digest", name=op.f("uq_attachment_holder_kind_holder_id_digest")
        ),
        sa.UniqueConstraint(
            "holder_kind", "holder_id", "position", name=op.f("uq_attachment_holder_kind_holder_id_position")
        ),
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.create_index("ix_attachment_key", ["key"], unique=False)

    op.create_table(
        "data_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("json_key", sa.String(length=80), nullable=False),
        sa.Column("zip_key", sa.String(length=80), nullable=False),
        sa.Column("json_size", sa.Integer(), nullable=False),
        sa.Column("zip_size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_data_export_account_id_account")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_data_export_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    with op.batch_alter_table("data_export") as batch_op:
        batch_op.create_index(batch_op.f("ix_data_export_account_id"), ["account_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=12), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("not_before", UTCDateTime(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("spread_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_event_author_id_account")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_event_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("mark", name=op.f("uq_event_mark")),
    )
    with op.batch_alter_table("event") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_event_spread", ["spread_at", "cancelled"], unique=False)

    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("pace", sa.String(length=8), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('proposal', 'draft', 'group', 'theme', 'cycle')", name=op.f("ck_follow_kind")),
        sa.CheckConstraint("pace IN ('now', 'daily', 'weekly', 'site')", name=op.f("ck_follow_pace")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_follow_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("account_id", "path", name=op.f("uq_follow_account_id_path")),
    )
    with op.batch_alter_table("follow") as batch_op:
        batch_op.create_index("ix_follow_path", ["path"], unique=False)

    op.create_table(
        "lexicon_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concept", sa.String(length=80), nullable=False),
        sa.Column("fr", sa.Text(), nullable=False),
        sa.Column("ar", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("ary", sa.Text(), nullable=False),
        sa.Column("zgh", sa.Text(), nullable=False),
        sa.Column("general", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'retired')", name=op.f("ck_lexicon_entry_state")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_lexicon_entry_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_entry")),
        sa.UniqueConstraint("concept", name=op.f("uq_lexicon_entry_concept")),
    )
    op.create_table(
        "mail_choice",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("own", sa.String(length=8), nullable=False),
        sa.Column("followed", sa.String(length=8), nullable=False),
        sa.Column("daily_round", sa.Date(), nullable=True),
        sa.Column("weekly_round", sa.Date(), nullable=True),
        sa.Column("noticed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("followed IN ('now', 'daily', 'weekly', 'site')", name=op.f("ck_mail_choice_followed")),
        sa.CheckConstraint("own IN ('now', 'daily', 'weekly', 'site')", name=op.f("ck_mail_choice_own")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mail_choice_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mail_choice")),
    )
    op.create_table(
        "rights_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("form_id", sa.String(length=40), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("reminded_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'erasure', 'objection')", name=op.f("ck_rights_request_kind")
        ),
        sa.CheckConstraint("outcome IN ('granted', 'partly', 'refused')", name=op.f("ck_rights_request_outcome")),
        sa.CheckConstraint("(answered_at IS NULL) = (outcome IS NULL)", name=op.f("ck_rights_request_answered_how")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_rights_request_account_id_account")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_rights_request_answered_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
        sa.UniqueConstraint("form_id", name=op.f("uq_rights_request_form_id")),
    )
    with op.batch_alter_table("rights_request") as batch_op:
        batch_op.create_index(batch_op.f("ix_rights_request_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_rights_request_due", ["answered_at", "due_at"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.CheckConstraint("method IN ('password', 'link')", name=op.f("ck_sign_in_method")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "content_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.String(length=12), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("process_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decision_id IS NULL)", name=op.f("ck_content_report_answered_by_decision")
        ),
        sa.CheckConstraint(
            "object_kind IN ('proposal', 'draft', 'comment')", name=op.f("ck_content_report_object_kind")
        ),
        sa.CheckConstraint(
            "reason_code IN ('danger', 'personal_data', 'insult', 'discrimination', 'false_identity', 'advertising', 'off_topic', 'unlawful', 'other')",
            name=op.f("ck_content_report_reason_code"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'acted')", name=op.f("ck_content_report_state")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_content_report_by_id_account")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_content_report_decision_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_report")),
        sa.UniqueConstraint(
            "object_kind",
            "object_id",
            "version_number",
            "by_id",
            name=op.f("uq_content_report_object_kind_object_id_version_number_by_id"),
        ),
    )
    with op.batch_alter_table("content_report") as batch_op:
        batch_op.create_index("ix_content_report_waiting", ["state", "object_kind", "object_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("duty", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("duty IN ('speaker', 'manager')", name=op.f("ck_invitation_duty")),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_invitation_state")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["account.id"], name=op.f("fk_invitation_accepted_by_id_account")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.create_index("ix_invitation_email", ["email"], unique=False)
        batch_op.create_index(
            "ix_invitation_one_open",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.Column("form_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["contributor_id"], ["contributor.id"], name=op.f("fk_answer_contributor_id_contributor")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_answer_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("form_id", name=op.f("uq_answer_form_id")),
    )
    with op.batch_alter_table("answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "answered_comment",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answered_comment_answer_id_answer")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_answered_comment_comment_id_comment")),
        sa.PrimaryKeyConstraint("answer_id", "comment_id", name=op.f("pk_answered_comment")),
    )
    with op.batch_alter_table("answered_comment") as batch_op:
        batch_op.create_index(batch_op.f("ix_answered_comment_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "comment_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("replaced_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_text_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_text")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_text_comment_id_number")),
    )
    op.create_table(
        "draft_key",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("purpose IN ('browser', 'resume', 'send')", name=op.f("ck_draft_key_purpose")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_draft_key_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("digest", "proposal_id", name=op.f("pk_draft_key")),
    )
    with op.batch_alter_table("draft_key") as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_key_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_key_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "kept_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=10), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("about_version", sa.Integer(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["comment.id"], name=op.f("fk_kept_comment_parent_id_comment")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_kept_comment_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_comment")),
        sa.UniqueConstraint("digest", name=op.f("uq_kept_comment_digest")),
    )
    with op.batch_alter_table("kept_comment") as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_comment_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_support_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_support_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_support_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("proposal_id", "account_id", name=op.f("uq_support_proposal_id_account_id")),
        sa.UniqueConstraint("proposal_id", "organisation_id", name=op.f("uq_support_proposal_id_organisation_id")),
    )
    with op.batch_alter_table("support") as batch_op:
        batch_op.create_index("ix_support_account_id", ["account_id"], unique=False)

    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(sa.Column("version_number", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("edited_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_index("ix_comment_place", ["thread_id", "parent_id", "received_at", "id"], unique=False)
        batch_op.create_index("ix_comment_time", ["thread_id", "received_at", "id"], unique=False)

    with op.batch_alter_table("cycle") as batch_op:
        batch_op.add_column(sa.Column("supports", sa.String(length=16), server_default="off", nullable=False))

    with op.batch_alter_table("grouping_run") as batch_op:
        batch_op.add_column(sa.Column("cut_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("n_groups", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_grouping_run_cut_of_id_grouping_run"), "grouping_run", ["cut_of_id"], ["id"]
        )

    with op.batch_alter_table("membership") as batch_op:
        batch_op.add_column(sa.Column("notable", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("notification") as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("share", sa.String(length=8), server_default="own", nullable=False))
        batch_op.add_column(sa.Column("through", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("pace", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("waits", sa.Boolean(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_notification_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index("ix_notification_waits", ["waits", "account_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_notification_event_id_account_id"), ["event_id", "account_id"])
        batch_op.create_foreign_key(batch_op.f("fk_notification_event_id_event"), "event", ["event_id"], ["id"])

    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(sa.Column("website", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("proof", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("first_yes_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wished", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("refusal", sa.String(length=1000), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_first_yes_by_id_account"), "account", ["first_yes_by_id"], ["id"]
        )

    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.add_column(sa.Column("parts", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("unsubscribe", sa.String(length=400), nullable=True))

    with op.batch_alter_table("proposal") as batch_op:
        batch_op.add_column(sa.Column("concerned", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("variant_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("voice", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("typed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source_reference", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("consent", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("progress", sa.JSON(), server_default="{}", nullable=False))
        batch_op.drop_index(batch_op.f("ix_proposal_cycle_id_state_id"))
        batch_op.create_index(
            "ix_proposal_facets", ["cycle_id", "state", "theme_id", "region", "language", "voice"], unique=False
        )
        batch_op.create_index("ix_proposal_newest", ["cycle_id", "state", "received_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_variant_of_id"), ["variant_of_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_variant_of_id_proposal"), "proposal", ["variant_of_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_proposal_typed_by_id_account"), "account", ["typed_by_id"], ["id"])

    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=12), server_default="accepted", nullable=False))
        batch_op.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reason_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("reason_note", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_proposal_version_proposed",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_proposal_version_by_id_account"), "account", ["by_id"], ["id"])

    with op.batch_alter_table("role") as batch_op:
        batch_op.add_column(sa.Column("manages", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("search_entry") as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(length=240), server_default="", nullable=False))
        batch_op.add_column(sa.Column("at", UTCDateTime(), server_default="1970-01-01 00:00:00", nullable=False))
        batch_op.create_index("ix_search_entry_title", ["kind", "at", "object_id", "title"], unique=False)

    with op.batch_alter_table("second_look") as batch_op:
        batch_op.alter_column("asked_by_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("thread") as batch_op:
        batch_op.add_column(sa.Column("is_public", sa.Boolean(), server_default="1", nullable=False))
        batch_op.create_index("ix_thread_discussed", ["cycle_id", "visible_count"], unique=False)

    with op.batch_alter_table("correction") as batch_op:
        batch_op.drop_constraint(op.f("ck_correction_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_correction_kind"),
            "kind IN ('rename', 'move', 'merge', 'split', 'together', 'apart', 'lock', 'unlock')",
        )
    with op.batch_alter_table("cycle") as batch_op:
        batch_op.create_check_constraint(op.f("ck_cycle_supports"), "supports IN ('off', 'on', 'after_closing')")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(op.f("ck_decision_object_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_decision_object_kind"), "object_kind IN ('proposal', 'draft', 'comment', 'revision')"
        )
    with op.batch_alter_table("notification") as batch_op:
        batch_op.create_check_constraint(op.f("ck_notification_told_or_waits"), "mail_id IS NULL OR NOT waits")
        batch_op.create_check_constraint(op.f("ck_notification_share"), "share IN ('own', 'followed')")
        batch_op.create_check_constraint(op.f("ck_notification_pace"), "pace IN ('now', 'daily', 'weekly', 'site')")
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_organisation_two_yeses"), "verified_by_id IS NULL OR verified_by_id <> first_yes_by_id"
        )
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_proposal_typed_with_consent"), "typed_by_id IS NULL OR consent IS NOT NULL"
        )
        batch_op.create_check_constraint(op.f("ck_proposal_consent"), "consent IN ('text', 'text_and_name')")
        batch_op.create_check_constraint(
            op.f("ck_proposal_not_own_variant"), "variant_of_id IS NULL OR variant_of_id <> id"
        )
    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_proposal_version_state"), "state IN ('accepted', 'proposed', 'refused', 'withdrawn')"
        )
        batch_op.create_check_constraint(
            op.f("ck_proposal_version_refused_has_reason"), "(state = 'refused') = (reason_code IS NOT NULL)"
        )
    # Comments follow the thing they are about: where it is public no more, neither are they.
    op.execute(
        "UPDATE thread SET is_public = false WHERE id IN (SELECT thread_id FROM proposal WHERE state NOT IN "
        "('published', 'other_channel', 'out_of_scope', 'duplicate')) "
        "OR id IN (SELECT thread_id FROM draft_commitment WHERE state <> 'published')"
    )
    op.execute(
        "UPDATE proposal SET language = (SELECT version.language FROM proposal_version AS version "
        "WHERE version.proposal_id = proposal.id AND version.number = proposal.version_number), "
        "voice = (SELECT contributor.voice FROM contributor WHERE contributor.id = proposal.contributor_id)"
    )
    # Until now an administrator entered every organisation, and entering was the first yes.
    op.execute("UPDATE organisation SET first_yes_by_id = proposed_by_id")
    # Whoever spoke for an organisation alone looks after its people from now on.
    op.execute("UPDATE role SET manages = (1 = 1) WHERE role IN ('representative', 'agent') AND state = 'active'")
    # Who had a draft was asked for region and name already; they are not asked again.
    op.execute("""UPDATE proposal SET progress = '{"steps": ["concerned", "name"]}' WHERE state = 'draft'""")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("correction") as batch_op:
        batch_op.drop_constraint(op.f("ck_correction_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_correction_kind"), "kind IN ('rename', 'move', 'merge', 'split')")
    with op.batch_alter_table("cycle") as batch_op:
        batch_op.drop_constraint(op.f("ck_cycle_supports"), type_="check")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(op.f("ck_decision_object_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_decision_object_kind"), "object_kind IN ('proposal', 'draft', 'comment')"
        )
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint(op.f("ck_notification_told_or_waits"), type_="check")
        batch_op.drop_constraint(op.f("ck_notification_share"), type_="check")
        batch_op.drop_constraint(op.f("ck_notification_pace"), type_="check")
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_constraint(op.f("ck_organisation_two_yeses"), type_="check")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_constraint(op.f("ck_proposal_typed_with_consent"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_consent"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_not_own_variant"), type_="check")
    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.drop_constraint(op.f("ck_proposal_version_state"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_version_refused_has_reason"), type_="check")
    with op.batch_alter_table("thread") as batch_op:
        batch_op.drop_index("ix_thread_discussed")
        batch_op.drop_column("is_public")

    with op.batch_alter_table("second_look") as batch_op:
        batch_op.alter_column("asked_by_id", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("search_entry") as batch_op:
        batch_op.drop_index("ix_search_entry_title")
        batch_op.drop_column("at")
        batch_op.drop_column("title")

    with op.batch_alter_table("role") as batch_op:
        batch_op.drop_column("manages")

    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_version_by_id_account"), type_="foreignkey")
        batch_op.drop_index(
            "ix_proposal_version_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_column("reason_note")
        batch_op.drop_column("reason_code")
        batch_op.drop_column("decided_at")
        batch_op.drop_column("by_id")
        batch_op.drop_column("state")

    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_typed_by_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_proposal_variant_of_id_proposal"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposal_variant_of_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_thread_id"))
        batch_op.drop_index("ix_proposal_newest")
        batch_op.drop_index("ix_proposal_facets")
        batch_op.create_index(batch_op.f("ix_proposal_cycle_id_state_id"), ["cycle_id", "state", "id"], unique=False)
        batch_op.drop_column("progress")
        batch_op.drop_column("consent")
        batch_op.drop_column("source_reference")
        batch_op.drop_column("typed_by_id")
        batch_op.drop_column("voice")
        batch_op.drop_column("language")
        batch_op.drop_column("variant_of_id")
        batch_op.drop_column("concerned")

    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.drop_column("unsubscribe")
        batch_op.drop_column("parts")

    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisation_first_yes_by_id_account"), type_="foreignkey")
        batch_op.drop_column("refusal")
        batch_op.drop_column("wished")
        batch_op.drop_column("first_yes_by_id")
        batch_op.drop_column("proof")
        batch_op.drop_column("website")

    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notification_event_id_event"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_notification_event_id_account_id"), type_="unique")
        batch_op.drop_index("ix_notification_waits")
        batch_op.drop_index(batch_op.f("ix_notification_mail_id"))
        batch_op.drop_column("waits")
        batch_op.drop_column("pace")
        batch_op.drop_column("through")
        batch_op.drop_column("share")
        batch_op.drop_column("event_id")

    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_column("notable")

    with op.batch_alter_table("grouping_run") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_grouping_run_cut_of_id_grouping_run"), type_="foreignkey")
        batch_op.drop_column("n_groups")
        batch_op.drop_column("cut_of_id")

    with op.batch_alter_table("cycle") as batch_op:
        batch_op.drop_column("supports")

    with op.batch_alter_table("comment") as batch_op:
        batch_op.drop_index("ix_comment_time")
        batch_op.drop_index("ix_comment_place")
        batch_op.drop_column("revision")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("version_number")

    with op.batch_alter_table("support") as batch_op:
        batch_op.drop_index("ix_support_account_id")

    op.drop_table("support")
    with op.batch_alter_table("kept_comment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_comment_kept_at"))

    op.drop_table("kept_comment")
    with op.batch_alter_table("draft_key") as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_key_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_draft_key_expires_at"))

    op.drop_table("draft_key")
    op.drop_table("comment_text")
    with op.batch_alter_table("answered_comment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_answered_comment_comment_id"))

    op.drop_table("answered_comment")
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_thread_id"))

    op.drop_table("answer")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_index(
            "ix_invitation_one_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index("ix_invitation_email")

    op.drop_table("invitation")
    with op.batch_alter_table("content_report") as batch_op:
        batch_op.drop_index("ix_content_report_waiting")

    op.drop_table("content_report")
    with op.batch_alter_table("sign_in") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("rights_request") as batch_op:
        batch_op.drop_index("ix_rights_request_due")
        batch_op.drop_index(batch_op.f("ix_rights_request_account_id"))

    op.drop_table("rights_request")
    op.drop_table("mail_choice")
    op.drop_table("lexicon_entry")
    with op.batch_alter_table("follow") as batch_op:
        batch_op.drop_index("ix_follow_path")

    op.drop_table("follow")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index("ix_event_spread")
        batch_op.drop_index(batch_op.f("ix_event_by_id"))
        batch_op.drop_index(batch_op.f("ix_event_author_id"))

    op.drop_table("event")
    with op.batch_alter_table("data_export") as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_export_account_id"))

    op.drop_table("data_export")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index("ix_attachment_key")

    op.drop_table("attachment")
    with op.batch_alter_table("address_change") as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_change_account_id"))

    op.drop_table("address_change")
    op.drop_table("undeliverable_address")
