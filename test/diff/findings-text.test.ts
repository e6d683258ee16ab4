import { asMarkdown } from '../../lib/diff/markdown';
import { meaning } from '../../lib/diff/meaning';
import { findingsChange, findingsText } from '../../lib/diff/report';

const warnings = (count: number, start = 'warning'): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${start} code-${n} cart`);

it('names findings, those that are accepted apart', () => {
  const change = findingsChange(['error old cart'], [...warnings(2), ...warnings(1, 'accepted warning')]);
  expect(findingsText(change)).toBe(
    '2 new (warning code-0 cart, warning code-1 cart), 1 more accepted (warning code-0 cart), 1 gone (error old cart)',
  );
});

it('counts those of which there are more than are named', () => {
  expect(findingsText(findingsChange([], warnings(5)), 3)).toBe('5 new (warning code-0 cart, warning code-1 cart and 3 more)');
  expect(findingsText(findingsChange([], warnings(9)))).not.toContain('more');
  expect(findingsText(findingsChange(undefined, warnings(9)), 3)).toBe('9 now; the base does not list its own');
});

it('names all of them in the part of a comment that unfolds, where its paragraph does not', () => {
  const markdown = (count: number): string =>
    asMarkdown({
      against: 'git:main',
      unaffected: [],
      allowed: new Set(),
      changes: [
        {
          profile: 'cluster',
          change: 'changed',
          meaning: meaning({ differs: false }),
          findings: findingsChange([], warnings(count)),
          files: { before: [], after: [] },
        },
      ],
    });
  const [paragraph = '', rest = ''] = markdown(11).split('<details>');
  expect([paragraph.includes('code-8 '), paragraph.includes('code-9 '), rest.includes('code-10 ')]).toEqual([true, false, true]);
  expect(markdown(10).split('<details>')[1]).not.toContain('code-');
});

const said = (before: readonly string[], after: readonly string[]): string => findingsText(findingsChange(before, after));

const [OPEN, OTHER] = ['warning placeholder images.cart', 'warning placeholder images.orders'];

it.each([
  ['none', [OPEN], [OPEN], 'none new'],
  ['one more', [], [OPEN], `1 new (${OPEN})`],
  ['one less', [OPEN, OTHER], [OTHER], `none new, 1 gone (${OPEN})`],
  ['one that is accepted from the start', [], [`accepted ${OPEN}`], `none new, 1 more accepted (${OPEN})`],
  ['one that is accepted from now on', [OPEN], [`accepted ${OPEN}`], `none new, 1 more accepted (${OPEN})`],
  ['one that is no longer accepted', [`accepted ${OPEN}`], [OPEN], `none new, 1 no longer accepted (${OPEN})`],
  ['an accepted one that is gone', [`accepted ${OPEN}`], [], `none new, 1 gone (accepted ${OPEN})`],
  ['one that is graver', [OPEN], ['error placeholder images.cart'], 'none new, 1 of another severity (error placeholder images.cart)'],
  [
    'an accepted one that is graver',
    [`accepted ${OPEN}`],
    ['accepted error placeholder images.cart'],
    'none new, 1 of another severity (accepted error placeholder images.cart)',
  ],
  [
    'one in the place of another',
    [`accepted ${OPEN}`, OTHER],
    [OPEN, 'warning no-digest images'],
    `1 new (warning no-digest images), 1 no longer accepted (${OPEN}), 1 gone (${OTHER})`,
  ],
])('tells of findings: %s', (_, before, after, expected) => {
  expect(said(before, after)).toBe(expected);
});
