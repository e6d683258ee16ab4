import { stringify } from 'yaml';
import { compareWithBase } from '../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../lib/targets/compose/base-file/parse';
import { dataTierLaptop } from '../support/data-tier';

const brief = ({ findings }: ReturnType<typeof compareWithBase>) =>
  findings.map(({ severity, code, subject }) => `${severity} ${code} ${subject}`);

/** What is found where Chroma has these keys in a base file, and those switches are on. */
function compared(keys: object, switches: readonly string[], volume: object | null = null) {
  const plan = dataTierLaptop(
    'services: { chromadb: { memory: { limit: 512Mi } } }\n',
    switches.map((path) => `${path}=true`),
  );
  const base = { services: { chromadb: { image: 'chromadb/chroma', ...keys } }, volumes: { 'chromadb-data': volume } };
  return compareWithBase(plan, parseBaseFile(stringify(base), 'base.yml'), 'docker compose config');
}

describe('what persist keeps', () => {
  const kept = (keys: object, volume?: object) => compared(keys, ['switches.persist'], volume);
  const LOST = ['warning base-data-lost chromadb'];

  it.each([
    ['another folder in a variable', { environment: { PERSIST_DIRECTORY: '/chroma/x' } }],
    ['another folder in a variable of a list', { environment: ['PERSIST_DIRECTORY=/chroma/x'] }],
    ['another folder in its command', { command: 'run --path /chroma/x' }],
    ['another folder in its command, in one word', { command: ['run', '--path=/chroma/x'] }],
    ['an order to store nothing', { environment: { IS_PERSISTENT: 'FALSE' } }],
    ['a tmpfs inside of the folder', { tmpfs: '/data/index' }],
    ['a tmpfs inside of the folder, in the long form', { volumes: [{ type: 'tmpfs', target: '/data/index' }] }],
  ])('is lost by %s', (_, keys) => {
    expect(brief(kept(keys))).toEqual(LOST);
  });

  it.each(['tmpfs', 'ramfs'])('is lost on a volume that is a %s', (type) => {
    expect(brief(kept({}, { driver_opts: { type, device: type } }))).toEqual(LOST);
  });

  it.each([
    ['the same folder in a variable', { environment: { PERSIST_DIRECTORY: '/data/', IS_PERSISTENT: 'TRUE' } }],
    ['a folder inside of it in its command', { command: 'run --path /data/x' }],
    ['another folder that lasts', { command: 'run --path /srv', volumes: ['./srv:/srv'] }],
    ['a folder of the host inside of it', { volumes: ['./index:/data/index'] }],
  ])('is kept with %s', (_, keys) => {
    expect(kept(keys).findings).toEqual([]);
  });

  it('is not compared where a variable decides it', () => {
    expect(kept({ command: 'run --path ${WHERE:-/x}' })).toMatchObject({ findings: [], unread: ['chromadb.command'] });
  });
});

describe('the port that a command asks for', () => {
  const asked = (command: string, ...switches: readonly string[]) => compared({ command, ports: ['8007:8000'] }, switches);

  it.each(['switches.loopbackPorts', 'services.chromadb.healthcheck'])('is not the one of %s', (name) => {
    expect(brief(asked('run --path /data --port 9000', name))).toEqual(['warning base-port-differs chromadb']);
  });

  it('matters to nothing else', () => {
    expect(asked('run --port 9000').findings).toEqual([]);
    expect(asked('run --port 8000', 'switches.loopbackPorts', 'services.chromadb.healthcheck').findings).toEqual([]);
  });
});
