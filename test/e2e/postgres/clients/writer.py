"""Writes rows over a few connections, one after another in each, and prints every row that was acknowledged, and when.

A connection without an answer is given up without a word, as one to a dead node: a cancellation would end the wait for the
synchronous member. What was not acknowledged is not written again.
"""

import asyncio
import itertools
import time

import asyncpg

CONNECTIONS = 4
PATIENCE = 3
PAUSE = 0.02

numbers = itertools.count(1)


async def write():
    connection = None
    while True:
        number = next(numbers)
        try:
            if connection is None:
                connection = await asyncpg.connect(timeout=PATIENCE)
            row = asyncio.ensure_future(connection.execute("insert into written (number) values ($1)", number))
            row.add_done_callback(lambda done: done.exception())
            await asyncio.wait({row}, timeout=PATIENCE)
            if not row.done():
                raise TimeoutError
            row.result()
            print(number, time.time(), flush=True)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            if connection is not None:
                connection.terminate()
            connection = None
        await asyncio.sleep(PAUSE)


async def main():
    await asyncio.gather(*(write() for _ in range(CONNECTIONS)))


asyncio.run(main())
