"""Opens as many connections at once as its argument says, asks something over each while all are open, and prints how many answered."""

import asyncio
import sys

import asyncpg

# A server forks one process for each; nobody opens hundreds in the same instant.
AT_ONCE = 20


async def main(count):
    turn = asyncio.Semaphore(AT_ONCE)

    async def opened():
        async with turn:
            return await asyncpg.connect(timeout=60)

    connections = await asyncio.gather(*(opened() for _ in range(count)))
    answers = [await connection.fetchval("select 1") for connection in connections]
    print(sum(answers))
    for connection in connections:
        connection.terminate()


asyncio.run(main(int(sys.argv[1])))
