import { partsOf, totalsGrid } from '../../lib/diff/layout';
import { type EffectOn, type Meaning, meaning } from '../../lib/diff/meaning';

const parts = (means: Partial<Meaning>) => partsOf(meaning({ differs: true, ...means })).map(({ title, lines }) => [title, ...lines]);
const on = (subject: string, effect: Partial<EffectOn> = {}): EffectOn => ({
  subject,
  object: `Deployment/${subject}`,
  does: 'restarts',
  why: [],
  ...effect,
});
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `${n}`);
const max = { what: 'max', before: 1, after: 2 };

it.each<[string, Partial<Meaning>, readonly (readonly string[])[]]>([
  ['nothing', {}, []],
  ['notes', { notes: ['a', 'b'] }, [['notes', 'a', 'b']]],
  ['services', { services: [{ of: 'a', change: 'changed', figures: [max], besides: ['command'] }] }, [['services', 'a: max 1→2, command']]],
  [
    'what effects do',
    { effects: [on('a', { does: 'stops' }), on('b', { does: 'starts' }), on('c', { does: 'changes in place' }), on('d')] },
    [
      ['restarts', 'd (Deployment)'],
      ['changes in place', 'c (Deployment)'],
      ['starts', 'b (Deployment)'],
      ['stops', 'a (Deployment)'],
    ],
  ],
  [
    'effects of which the same is said',
    {
      effects: [
        on('a', { how: 'rolling', why: ['x'] }),
        on('b', { how: 'rolling', why: ['x'] }),
        on('a', { object: 'Job/a', how: 'rolling', why: ['x'] }),
      ],
    },
    [['restarts', 'a (Deployment, Job), b (Deployment): rolling: x']],
  ],
  [
    'effects of which something else is said',
    { effects: [on('a', { why: ['x', 'y'] }), on('a', { object: 'container', loses: ['p', 'q'] }), on('b', { how: 'rolling' })] },
    [['restarts', 'a (Deployment): x, y', 'a (container): loses p, q', 'b (Deployment): rolling']],
  ],
  ['many reasons', { effects: [on('a', { why: many(9) })] }, [['restarts', 'a (Deployment): 0, 1, 2, 3, 4, 5, 6 and 2 more']]],
  [
    'many changes',
    { services: [{ of: 'a', change: 'changed', figures: [], besides: many(17) }] },
    [['services', `a: ${many(15).join(', ')} and 2 more`]],
  ],
  [
    'what follows',
    {
      derived: [
        { of: 'a', figure: max, because: ['b has 3', 'c has 4'] },
        { of: 'b', figure: max, because: [] },
      ],
    },
    [['follows from that', 'a: max 1→2, because b has 3, c has 4', 'b: max 1→2']],
  ],
  [
    'topics',
    { topics: [{ title: 'ports', gained: ['a'], lost: ['b'] }] },
    [
      ['new ports', 'a'],
      ['ports that are gone', 'b'],
    ],
  ],
  ['redundancy', { topics: [{ title: 'redundancy', gained: [], lost: ['b'] }] }, [['redundancy lost', 'b']]],
  ['objects', { objects: { gained: ['A/a'], lost: [] } }, [['new objects', 'A/a']]],
  ['forty lines', { notes: many(40) }, [['notes', ...many(40)]]],
  ['more', { notes: many(42) }, [['notes', ...many(39), 'and 3 more']]],
])('lays out %s', (_, means, expected) => expect(parts(means)).toEqual(expected));

it('puts totals into a grid', () => {
  const totals = [
    {
      of: 'at rest',
      figures: [
        { what: 'pods', before: 1, after: 2 },
        { what: 'limits', before: 5, after: 5 },
        { what: 'gone', before: 1 },
      ],
    },
    { of: 'nothing', figures: [] },
    {
      of: 'quota',
      figures: [
        { what: 'pods', before: 3, after: 3 },
        { what: 'disks', after: 4 },
      ],
    },
  ];
  expect(totalsGrid(meaning({ differs: true, totals }))).toEqual({
    headings: ['', 'at rest', 'quota'],
    rows: [
      ['pods', '1→2', '3'],
      ['limits', '5', ''],
      ['gone', '1→none', ''],
      ['disks', '', 'none→4'],
    ],
  });
});
