import { asJson } from '../../lib/diff/json';
import { asMarkdown } from '../../lib/diff/markdown';
import type { Warning } from '../../lib/diff/meaning';
import { findingsChange, type ProfileChange } from '../../lib/diff/report';
import { asSummary } from '../../lib/diff/summary';
import { asText } from '../../lib/diff/text';
import { asUnified } from '../../lib/diff/unified';
import { changeOf, reportOf } from '../support/report';

const shrinks: Warning = { code: 'disk-shrinks', subject: 'db', kind: 'refused', what: 'it shrinks', way: 'none' };
const loses: Warning = { code: 'data-lost', subject: 'db', kind: 'destroys', what: 'it is lost', way: 'copy it' };
const cart = { of: 'cart', change: 'changed', figures: [{ what: 'max', before: 1, after: 2 }], besides: [] } as const;
const all = changeOf(
  'cluster',
  {
    services: [cart],
    warnings: [shrinks, loses],
    notes: ['of another version'],
    sentences: ['Nothing restarts.'],
    closing: ['Prune first.'],
    totals: [
      {
        of: 'at rest',
        figures: [
          { what: 'pods', before: 9, after: 10 },
          { what: 'memory limits', before: 5, after: 5 },
        ],
      },
    ],
  },
  { findings: findingsChange(['warning a x'], []) },
);
const report = reportOf([all, { ...all, profile: 'staging' }], { unaffected: ['laptop', 'other'], allowed: new Set(['data-lost:db']) });

describe('--summary', () => {
  const summary = (change: ProfileChange, parts: Parameters<typeof reportOf>[1] = {}): string => asSummary(reportOf([change], parts));

  it('is a paragraph of all that is to be said', () => {
    expect(asSummary(report)).toBe(
      'cluster\nRefused: db: it shrinks. Destroys, allowed: db: it is lost. Of another version cart: max 1→2. Nothing restarts. ' +
        'Also in staging; laptop and other unaffected. Findings: none new, 1 gone (warning a x). Prune first.\n',
    );
  });

  it.each([
    [changeOf('p', { differs: false }), 'p\nNothing else changes. Findings: none new.\n'],
    [
      changeOf('p', { differs: false }, { findings: findingsChange([], ['warning a b']) }),
      'p\nOnly findings change. Findings: 1 new (warning a b).\n',
    ],
    [
      changeOf('p', { differs: false }, { findings: findingsChange(['warning a b'], []) }),
      'p\nOnly findings change. Findings: none new, 1 gone (warning a b).\n',
    ],
    [changeOf('p', { services: [cart] }, { change: 'removed' }), 'p (removed)\nRemoved: cart.\n'],
    [
      changeOf('p', { services: [cart, { ...cart, of: 'b' }] }, { change: 'added', findings: findingsChange([], ['warning a b']) }),
      'p (new)\nNew: cart and b. Findings: 1.\n',
    ],
    [
      changeOf('p', { services: [cart] }, { change: 'added', findings: findingsChange([], ['accepted warning a b', 'error c d']) }),
      'p (new)\nNew: cart. Findings: 2, of which 1 accepted.\n',
    ],
    [changeOf('p', {}, { formerly: 'q' }), 'p, compared with q\n Findings: none new.\n'],
    [changeOf('p', {}, { formerly: 'q', renamed: true }), 'p, renamed from q\n Findings: none new.\n'],
  ])('says what kind of change it is: %#', (change, expected) => expect(summary(change).replace('\nF', '\n F')).toBe(expected));

  it('leaves the name of a profile as it is', () => {
    expect(summary(changeOf('p'), { unaffected: ['laptop'] })).toBe('p\nlaptop unaffected. Findings: none new.\n');
  });

  it('is said of each that changes otherwise, and of the rest in the last', () => {
    const other = changeOf('q', { services: [cart] });
    expect(asSummary(reportOf([changeOf('p'), other], { unaffected: ['laptop'] }))).toBe(
      'p\nFindings: none new.\n\nq\ncart: max 1→2. laptop unaffected. Findings: none new.\n',
    );
    for (const parts of [{ change: 'added' }, { formerly: 'x' }] as const)
      expect(asSummary(reportOf([changeOf('p', {}, parts), changeOf('q', {}, parts)])).split('\n\n')).toHaveLength(2);
    const warned = [changeOf('p', { warnings: [loses] }), changeOf('q', { warnings: [loses] })];
    expect(asSummary(reportOf(warned, { allowed: new Set(['q/data-lost:db']) })).split('\n\n')).toHaveLength(2);
  });

  it('is a line where nothing changes', () => {
    expect(asSummary(reportOf([], { unaffected: ['a', 'b'] }))).toBe('nothing changes against git:main: a and b\n');
  });
});

