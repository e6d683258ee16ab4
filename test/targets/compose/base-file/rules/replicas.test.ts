import { replicas, replicasOf } from '../../../../../lib/targets/compose/base-file/rules/replicas';
import { seconds } from '../../../../../lib/units/duration';
import { clauses, pairOf } from '../../../../support/base-rules';
import { testService } from '../../../../support/services';

it.each([
  ['image: a', 1],
  ['scale: 3', 3],
  ['deploy: { replicas: 2 }', 2],
  ['scale: 3, deploy: { replicas: 2 }', 3],
  ['scale: 0', 0],
  ['scale: x', 1],
  ['scale: "${S}"', 'unknown'],
])('counts: %s', (keys, expected) => expect(replicasOf(pairOf(keys).base)).toBe(expected));

const OURS = { mem_limit: '64m' };
const TWO = 'the base file asks for 2 replicas';
const many = (count = 2): string => `the base file asks for ${count} replicas, each with a cap of 64m, where the profile counts one of 64m`;

it.each([
  ['image: a', []],
  ['scale: 1', []],
  ['scale: 0', []],
  ['scale: 2, deploy: { replicas: 2 }', [many()]],
  ['deploy: { replicas: 3 }', [many(3)]],
  ['scale: 2, deploy: { replicas: 3 }', ['deploy.replicas is 3 in the base file and scale is 2']],
  ['scale: 2, deploy: { replicas: "${R}" }', [many()]],
  ['scale: "${S}"', ['unread scale']],
  ['deploy: { replicas: "${R}" }', ['unread deploy.replicas']],
  ['scale: -1', ['the base file asks for -1 replicas']],
  ['scale: 2, container_name: two', [`${TWO} and names the container two`]],
  ['scale: 1, container_name: two', []],
  ['scale: 2, ports: ["80:1", "81-82:1", "90", "$P:1"]', [`${TWO}, and each would publish 80:1`, many()]],
  ['scale: 3, ports: ["81-82:1"]', ['the base file asks for 3 replicas, and each would publish 81-82:1', many(3)]],
])('are what the profile counts: %s', (keys, expected) => expect(clauses(replicas(pairOf(keys, { ours: OURS })))).toEqual(expected));

it('have the ports of the override', () => {
  expect(clauses(replicas(pairOf('scale: 2, ports: ["90"]', { ours: { ...OURS, ports: ['80:1'] } })))).toEqual([
    `${TWO}, and each would publish 80:1, as the override says`,
    many(),
  ]);
});

it('are none where the service is off', () => {
  const off = (keys: string) => clauses(replicas(pairOf(keys, { ours: { scale: 0 } })));
  expect([off('image: a'), off('scale: 2'), off('deploy: { replicas: 0 }')]).toEqual([[], [], []]);
  expect(off('deploy: { replicas: "${R}" }')).toEqual(['unread deploy.replicas']);
  expect(off('deploy: { replicas: 2 }')).toEqual(["deploy.replicas is 2 in the base file and the override's scale is 0 (off)"]);
});

it('may be no more than one', () => {
  const service = testService('one', {
    workload: { role: 'exclusive', because: 'it holds a lock', command: ['serve'], drain: seconds(1), priority: 'core' },
  } as never);
  expect(clauses(replicas(pairOf('scale: 2', { ours: OURS, service })))).toEqual([many()]);
  expect(clauses(replicas(pairOf('scale: 2', { ours: OURS, service })), /$/)).toEqual([
    expect.stringContaining('and only one may run: it holds a lock'),
  ]);
});
