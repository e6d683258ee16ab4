import fc from 'fast-check';

/** How many inputs a property is tried on: few by default, many by the environment variable. */
export const runs = (few: number): number => few * Number(process.env.FMSYNTH_PROPERTY_RUNS ?? 1);

type Node = unknown;
type Path = readonly (string | number)[];

/** Values that somebody types by mistake, or on purpose. */
export const HOSTILE: readonly Node[] = [
  ...[0, 1, 2, 3, 5, 9, 10, -1, 0.5, 0.001, 1.5, 100, 1001, 65_535, 65_536, 2_147_483_647, 2_147_483_648, 99_999_999_999_999],
  ...[true, false, null, [], {}, [null], [[]], { a: {} }, { min: 1, max: 2 }, { min: 3, max: 1 }, { limit: '1Gi' }],
  ...['', ' ', '~', 'null', 'true', '0', '-1', '1e3', '0x10', '.nan', '1_000', 'no', 'off', '010', '1.30', '=', '<<'],
  ...['512Mi', '512m', '1Gi', '8Gi', '40Gi', '97656Gi', '0Mi', '1.5Gi', '99999999Mi', '10.0.0.0/8', '0.0.0.0/0', '::/0', '10.0.0.1'],
  ...['kube-system', 'default', 'redis', 'faultmaven', 'faultmaven-tls', 'data-redis-0', 'a.b', '1abc', 'A_b', 'a..b', 'x'.repeat(254)],
  ...[
    'x'.repeat(2000),
    'http://10.0.0.1/',
    'https://x.org:0/',
    'https://u:p@x.org/',
    'http://login/',
    'http://[fd00::1]:1/a',
    'file:///etc',
  ],
  ...['0 3 * * *', '5-1 * * * *', '0 0 31 2 *', '* * * * *', 'latest', `sha256:${'0'.repeat(64)}`, 'v1@', 'registry.test.org:5000/a'],
  ...['a\nb', 'a\r\nb', '\t', '\u0085', '\u2028', '\u0000', '\u001b[2J', '\ud800', '\ufeff', '\u202e', '😀', 'é'],
  ...[
    '\n---\nkind: ClusterRoleBinding',
    '# x',
    '- x',
    ': x',
    '{',
    '[',
    '"',
    "'",
    '`',
    '$(HOME)',
    '${X}',
    '{{x}}',
    '%s',
    '*a',
    '&a',
    '!!binary x',
  ],
  ...['../../etc/passwd', '/tmp/x', '/models', 'rm -rf /', '; reboot', '|| true', '::error::x', '__proto__', 'constructor', 'toString'],
];

const KEYS = [
  'replicas',
  'memory',
  'x',
  '',
  '__proto__',
  'constructor',
  'toString',
  'target',
  'extends',
  'a.b/c',
  '\n',
  'password',
  '0',
  'null',
];

/** One change of a tree: which node, and what becomes of it. */
interface Mutation {
  readonly what: 'borrow' | 'delete' | 'duplicate' | 'insert' | 'nudge' | 'replace' | 'swap' | 'wrap';
  readonly at: number;
  readonly other: number;
  readonly value: Node;
  readonly key: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  what: fc.constantFrom('borrow', 'borrow', 'delete', 'duplicate', 'insert', 'nudge', 'nudge', 'replace', 'replace', 'swap', 'wrap'),
  at: fc.nat(),
  other: fc.nat(),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.integer(),
        fc.integer().map((one) => one / 1000),
        fc.string(),
      ),
    },
  ),
  key: fc.constantFrom(...KEYS),
});

/** A few changes of one of these trees. */
export const mutated = (trees: readonly Node[]): fc.Arbitrary<Node> =>
  fc
    .tuple(
      fc.nat(trees.length - 1),
      fc.oneof({ weight: 3, arbitrary: fc.tuple(mutation) }, { weight: 1, arbitrary: fc.array(mutation, { minLength: 2, maxLength: 3 }) }),
    )
    .map(([index, mutations]) => mutations.reduce<Node>(apply, trees[index]));

/** The paths of all nodes below the top. */
export const pathsOf = (node: Node, path: Path = []): readonly Path[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, inner]) => {
        const here = [...path, Array.isArray(node) ? Number(key) : key];
        return [here, ...pathsOf(inner, here)];
      });

const at = (tree: Node, path: Path): Node => path.reduce<Node>((node, key) => (node as Record<string | number, Node>)[key], tree);

function apply(tree: Node, { what, at: index, other, value, key }: Mutation): Node {
  const copy = structuredClone(tree);
  const paths = pathsOf(copy);
  const path = paths[index % paths.length];
  const second = paths[other % paths.length];
  if (path === undefined || second === undefined) return copy;
  const around = at(copy, path.slice(0, -1)) as Record<string | number, Node>;
  const last = path.at(-1) as string | number;
  const put = (name: string, one: Node): void => {
    if (Array.isArray(around)) around.push(one);
    else Object.defineProperty(around, name, { value: one, enumerable: true, configurable: true, writable: true });
  };
  switch (what) {
    case 'delete':
      if (Array.isArray(around)) around.splice(Number(last), 1);
      else delete around[last];
      return copy;
    case 'duplicate':
      put(`${last}-2`, structuredClone(around[last]));
      return copy;
    case 'replace':
      around[last] = value;
      return copy;
    case 'borrow': {
      // What stands under the same name elsewhere is of the same kind.
      const alike = paths.filter((one) => one.at(-1) === last);
      around[last] = structuredClone(at(copy, alike[other % alike.length] ?? path));
      return copy;
    }
    case 'nudge':
      around[last] = nudged(around[last], index);
      return copy;
    case 'swap':
      around[last] = structuredClone(at(copy, second));
      return copy;
    case 'insert':
      put(key, value);
      return copy;
    case 'wrap':
      around[last] = index % 2 === 0 ? [around[last]] : { [key]: around[last] };
      return copy;
  }
}

/** A number, or the first one in a text, a little or much larger or smaller. */
function nudged(value: Node, how: number): Node {
  const change = [(one: number) => one + 1, (one: number) => Math.max(0, one - 1), (one: number) => one * 2, (one: number) => one * 1000];
  const by = change[how % change.length] ?? ((one: number) => one);
  if (typeof value === 'number') return by(value);
  return typeof value === 'string' ? value.replace(/\d+/, (digits) => String(by(Number(digits)))) : value;
}
