import { nodesOfEach, usableGroups } from '../../../../lib/targets/kubernetes/schema/usable-nodes';
import { shopPlanOf } from '../../../support/cluster';
import { group } from '../../../support/nodes';
import { problemsOf } from '../../../support/problems';

describe('pods may run on a group', () => {
  const pool = { key: 'pool', value: 'shop', required: true };
  const may = (more: Parameters<typeof group>[2], placement: Parameters<typeof usableGroups>[1]): boolean =>
    usableGroups([group('g', 1, more)], placement).length === 1;
  const taint = { key: 'gpu', value: 'large', effect: 'NoSchedule' } as const;

  it.each([
    ['without a taint', {}, {}, true],
    ['with the label of a required pool', { labels: { pool: 'shop' } }, { pool }, true],
    ['with another value of it', { labels: { pool: 'other' } }, { pool }, false],
    ['in the zone of a required pool', { zones: ['x'] }, { pool: { ...pool, key: 'topology.kubernetes.io/zone', value: 'x' } }, true],
    ['in another zone than its', { zones: ['y'] }, { pool: { ...pool, key: 'topology.kubernetes.io/zone', value: 'x' } }, false],
    ['in more zones than its', { zones: ['x', 'y'] }, { pool: { ...pool, key: 'topology.kubernetes.io/zone', value: 'x' } }, false],
    ['of the operating system of a required pool', {}, { pool: { ...pool, key: 'kubernetes.io/os', value: 'linux' } }, true],
    ['without the label of a preferred pool', {}, { pool: { ...pool, required: false } }, true],
    ['with a taint', { taints: [taint] }, {}, false],
    ['with one of two that is not tolerated', { taints: [taint, { ...taint, key: 'old' }] }, { tolerations: [{ key: 'gpu' }] }, false],
    ['with a taint that is only a preference', { taints: [{ ...taint, effect: 'PreferNoSchedule' as const }] }, {}, true],
    ['with a taint whose key is tolerated', { taints: [taint] }, { tolerations: [{ key: 'old' }, { key: 'gpu' }] }, true],
    ['with a taint whose value is tolerated', { taints: [taint] }, { tolerations: [{ key: 'gpu', value: 'large' }] }, true],
    ['with a taint of another value', { taints: [taint] }, { tolerations: [{ key: 'gpu', value: 'small' }] }, false],
    ['with a taint of another effect', { taints: [taint] }, { tolerations: [{ key: 'gpu', effect: 'NoExecute' as const }] }, false],
    ['with a taint of that effect', { taints: [taint] }, { tolerations: [{ key: 'gpu', effect: 'NoSchedule' as const }] }, true],
    [
      'with a taint without a value, where no value is tolerated',
      { taints: [{ key: 'gpu', effect: 'NoSchedule' as const }] },
      { tolerations: [{ key: 'gpu', value: '' }] },
      true,
    ],
  ])('%s', (_, more, placement, expected) => {
    expect(may(more, placement)).toBe(expected);
  });
});

describe('pods on each node', () => {
  const pool = { key: 'pool', value: 'shop', required: true };
  const groups = [group('ours', 2, { labels: { pool: 'shop' } }), group('others', 20)];
  const tainted = group('gpu', 1, { labels: { pool: 'shop' }, taints: [{ key: 'gpu', effect: 'NoSchedule' }] });

  it.each([
    ['all nodes without a pool', {}, 23],
    ['all nodes where a pool is only preferred', { pool: { ...pool, required: false } }, 23],
    ['those of a required pool alone, also where other pods do not tolerate a taint', { pool }, 3],
    ['all, where the profile gives the label of a required pool to none', { pool: { ...pool, value: 'none' } }, 23],
  ])('run on %s', (_, placement, expected) => {
    expect(nodesOfEach({ nodes: [...groups, tainted], placement })).toBe(expected);
  });

  it('run on nobody knows how many where the profile does not say it', () => {
    expect(nodesOfEach({ nodes: undefined, placement: { pool } })).toBeUndefined();
  });
});

describe('members that never share a node', () => {
  const read = (nodes: string, more: string) => shopPlanOf(`nodes: [${nodes}]\n${more}`);
  const problems = (...parts: Parameters<typeof read>): readonly string[] =>
    problemsOf(() => read(...parts)).map((line) => line.replace(/^x\.yaml:\d+:\d+: /, ''));
  const POOL = 'placement: { pool: { key: pool, value: shop, required: true } }\n';
  const tooFew =
    'nodes: expected at least 3 nodes that pods may run on, because members never share one (services.postgres.replicas: 3), got 2';

  it.each([
    ['a required pool', '{ name: a, count: 2, labels: { pool: shop } }, { name: b, count: 3 }', POOL],
    [
      'nodes with a taint that is not tolerated',
      '{ name: a, count: 2 }, { name: b, count: 3, taints: [{ key: c, effect: NoExecute }] }',
      '',
    ],
  ])('need nodes that they may run on: %s', (_, nodes, more) => {
    expect(problems(nodes, more)).toEqual([tooFew]);
  });

  it('may be on nodes outside of a pool that is only preferred', () => {
    const preferred = POOL.replace(', required: true', '');
    expect(() => read('{ name: a, count: 2, labels: { pool: shop } }, { name: b, count: 3 }', preferred)).not.toThrow();
  });

  it('are told by check where pods may run on no node at all', () => {
    expect(() => read('{ name: a, count: 2 }', POOL)).not.toThrow();
  });

  it('are told nothing of nodes while the placement cannot be read', () => {
    expect(problems('{ name: a, count: 2 }', 'placement: { pool: 5 }\n')).toEqual([expect.stringMatching(/^placement\.pool: /)]);
  });
});
