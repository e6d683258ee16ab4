import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Any, clusterPlanOf, objectsOf } from '../support/cluster';
import { scratch } from '../support/scratch';

type Store = 'opensearch' | 'elasticsearch';

/** Every script of a store, by its name, as its pods have it. */
const scriptsOf = (store: Store): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...objectsOf(clusterPlanOf(`platform: { logging: ${store}, owner: true }\n`))
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && new RegExp(`^${store}-(configuration|setup|retention)`).test(metadata.name))
      .map(({ data }: Any) => data),
  );
const SCRIPTS = { opensearch: scriptsOf('opensearch'), elasticsearch: scriptsOf('elasticsearch') } as const;

/**
 * In the place of curl: answers from the file `answers`, in which each line is a method, a path without its query, and the answer. An index
 * that is deleted is in no further answer. The request with the number in `fails` is refused, that in `empty` answered with nothing, and
 * that in `odd` with something else. What is sent is kept in `sent`.
 */
const CURL = `#!/bin/sh
cat >/dev/null
previous=
method=GET
for argument; do
  case $previous in --request) method=$argument ;; --data-binary) sent=$argument ;; esac
  case $argument in https://*) url=$argument ;; esac
  previous=$argument
done
path=/\${url#https://*/}
path=\${path%%\\?*}
cd "$(dirname "$0")/.."
if [ "$path" = / ]; then cat expires >&2; exit 0; fi
echo "$method $path" >>asked
echo "$method $path \${sent-}" >>sent
is() { [ -e "$1" ] && [ "$(wc -l <asked)" -eq "$(cat "$1")" ]; }
if is fails; then echo refused; exit 22; fi
if is empty; then exit 0; fi
if is odd; then echo '<html> 1 2'; exit 0; fi
if [ "$path" = /_cat/recovery ] && [ -e copying-1 ]; then
  look=$(grep -c '^GET /_cat/recovery$' asked)
  while [ ! -e "copying-$look" ]; do look=$((look - 1)); done
  tr ';' '\\n' <"copying-$look"
  exit 0
fi
if [ "$method" = DELETE ]; then sed -i "s/[0-9]* \${path#/}\\(;\\|$\\)//" answers; fi
sed -n "s|^$method $path ||p" answers | tr ';' '\\n'
`;

const DAY = 86_400_000;

type Failure = 'fails' | 'empty' | 'odd';

interface Asked {
  readonly answers?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Which request is not answered as it should be. */
  readonly failure?: readonly [Failure, number];
  /** What is answered to each question for what is copied, the last answer again and again. @default - what `answers` says */
  readonly copying?: readonly string[];
  /** What curl says of the certificate of the store. @default - that it is valid for long */
  readonly expires?: string;
}

/** What curl says of a certificate. @param days for which it is valid */
const expiring = (days: number): string =>
  `* Server certificate:\n*  start date: Nov 28 04:00:00 2026 GMT\n*  expire date: ${new Date(Date.now() + days * DAY).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, '$2 $1 $4 $3 GMT')}\n*  issuer: CN=authority\n`;

/** Runs a script with a store that answers what a test says. */
function run(name: string, { answers = {}, env = {}, failure, copying = [], expires = expiring(40) }: Asked, store: Store = 'opensearch') {
  const folder = scratch({
    'bin/curl': CURL,
    'bin/sleep': '#!/bin/sh\n',
    answers: Object.entries(answers)
      .map(([request, answer]) => `${request} ${answer}\n`)
      .join(''),
    asked: '',
    sent: '',
    expires,
    'tmp/started': `${Math.floor(Date.now() / 1000)}\n`,
    ...Object.fromEntries(copying.map((answer, look) => [`copying-${look + 1}`, `${answer}\n`])),
    ...(failure && { [failure[0]]: String(failure[1]) }),
  });
  for (const program of ['curl', 'sleep']) chmodSync(join(folder, 'bin', program), 0o755);
  for (const [file, text] of Object.entries(SCRIPTS[store]))
    writeFileSync(
      join(folder, file),
      text.replaceAll(/\/etc\/(opensearch|elasticsearch)|\/tmp/g, (path) => (path === '/tmp' ? join(folder, 'tmp') : folder)),
    );
  const { status, stdout, stderr } = spawnSync('sh', [join(folder, name)], {
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, ...env },
  });
  const linesOf = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  return { status, stdout, stderr, asked: linesOf('asked'), sent: linesOf('sent') };
}

const at = (days: number): string => String(Date.now() - days * DAY);
const DISKS = 'GET /_cat/allocation';
const LINES = 'GET /_cat/indices/logs-containers';
const EVENTS = 'GET /_cat/indices/logs-events';
const COPYING = 'GET /_cat/recovery';
const NOTHING_COPIED = 'type     translog_ops translog_ops_recovered time index shard source_node target_node';
const DELETED = /^DELETE \/(.*)/;

