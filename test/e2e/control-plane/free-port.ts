import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports of outgoing connections, so that none of these takes the port before it is used. */
const FIRST = 10_000;
const LAST = 29_999;

/** A free port of the loopback interface. It is random, so that two runs at once hardly choose the same. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (await isFree(port)) return port;
  }
  throw new Error(`50 random ports between ${FIRST} and ${LAST} were all taken: stop what listens on them`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