describe('the format for people', () => {
  const painted = (name: string) => (text: string) => `<${name} ${text}>`;
  const colors = { red: painted('red'), dim: painted('dim'), bold: painted('bold') } as never;

  it('says all of it', () => {
    expect(asText(report, { colors, width: 100 })).toBe(
      [
        '<bold cluster>, against git:main',
        '  <red refused>  <bold disk-shrinks:db>  it shrinks',
        '    way: none',
        '  <dim destroys, allowed>  <bold data-lost:db>  it is lost',
        '    way: copy it',
        '  notes',
        '    of another version',
        '  services',
        '    cart: max 1→2',
        '  totals',
        '                   at rest',
        '    pods           9→10',
        '    memory limits  5',
        '  findings: none new, 1 gone (warning a x)',
        '  Prune first.',
        '  also in staging',
        '',
        'unaffected: laptop and other',
        '',
      ].join('\n'),
    );
  });

  it('says no findings of a profile that is gone, and nothing of what is not there', () => {
    expect(asText(reportOf([changeOf('p', {}, { change: 'removed' })]), { colors, width: 100 })).toBe(
      '<bold p (removed)>, against git:main\n',
    );
    expect(asText(reportOf([], { unaffected: ['a'] }), { colors, width: 100 })).toBe('nothing changes against git:main: a\n');
  });

  it('breaks long lines', () => {
    expect(asText(reportOf([changeOf('p', { notes: ['one two three four'] })]), { colors, width: 16 })).toContain(
      '    one two\n      three four\n',
    );
  });
});

describe('Markdown', () => {
  it('says what matters in a paragraph, and the rest below a line that unfolds', () => {
    expect(asMarkdown(report)).toBe(
      [
        '**cluster**',
        'Refused: db: it shrinks. Destroys, allowed: db: it is lost. Of another version cart: max 1→2. Nothing restarts. ' +
          'Also in staging; laptop and other unaffected. Findings: none new, 1 gone (warning a x). Prune first.',
        '- **Refused** disk-shrinks:db: it shrinks. Way: none\n- **Destroys, allowed** data-lost:db: it is lost. Way: copy it',
        '<details><summary>Everything that changes against git:main</summary>',
        'Notes:',
        '- of another version',
        'Services:',
        '- cart: max 1→2',
        'Totals:',
        '|  | at rest |\n|---|---|\n| pods | 9→10 |\n| memory limits | 5 |',
        '</details>\n',
      ].join('\n\n'),
    );
  });

  it.each([
    ['<b>', '&lt;b&gt;'],
    ['@me, #1', '@\u2060me, #\u20601'],
    ['a @ b # c', 'a @ b # c'],
    ['*x* _y_ ~z~', '\\*x\\* \\_y\\_ \\~z\\~'],
    ['[l](u) a|b', '\\[l\\](u) a\\|b'],
    ['`c` \\d', '\\`c\\` \\\\d'],
  ])('takes no marks from others: %s', (text, expected) => {
    expect(asMarkdown(reportOf([changeOf('p', { notes: [text] })]))).toContain(`\n- ${expected}\n`);
  });

  it('leaves out of a comment what does not fit', () => {
    const long = (profile: string): ProfileChange =>
      changeOf(profile, {
        notes: [],
        topics: [{ title: profile, gained: Array.from({ length: 40 }, (_, n) => `${n} ${'x'.repeat(900)}`), lost: [] }],
      });
    const said = asMarkdown(reportOf([long('a'), long('b'), changeOf('c', { sentences: ['Small.'] })]));
    const rest = 'The rest is too long for a comment: `diff` without `--format` prints it.';
    expect(said.split('**').filter((part) => part.includes(rest))).toHaveLength(1);
    expect(said).toMatch(new RegExp(`\\*\\*b\\*\\*\n\n[^*]*${rest.replace('.', '\\.')}`));
    expect(said.split('<details>')).toHaveLength(3);
    expect(said.length).toBeLessThan(60_000);
  });

  it('is a line where nothing changes', () => {
    expect(asMarkdown(reportOf([], { against: 'dir:a_b' }))).toBe('Nothing changes against dir:a\\_b.\n');
  });
});

it('says the same to programs', () => {
  const files = {
    before: [
      { path: 'a', content: '1' },
      { path: 'same', content: '' },
    ],
    after: [
      { path: 'b', content: '2' },
      { path: 'same', content: '' },
    ],
  };
  const { profiles, ...whole } = JSON.parse(asJson({ ...report, changes: report.changes.map((one) => ({ ...one, files })) }));
  expect(whole).toEqual({ formatVersion: 1, against: 'git:main', unaffected: ['laptop', 'other'] });
  expect(profiles).toMatchObject([
    {
      profile: 'cluster',
      alsoIn: ['staging'],
      sentences: expect.arrayContaining(['Nothing restarts.']),
      files: ['a', 'b'],
      findings: { now: 0 },
    },
    {
      profile: 'staging',
      change: 'changed',
      warnings: [
        { code: 'disk-shrinks', allowed: false },
        { code: 'data-lost', allowed: true },
      ],
    },
  ]);
  expect(profiles[1]).not.toHaveProperty('sentences');
  expect(profiles[0]).not.toHaveProperty('closing');
});

it('shows lines as git does', () => {
  const files = {
    before: [
      { path: 'gone', content: 'x\n' },
      { path: 'changed', content: 'a\nb\n' },
      { path: 'same', content: 'x\n' },
    ],
    after: [
      { path: 'new', content: 'y\n' },
      { path: 'changed', content: 'a\nc\n' },
      { path: 'same', content: 'x\n' },
    ],
  };
  const unified = (parts: Partial<ProfileChange>): string => asUnified(reportOf([changeOf('p', {}, { files, ...parts })]));
  expect(unified({})).toBe(
    '--- a/p/changed\n+++ b/p/changed\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n' +
      '--- a/p/gone\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n' +
      '--- /dev/null\n+++ b/p/new\n@@ -0,0 +1,1 @@\n+y\n',
  );
  expect(unified({ formerly: 'q' })).toContain('--- a/q/changed\n+++ b/p/changed\n');
});
