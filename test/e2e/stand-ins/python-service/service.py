"""A copy of a service at the revision 002_name: writes and reads evidence by the columns that it knows, and prints each number that is in."""

import asyncio
import os

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

EVIDENCE = sa.table("evidence", sa.column("id", sa.Integer), sa.column("name", sa.Text))


async def main():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    while True:
        async with engine.begin() as connection:
            number = 1 + (await connection.scalar(sa.select(sa.func.coalesce(sa.func.max(EVIDENCE.c.id), 0))))
            await connection.execute(EVIDENCE.insert().values(id=number, name=f"number {number}"))
        async with engine.connect() as connection:
            rows = (await connection.execute(sa.select(EVIDENCE))).all()
        assert (number, f"number {number}") in rows
        print(f"written: {number}", flush=True)
        await asyncio.sleep(0.1)


asyncio.run(main())
