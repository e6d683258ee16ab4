import { environment } from '../../../../lib/targets/compose/render/environment';
import { persistence } from '../../../../lib/targets/compose/render/persistence';
import { added } from '../../../support/compose';
import { EVERY_SIZE, planFrom } from '../../../support/plans';

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
  const others = on.services.filter(({ service }) => service.persists.length === 0);
  expect(others.length).toBeGreaterThan(0);
  for (const { service } of others) expect(added(persistence, on, service.kind)).toEqual({});
});

it('adds nothing at all when the switch is off', () => {
  for (const { service } of off.services) expect(added(persistence, off, service.kind)).toEqual({});
});
