import { persistence } from '../../../lib/synthesizers/compose/persistence';
import { added } from '../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../support/plans';

const on = planFrom(EVERY_SIZE, ['switches.persist=true']);
const off = planFrom(EVERY_SIZE);

it.each([
  ['evidence', { environment: { STORAGE_LOCAL_PATH: '/data/uploads' } }],
  ['knowledge', { environment: { CHROMA_PERSIST_DIR: '/data/chroma', HF_HOME: '/data/hf' } }],
  ['chromadb', { volumes: ['chromadb-data:/data'] }],
])('moves the data of %s out of its container', (kind, expected) => {
  expect(added(persistence, on, kind)).toEqual(expected);
});

it('adds nothing to a service that keeps nothing inside', () => {
  const others = services.filter(({ persists }) => persists.length === 0);
  expect(others).toHaveLength(9);
  for (const { kind } of others) expect(added(persistence, on, kind)).toEqual({});
});

it('adds nothing at all when the switch is off', () => {
  for (const { kind } of services) expect(added(persistence, off, kind)).toEqual({});
});
