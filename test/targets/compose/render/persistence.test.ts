import { environment } from '../../../../lib/targets/compose/render/environment';
import { persistence } from '../../../../lib/targets/compose/render/persistence';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom, services } from '../../../support/plans';

const on = planFrom(EVERY_SIZE, ['switches.persist=true']);
const off = planFrom(EVERY_SIZE);

it.each([
  ['evidence', { environment: { STORAGE_LOCAL_PATH: '/data/uploads' } }],
  ['knowledge', { environment: { CHROMA_PERSIST_DIR: '/data/chroma', HF_HOME: '/data/hf' } }],
])('leads the data of %s out of its container', (kind, expected) => {
  expect(added(environment, on, kind)).toEqual(expected);
  expect(added(environment, off, kind)).toEqual({});
});

it('mounts the volume of chromadb where its image stores', () => {
  expect(added(persistence, on, 'chromadb')).toEqual({ volumes: ['chromadb-data:/data'] });
});

it('adds nothing to a service that keeps nothing inside', () => {
  const others = services.filter(({ persists }) => persists.length === 0);
  expect(others).toHaveLength(9);
  for (const { kind } of others) expect(added(persistence, on, kind)).toEqual({});
});

it('adds nothing at all when the switch is off', () => {
  for (const { kind } of services) expect(added(persistence, off, kind)).toEqual({});
});
