"""A first table."""
import sqlalchemy as sa
from alembic import op

revision = "001_initial"
down_revision = None


def upgrade():
    op.create_table("evidence", sa.Column("id", sa.Integer, primary_key=True))
