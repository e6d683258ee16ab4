import { shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

const problems = (text: string): readonly string[] =>
  problemsOf(() => shopPlanOf(`${text}\n`)).map((line) => line.replace(/^x\.yaml:\d+:\d+: /, ''));

it('reads groups of nodes, with what is usual', () => {
  const { nodes } = shopPlanOf(
    'nodes: [{ name: apps, count: 6, cpu: 16, memory: 64Gi, zones: [a, b, c] }, { name: 2nd, count: 1 }]\n',
  ).profile;
  expect(nodes).toMatchObject([
    { name: 'apps', count: 6, zones: ['a', 'b', 'c'], maxPods: 110, labels: {} },
    { name: '2nd', count: 1 },
  ]);
});

it.each([
  ['nodes: { count: 5 }', ['nodes.count: is now nodes.0.count: nodes is a list']],
  ['nodes: { pool: { key: a, value: b } }', ['nodes.pool: is now placement.pool']],
  [
    'nodes: { count: 5, tolerations: [] }',
    ['nodes.count: is now nodes.0.count: nodes is a list', 'nodes.tolerations: is now placement.tolerations'],
  ],
  ['nodes: { pool: 5, size: 5 }', ['nodes.pool: is now placement.pool']],
])('tells a profile of former releases what is where: %s', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

it.each([
  ['nodes: {}', 'nodes: expected a list of 1 to 50 groups of nodes such as { name: apps, count: 3 }, got a map'],
  ['nodes: { size: 3 }', 'nodes: expected a list of 1 to 50 groups of nodes such as { name: apps, count: 3 }, got a map'],
  ['nodes: [3]', 'nodes.0: expected a map of name, count, cpu, memory, zones, maxPods, labels, taints, got 3'],
  [
    'nodes: [{ count: 5 }]',
    'nodes.0.name: expected a DNS label of lower case letters, digits and hyphens, at most 63 characters, got nothing',
  ],
  ['nodes: [{ name: a, count: 5, cpus: 4 }]', 'nodes.0.cpus: unknown key, did you mean cpu?'],
  [
    'nodes: [{ name: a, count: 5, cpu: 4 }]',
    'nodes.0.memory: expected an amount beside cpu, or neither: nothing can be computed from one alone, got nothing',
  ],
  [
    'nodes: [{ name: a, count: 5, memory: 4Gi }]',
    'nodes.0.cpu: expected an amount beside memory, or neither: nothing can be computed from one alone, got nothing',
  ],
  ['nodes: [{ name: a, count: 5 }, { name: a, count: 1 }]', 'nodes: expected a name for each group, got a twice'],
  ['nodes: [{ name: a, count: 5, zones: [x, y, x] }]', 'nodes.0.zones.2: expected each zone once, got x again'],
  ['nodes: [{ name: a, count: 5, zones: [""] }]', 'nodes.0.zones.0: expected the name of a zone, got nothing'],
  ['nodes: [{ name: a, count: 5, labels: { "a b": c } }]', 'nodes.0.labels.a b: expected a label key such as example.com/name, got "a b"'],
  ['nodes: [{ name: a, count: 5, labels: { a: "b c" } }]', 'nodes.0.labels.a: expected a label value, got "b c"'],
  [
    'nodes: [{ name: a, count: 5, taints: [{ key: a }] }]',
    'nodes.0.taints.0.effect: expected one of NoSchedule, PreferNoSchedule, NoExecute, got nothing',
  ],
])('refuses %s', (text, expected) => {
  expect(problems(text)).toEqual([expected]);
});

describe('labels that say what something else says, or what no pod can run on', () => {
  const text = (key: string, value: string, more = ''): string => `nodes: [{ name: a, count: 6, ${more}labels: { ${key}: ${value} } }]`;
  const label = (...parts: Parameters<typeof text>): readonly string[] => problems(text(...parts));
  const read = (key: string, value: string) => shopPlanOf(`${text(key, value)}\n`).profile.nodes?.map(({ labels }) => labels);

  it.each(['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'])('refuses the zone as a label: %s', (key) => {
    const at = `nodes.0.labels.${key}: expected the zone of nodes in zones, from which losses are computed, got`;
    expect(label(key, 'x', 'zones: [x, y], ')).toEqual([`${at} x beside zones: remove the label, and make a group of nodes that differ`]);
    expect(label(key, 'x')).toEqual([`${at} x: remove the label, and write zones: [x]`]);
  });

  it.each(['kubernetes.io/os', 'beta.kubernetes.io/os'])('refuses nodes of another operating system: %s', (key) => {
    expect(label(key, 'windows')).toEqual([
      `nodes.0.labels.${key}: expected linux, for which all images are made, got windows: leave these nodes out, and keep pods from them by a taint of theirs or by placement.pool with required: true`,
    ]);
    expect(read(key, 'linux')).toEqual([{ [key]: 'linux' }]);
  });

  it.each(['kubernetes.io/arch', 'beta.kubernetes.io/arch'])('refuses nodes of a processor that nobody makes images for: %s', (key) => {
    expect(label(key, 's390x')).toEqual([
      `nodes.0.labels.${key}: expected amd64 or arm64, for which there are images, got s390x: leave these nodes out, and keep pods from them by a taint of theirs or by placement.pool with required: true`,
    ]);
    expect([read(key, 'amd64'), read(key, 'arm64')]).toEqual([[{ [key]: 'amd64' }], [{ [key]: 'arm64' }]]);
  });

  it('says of a value that is wrong by itself no more than that', () => {
    expect(label('kubernetes.io/os', '"b c"')).toEqual(['nodes.0.labels.kubernetes.io/os: expected a label value, got "b c"']);
  });
});

it('counts the nodes of all groups', () => {
  expect(problems('nodes: [{ name: a, count: 1 }, { name: b, count: 1 }]')).toEqual([
    expect.stringContaining(
      'nodes: expected at least 3 nodes that pods may run on, because members never share one (services.postgres.replicas: 3), got 2',
    ),
  ]);
});
