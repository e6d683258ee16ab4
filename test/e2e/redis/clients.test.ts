import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../control-plane/free-port';
import { LAB, Lab } from '../lab/lab';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/tools';
import { RespClient } from './resp';
import { RedisWriter } from './writer';

/** What a suite leaves behind must not fail the suites after it, which run in the same process. */
describeWith(LAB, 'a client of Redis', () => {
  const address = '127.0.0.1';
  let server: Server;
  let port: number;
  let connections = 0;
  let answer = '';

  beforeAll(async () => {
    port = await freePort();
    server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => {});
      socket.on('data', () => socket.write(answer));
    }).listen(port, address);
    await once(server, 'listening');
  });

  afterAll(() => {
    server?.close();
  });

  it('fails where it is used if a server of something else answers', async () => {
    answer = 'HTTP/1.1 400 Bad Request\r\n\r\n';
    await expect(RespClient.connect(address, port, 'x')).rejects.toThrow('not RESP: HTTP/1.1 400 Bad Request');
  });

  it('ends with its lab, even if nobody stops it', async () => {
    answer = '+OK\r\n';
    const lab = await Lab.start();
    const writer = new RedisWriter({ lab, address }, 'left', 0, port);
    await eventually('it writes', 30, () => writer.acknowledged.length > 10).finally(() => lab.stop());
    // As after a failover, when it connects again and again.
    const before = [connections, writer.acknowledged.length];
    await sleep(500);
    expect([connections, writer.acknowledged.length]).toEqual(before);
  });

  it('does not wait for an answer when it is stopped', async () => {
    answer = '';
    const lab = await Lab.start();
    const before = connections;
    new RedisWriter({ lab, address }, 'unanswered', 0, port);
    await eventually('it has connected', 30, () => connections > before).finally(() => lab.stop());
  });
});
