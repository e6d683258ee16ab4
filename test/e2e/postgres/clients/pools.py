"""Opens as many connections as its argument says, asks something over each when all are open, and keeps them until it is ended."""

import asyncio
import sys

import asyncpg

# A server forks a process for each; no services start all theirs in the same instant.
AT_ONCE = 20


async def main(count):
    turn = asyncio.Semaphore(AT_ONCE)

    async def opened():
        async with turn:
            return await asyncpg.connect(timeout=60)

    connections = await asyncio.gather(*(opened() for _ in range(count)))
    answers = [await connection.fetchval("select 1") for connection in connections]
    print(f"{sum(answers)} answered", flush=True)
    await asyncio.Event().wait()


asyncio.run(main(int(sys.argv[1])))
