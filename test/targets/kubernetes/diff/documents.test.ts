import { documentsOf, kindIn, labelIn, type ManifestDocument, nameIn } from '../../../../lib/targets/kubernetes/diff/documents';

const A = 'kind: A\nmetadata: { name: x }\n';
const B = 'kind: B\nmetadata: { name: y }\n';
const documentsIn = (content: string, documents?: readonly object[]): readonly ManifestDocument[] => [
  ...documentsOf([{ path: 'f', content, documents }], 'base/').values(),
];
const kindsIn = (content: string): readonly unknown[] => documentsIn(content).map(({ manifest }) => manifest?.kind);

it.each([
  ['one', A, ['A']],
  ['two', `# header\n---\n${A}---\n${B}`, ['A', 'B']],
  ['a mark with spaces, and line ends of Windows', `--- \t\r\n${A}---\r\n${B}`, ['A', 'B']],
  ['comments and empty lines', `\n# a\n\n---\n  # b\n---\n${A}`, ['A']],
  ['a mark inside of a line', `kind: A\nmetadata: { name: x }\na: "---"\nb: |\n  ---\n`, ['A']],
  ['a key that starts with a mark', 'kind: A\nmetadata: { name: x }\n---x: 1\n', ['A']],
  ['a value that ends with a mark', 'kind: A\na: b---\nmetadata: { name: x }\n', ['A']],
  ['comments without spaces', `#a\n---\n#b\n---\n${A}`, ['A']],
  ['a mark at its end', `${A}---`, ['A']],
  ['no object', '- 1\n---\na: 1\n', [undefined, undefined]],
  ['nothing but a mark of an end', '...\n', [undefined]],
])('finds the documents of a file that has %s', (_, content, expected) => {
  expect(kindsIn(content)).toEqual(expected);
});

it('tells documents by their texts, in all files', () => {
  const found = documentsOf([
    { path: 'a', content: `---\n${A}` },
    { path: 'b', content: `---\n${B}---\n${A}` },
  ]);
  expect([...found.keys()]).toEqual([A, B]);
  expect(found.get(A)?.text).toBe(A);
});

it('takes documents that are known for what they are', () => {
  const [one, two] = documentsIn(`# a\n---\n${A}---\n${B}`, [{ kind: 'C', metadata: { name: 'z' } }]);
  expect([one?.manifest?.kind, two?.manifest?.kind]).toEqual(['C', 'B']);
  const known = [
    { kind: 'C', metadata: { name: 'z' } },
    { kind: 'D', metadata: { name: 'z' } },
  ];
  expect(documentsIn(`${A}---\n${B}`, known).map(({ manifest }) => manifest?.kind)).toEqual(['C', 'D']);
});

it('reads a document once', () => {
  const [one] = documentsIn(A);
  expect(one?.manifest).toBe(one?.manifest);
  expect(documentsIn('a: 1')[0]?.manifest).toBeUndefined();
});

it.each([
  ['an open bracket', `${A}---\n# b\nkind: [\n`, /^base\/f:\d+:\d+: /],
  ['an alias', `---\n${A}---\nkind: B\nmetadata: &a { name: y }\nb: *a\n`, /^base\/f:5:1: an alias: manifests are read without them$/],
  ['a conflict', `${A}---\nkind: B\n<<<<<<< HEAD\n`, /^base\/f:5:1: git has left a conflict here/],
  ['a tab', `${A}---\n${A}---\nkind: B\n\ta: 1\n`, /^base\/f:8:\d+: /],
])('says where %s stands', (_, content, expected) => {
  expect(() => documentsIn(content).map(({ manifest }) => manifest)).toThrow(expected);
});

it('finds names, labels and kinds as this program writes them, without reading', () => {
  const [document] = documentsIn(
    'kind: "Ab"\nmetadata:\n  name: "x y"\n  labels:\n    app.kubernetes.io/name: shop-cart\n  more:\n    name: z\n',
  );
  const found = document as ManifestDocument;
  expect([kindIn(found), nameIn(found), labelIn(found)]).toEqual(['Ab', 'x y', 'shop-cart']);
  const quoted = { text: 'kind: A\nx:\n  name: x\n    app.kubernetes.io/name: "a"\n', manifest: undefined };
  expect([kindIn(quoted), nameIn(quoted), labelIn(quoted)]).toEqual(['A', 'x', 'a']);
  const none = { text: 'a kind: A\n   name: x\n  app.kubernetes.io/name: y\n      app.kubernetes.io/name: z\n', manifest: undefined };
  expect([kindIn(none), nameIn(none), labelIn(none)]).toEqual([undefined, undefined, undefined]);
  const followed = { text: 'kind: "A" # a\n  name: "x" # b\n    app.kubernetes.io/name: "y" # c\n', manifest: undefined };
  expect([kindIn(followed), nameIn(followed), labelIn(followed)]).toEqual([undefined, undefined, undefined]);
});
