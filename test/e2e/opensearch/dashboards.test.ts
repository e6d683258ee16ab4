import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { KIBANA } from '../../../lib/platform/logging/kibana/kibana';
import { DASHBOARDS } from '../../../lib/platform/logging/opensearch-dashboards/opensearch-dashboards';
import { pagesStart } from '../../../lib/platform/logging/own-pages/own-pages';
import { searchesNdjson } from '../../../lib/platform/logging/own-pages/searches';
import { variableOf } from '../../../lib/platform/logging/own-store/users';
import { scratch } from '../../support/scratch';
import { eventually } from '../support/eventually';
import { describeWith, type Tool } from '../support/tools';

const CURL: Tool = { name: 'curl', probe: ['curl', '--version'] };
const PASSWORD = `7'$HOME "\\ %n # é`;

interface Loading {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe.each([DASHBOARDS, KIBANA])('$title', (pages) => {
  describeWith([CURL], 'its start, with a server in its place', () => {
    const asked: Loading[] = [];
    /** What the server answers, the last one again and again. */
    const answers: { readonly status: number; readonly body: string }[] = [
      { status: 503, body: 'the server is not ready yet' },
      { status: 200, body: '{"successCount":3,"success":false,"errors":[{"id":"x"}]}' },
      { status: 200, body: '{"successCount":4,"success":true}' },
    ];
    let server: Server;

    beforeAll(async () => {
      server = createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part) => {
          body += part;
        });
        request.on('end', () => {
          asked.push({ url: request.url ?? '', headers: request.headers, body });
          const { status, body: text } = (answers.length > 1 ? answers.shift() : answers[0]) as (typeof answers)[number];
          response.writeHead(status, { 'content-type': 'application/json' }).end(text);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });

    afterAll(() => new Promise((resolve) => server.close(resolve)));

    it('loads its searches as its user, until they are there', async () => {
      const folder = scratch();
      const program = join(folder, 'bin', pages.kind);
      mkdirSync(join(folder, 'bin'));
      writeFileSync(program, '#!/bin/sh\necho "started with $*"\nsleep 30 & wait\n');
      chmodSync(program, 0o755);
      writeFileSync(join(folder, 'searches.ndjson'), searchesNdjson());
      const { port } = server.address() as AddressInfo;
      writeFileSync(
        join(folder, 'start.sh'),
        pagesStart(pages, { home: folder, folder, port, authority: join(folder, 'ca.crt'), every: 1 }),
      );

      const env = { ...process.env, [variableOf(pages.librarian)]: PASSWORD, AUTHORITY: 'the authority' };
      let output = '';
      const child = execFile('setsid', ['sh', join(folder, 'start.sh')], { env });
      child.stdout?.on('data', (part) => {
        output += part;
      });
      try {
        await eventually('the searches are loaded', 30, () => output.includes('the searches are loaded'));
      } finally {
        process.kill(-(child.pid as number), 'SIGKILL');
      }

      expect(output).toContain(`started with --config ${folder}/${pages.file}`);
      expect(output).toContain('the server is not ready yet');
      expect(readFileSync(join(folder, 'ca.crt'), 'utf8')).toBe('the authority\n');
      expect(asked).toHaveLength(3);
      for (const { url, headers, body } of asked) {
        expect(url).toBe('/api/saved_objects/_import?overwrite=true');
        expect(headers[pages.header]).toBe('true');
        expect(headers['content-type']).toMatch(/^multipart\/form-data/);
        expect(Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()).toBe(
          `${pages.librarian.name}:${PASSWORD}`,
        );
        expect(body).toContain('name="file"; filename="searches.ndjson"');
        expect(body).toContain(searchesNdjson());
      }
    });
  });
});
