"""A column more."""
import sqlalchemy as sa
from alembic import op

revision = "002_name"
down_revision = "001_initial"


def upgrade():
    op.add_column("evidence", sa.Column("name", sa.Text))
