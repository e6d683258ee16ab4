"""Uses connections as a FaultMaven service does (SQLAlchemy over asyncpg, a pool of 5 and 10 more), then keeps them all open until it
is ended. Each connection has served uploads and lists: its backend has its caches filled and some statements prepared.
"""

import asyncio

from sqlalchemy import JSON, DateTime, Integer, MetaData, String, Table, Column, Text, func, select, update
from sqlalchemy.ext.asyncio import create_async_engine

POOL = 15
REQUESTS = 40

metadata = MetaData()
evidence = Table(
    "evidence_memory",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(64), index=True),
    Column("filename", String(255)),
    Column("size", Integer),
    Column("details", JSON),
    Column("content", Text),
    Column("created_at", DateTime(timezone=True), server_default=func.now(), index=True),
)


async def serve(engine, case):
    async with engine.connect() as connection:
        for number in range(REQUESTS):
            row = {
                "case_id": f"case-{case}",
                "filename": f"{number}.log",
                "size": number,
                "details": {"tags": ["a"] * 50},
                "content": "a line of a log\n" * 4096,
            }
            identity = (await connection.execute(evidence.insert().values(row).returning(evidence.c.id))).scalar_one()
            await connection.execute(update(evidence).where(evidence.c.id == identity).values(size=number + 1))
            newest = select(evidence).where(evidence.c.case_id == row["case_id"]).order_by(evidence.c.created_at.desc())
            await connection.execute(newest.limit(20))
            await connection.execute(select(evidence.c.case_id, func.count(), func.sum(evidence.c.size)).group_by(evidence.c.case_id))
            await connection.commit()
        # Ends no earlier than the last of them: none is lent twice.
        await barrier.wait()
        await asyncio.Event().wait()


async def main():
    global barrier
    barrier = asyncio.Barrier(POOL + 1)
    engine = create_async_engine("postgresql+asyncpg://", pool_size=5, max_overflow=10)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    served = [asyncio.create_task(serve(engine, case)) for case in range(POOL)]
    await barrier.wait()
    print("served", flush=True)
    await asyncio.gather(*served)


asyncio.run(main())