const RETENTION = { RETENTION_PASSWORD: 'x', DAYS: '7', DISK_PERCENT: '75', LEAST: '5000', INDEX_SIZE: '1mb' };
/** Three disks, and shards that are on none of them. */
const QUIET: Readonly<Record<string, string>> = {
  [DISKS]: '10 9000;12 9000; 9 9000;',
  [LINES]: `${at(20)} l-1;${at(10)} l-2;${at(3)} l-3;${at(0)} l-4`,
  [EVENTS]: `${at(15)} e-1;${at(12)} e-2`,
  [COPYING]: NOTHING_COPIED,
};

const retention = (answers: Readonly<Record<string, string>>, failure?: Asked['failure']) => {
  const { asked, sent, ...rest } = run('retention.sh', { answers: { ...QUIET, ...answers }, env: RETENTION, failure });
  return { ...rest, asked, deleted: asked.flatMap((one) => DELETED.exec(one)?.[1] ?? []) };
};

describe('retention', () => {
  it('deletes what is older than the days, the oldest first, and nothing else while there is room', () => {
    expect(retention({})).toMatchObject({ status: 0, deleted: ['l-1', 'e-1'], stderr: '' });
  });

  it('deletes the oldest as long as a disk is full of lines, and never what is written to', () => {
    const young = { [LINES]: `${at(3)} l-1;${at(2)} l-2;${at(0)} l-3`, [EVENTS]: `${at(5)} e-1;${at(4)} e-2` };
    const { status, stderr, deleted } = retention({ ...young, [DISKS]: '10 9000;76 9000' });
    expect({ status, deleted }).toEqual({ status: 1, deleted: ['e-1', 'l-1', 'l-2'] });
    expect(stderr).toContain('only the indices that are written to are left');
  });

  it('deletes nothing for a disk that is full of something else, and fails', () => {
    const { status, stderr, deleted } = retention({ ...QUIET, [DISKS]: '10 9000;99 5000', [LINES]: `${at(3)} l-1;${at(0)} l-2` });
    expect({ status, deleted }).toEqual({ status: 1, deleted: ['e-1'] });
    expect(stderr).toContain('a disk is 99 % full, and not of lines');
  });

  it('looks at each disk by itself', () => {
    const none = { [LINES]: `${at(3)} l-1;${at(0)} l-2`, [EVENTS]: `${at(5)} e-1` };
    expect(retention({ ...none, [DISKS]: '99 4000;74 9000' })).toMatchObject({ status: 1, deleted: [] });
    expect(retention({ ...none, [DISKS]: '75 9000;0 0' })).toMatchObject({ status: 0, deleted: [] });
    expect(retention({ ...none, [DISKS]: '0 0;0 0' })).toMatchObject({ status: 0, deleted: [] });
  });
});

describe('what is copied from a member and does not begin', () => {
  /** @param looks what is copied at each look, the last one again and again. */
  const mended = (...looks: readonly (readonly string[])[]) => {
    const copying = looks.map((rows) => [NOTHING_COPIED, ...rows].join(';'));
    const { status, sent } = run('retention.sh', { answers: QUIET, copying, env: RETENTION });
    const commands = sent.filter((one) => one.startsWith('POST /_cluster/reroute ')).map((one) => JSON.parse(one.split(' ')[2] ?? ''));
    return { status, commands: commands.map((one) => one.commands) };
  };
  const taken = (index: string, node: string) => ({ cancel: { index, shard: 0, node, allow_primary: true } });

  it('is taken away after a minute, so that it is assigned anew, and then what waited for it after ten seconds', () => {
    const rows = [
      'peer -1 0 61 .users 0 member-1 member-0',
      'peer -1 0 61 .users 0 member-1 member-2',
      'peer -1 7 60 l-1 0 member-1 member-0',
      'peer -1 0 11 l-2 0 member-2 member-0',
      'peer -1 0 9 l-3 0 member-2 member-0',
    ];
    expect(mended(rows)).toEqual({
      status: 0,
      commands: [[taken('.users', 'member-1'), taken('l-1', 'member-1')], [taken('l-2', 'member-2')]],
    });
  });

  it('stays while it is copied, and while nothing has waited for a minute', () => {
    expect(
      mended(['peer 0 0 600 l-1 0 member-1 member-0', 'existing_store -1 0 600 l-2 0 - member-0', 'peer -1 0 59 l-3 0 member-1 member-0']),
    ).toEqual({ status: 0, commands: [] });
  });

  it('stays while the copy replays what it has itself, however long that takes, and when it begins meanwhile', () => {
    const replaying = (recovered: number) => `peer -1 ${recovered} 300 l-1 0 member-1 member-0`;
    const ended = 'peer 12 0 300 l-2 0 member-1 member-0';
    expect(mended([replaying(10), 'peer -1 0 300 l-2 0 member-1 member-0'], [replaying(11), ended], [replaying(12), ended])).toEqual({
      status: 0,
      commands: [],
    });
  });
});

