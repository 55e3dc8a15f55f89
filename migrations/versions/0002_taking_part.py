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
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("audience IN ('everyone', 'team')", name=op.f("ck_attachment_audience")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_attachment_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "holder_kind", "holder_id", "digest", name=op.f("uq_attachment_holder_kind_holder_id_digest")
        ),
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.create_index("ix_attachment_key", ["key"], unique=False)

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

    with op.batch_alter_table("cycle") as batch_op:
        batch_op.add_column(sa.Column("supports", sa.String(length=16), server_default="off", nullable=False))

    with op.batch_alter_table("proposal") as batch_op:
        batch_op.add_column(sa.Column("variant_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("typed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("source_reference", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("consent", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposal_variant_of_id"), ["variant_of_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_variant_of_id_proposal"), "proposal", ["variant_of_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_proposal_typed_by_id_account"), "account", ["typed_by_id"], ["id"])

    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=12), server_default="accepted", nullable=False))
        batch_op.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("published_at", UTCDateTime(), nullable=True))
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

    with op.batch_alter_table("cycle") as batch_op:
        batch_op.create_check_constraint(op.f("ck_cycle_supports"), "supports IN ('off', 'on', 'after_closing')")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_proposal_typed_with_consent"), "typed_by_id IS NULL OR consent IS NOT NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_proposal_not_own_variant"), "variant_of_id IS NULL OR variant_of_id <> id"
        )
        batch_op.create_check_constraint(op.f("ck_proposal_consent"), "consent IN ('text', 'text_and_name')")
    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_proposal_version_refused_has_reason"), "(state = 'refused') = (reason_code IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_proposal_version_state"), "state IN ('accepted', 'proposed', 'refused', 'withdrawn')"
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("cycle") as batch_op:
        batch_op.drop_constraint(op.f("ck_cycle_supports"), type_="check")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_constraint(op.f("ck_proposal_typed_with_consent"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_not_own_variant"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_consent"), type_="check")
    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.drop_constraint(op.f("ck_proposal_version_refused_has_reason"), type_="check")
        batch_op.drop_constraint(op.f("ck_proposal_version_state"), type_="check")
    with op.batch_alter_table("proposal_version") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_version_by_id_account"), type_="foreignkey")
        batch_op.drop_index(
            "ix_proposal_version_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_column("reason_note")
        batch_op.drop_column("reason_code")
        batch_op.drop_column("published_at")
        batch_op.drop_column("by_id")
        batch_op.drop_column("state")

    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_typed_by_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_proposal_variant_of_id_proposal"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposal_variant_of_id"))
        batch_op.drop_column("consent")
        batch_op.drop_column("source_reference")
        batch_op.drop_column("typed_by_id")
        batch_op.drop_column("variant_of_id")

    with op.batch_alter_table("cycle") as batch_op:
        batch_op.drop_column("supports")

    with op.batch_alter_table("support") as batch_op:
        batch_op.drop_index("ix_support_account_id")

    op.drop_table("support")
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index("ix_attachment_key")

    op.drop_table("attachment")