describe('the certificate of the store', () => {
  const told = (expires: string) => {
    const { status, stderr } = run('retention.sh', { answers: QUIET, env: RETENTION, expires });
    return [status, stderr.trim()];
  };

  it('makes the Job fail from thirty days before its end', () => {
    expect(told(expiring(31))).toEqual([0, '']);
    expect(told(expiring(29))).toEqual([1, expect.stringMatching(/^the certificate of the store expires on \w+ \d+ .* GMT: docs/)]);
    expect(told(expiring(-1))).toEqual([1, expect.stringMatching(/^the certificate of the store expires on /)]);
  });

  it('makes the Job fail when nothing is known of it: its end would come without an alert', () => {
    for (const unknown of ['', '*  expire date: some day\n'])
      expect(told(unknown)).toEqual([1, expect.stringContaining('until when the certificate of the store is valid could not be read')]);
  });
});

const SETUP = Object.fromEntries(
  ['SHIPPER', 'READER', 'DASHBOARDS', 'RETENTION', 'METRICS', 'ADMIN', 'SEARCHES', 'ELASTIC'].map((user) => [`${user}_PASSWORD`, 'x']),
);

/** Each script with a store that answers as it should. */
const ALL: Readonly<Record<string, Asked>> = {
  'retention.sh': { answers: QUIET, env: RETENTION },
  'setup.sh': { env: { ...SETUP, MEMBERS: 'one' } },
  'readiness.sh': { env: SETUP, answers: { 'GET /_cluster/health': '{"status":"green"}' } },
};

describe('the setup of OpenSearch', () => {
  it('gives each user its role beside its password, and leaves whom people have mapped to a role', () => {
    const { status, sent } = run('setup.sh', { env: { ...SETUP, MEMBERS: 'one' } });
    expect(status).toBe(0);
    expect(sent.filter((one) => one.includes('rolesmapping'))).toEqual([]);
    const given = sent.flatMap((one) => /^PUT \/_plugins\/_security\/api\/internalusers\/(\w+) (.*)/.exec(one)?.slice(1) ?? []);
    expect(given).toHaveLength(12);
    expect(given.slice(0, 2)).toEqual(['shipper', '{"password":"x","opendistro_security_roles":["log_shipper"]}']);
    expect(given.slice(-2)).toEqual(['admin', '{"password":"x","opendistro_security_roles":["all_access"]}']);
  });
});

describe('the setup of Elasticsearch', () => {
  const { status, stderr, sent } = run('setup.sh', { env: { ...SETUP, MEMBERS: 'one' } }, 'elasticsearch');
  const [, , ...changes] = sent;

  it('makes roles, then the template and the streams, and users last, each with its role and its password', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(sent.slice(0, 2)).toEqual(['GET /_security/_authenticate ', 'GET /_cluster/health ']);
    const kinds = changes.map((one) => one.replace(/^(\w+ \/)(_security\/\w+|_[a-z_]+|logs-\w+).*/, '$1$2'));
    expect([...new Set(kinds)]).toEqual([
      'PUT /_security/role',
      'PUT /_index_template',
      'GET /_data_stream',
      'POST /logs-containers',
      'POST /logs-events',
      'PUT /_security/user',
    ]);
    // A template `logs` is Elasticsearch's own, which it puts back at once.
    expect(changes.find((one) => one.startsWith('PUT /_index_template/'))).toMatch(/^PUT \/_index_template\/shipped-logs @/);
    expect(sent).toContain('PUT /_security/user/shipper {"roles":["log_shipper"],"password":"x"}');
    expect(sent).toContain('PUT /_security/user/dashboards {"roles":["kibana_system"],"password":"x"}');
  });
});

/** Of these requests a script tries again, or takes it for an answer that it is refused. */
const MAY_FAIL = /^setup.sh GET (\/_plugins\/_security\/health|\/_security\/_authenticate|\/_cluster\/health|\/_data_stream\/)/;

describe.each(['opensearch', 'elasticsearch'] as const)('a script of %s whose store does not answer as it should', (store) => {
  const cases = Object.entries(ALL).flatMap(([name, asked]) =>
    run(name, asked, store).asked.map((request, index) => [name, request, index + 1] as const),
  );

  it.each(Object.entries(ALL))('succeeds while it does: %s', (name, asked) => {
    expect(run(name, asked, store)).toMatchObject({ status: 0, stderr: '' });
  });

  it.each(cases.filter(([name, request]) => !MAY_FAIL.test(`${name} ${request}`)))(
    'fails when it is refused: %s: %s',
    (name, _, number) => {
      const { status, stderr } = run(name, { ...ALL[name], failure: ['fails', number] }, store);
      expect(status).not.toBe(0);
      expect(stderr).toContain('refused');
    },
  );

  // What other requests are answered with is not read.
  const read = cases.filter(([name, request]) => /^retention.sh GET |^readiness.sh GET .*cluster/.test(`${name} ${request}`));
  it.each(read.flatMap((one) => (['empty', 'odd'] as const).map((how) => [how, ...one] as const)))(
    'fails, and deletes nothing for it, when an answer is %s: %s: %s',
    (how, name, _, number) => {
      const { status, stderr, asked } = run(name, { ...ALL[name], failure: [how, number] }, store);
      expect(status).not.toBe(0);
      expect(stderr).not.toMatch(/illegal number|integer expression/i);
      const healthy = cases.flatMap(([script, request]) => (script === name ? [request] : []));
      expect(asked.filter((request) => DELETED.test(request) && !healthy.includes(request))).toEqual([]);
    },
  );
});
