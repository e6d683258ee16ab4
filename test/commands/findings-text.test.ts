import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import type { Chapter } from '../../lib/checks/chapter';
import type { Finding } from '../../lib/checks/finding';
import { asAnnotations, asJson, asSarif } from '../../lib/commands/findings-formats';
import { countFindings, findingsText, type Manner } from '../../lib/commands/findings-text';
import { columnsOf } from '../../lib/wrap';
import { FIXTURE } from '../fixture/shop';
import { shopsynth } from '../support/cli';
import { scratch } from '../support/scratch';

const finding = (code: string, subject: string, more: Partial<Finding> = {}): Finding => ({
  code,
  subject,
  severity: 'warning',
  message: 'a message',
  ...more,
});

const shown = (findings: readonly Finding[], manner: Partial<Manner> = {}): string =>
  findingsText(findings, { colors: createColors(false), width: Number.POSITIVE_INFINITY, ...manner });

const at = (file: string, line: number): Finding['source'] => ({ kind: 'file', file, line, column: 1 });

describe('order', () => {
  it('is errors, then warnings, then what is accepted', () => {
    const text = shown(
      [
        finding('no-export', 'a'),
        finding('search-split', 'b', { severity: 'error', accepted: 'known' }),
        finding('no-failover', 'c', { severity: 'error' }),
        finding('never-restarted', 'd'),
      ],
      { verbose: true },
    );
    expect(text.match(/^\w+ +\S+/gm)).toEqual([
      'error    no-failover',
      'warning  no-export',
      'warning  never-restarted',
      'accepted search-split',
    ]);
  });
});

describe('the sum', () => {
  it('counts the lines that are shown, and says of how many subjects they are', () => {
    const three = [finding('placeholder', 'a'), finding('placeholder', 'b'), finding('search-split', 'c')];
    expect(countFindings(three)).toBe('2 warnings for 3 subjects');
    expect(shown(three).trim().split('\n')).toHaveLength(2);
    expect(countFindings(three.slice(1))).toBe('2 warnings');
    expect(countFindings([])).toBe('no findings');
  });
});

describe('what is accepted', () => {
  const accepted = [
    finding('placeholder', 'a', { accepted: 'because of a' }),
    finding('search-split', 'b', { accepted: 'because of b', severity: 'error', message: 'is split' }),
    finding('placeholder', 'c', { accepted: 'because of a' }),
  ];

  it('is one line, by code', () => {
    expect(shown(accepted)).toBe('3 accepted: placeholder (2), search-split; --verbose shows them\n');
    expect(shown(accepted.slice(0, 1))).toBe('1 accepted: placeholder; --verbose shows it\n');
  });

  it('is told with its reason where that is asked for, one reason once', () => {
    expect(shown(accepted, { verbose: true })).toBe(
      'accepted placeholder  a, c: a message [accepted: because of a]\naccepted search-split  b: is split [accepted: because of b]\n',
    );
  });

  it('is not mentioned where there is none', () => {
    expect(shown([finding('no-export', 'a')])).toBe('warning  no-export  a: a message\n');
    expect(shown([])).toBe('');
  });
});

describe('the same of several subjects', () => {
  it('is said once, at the place of the first', () => {
    expect(shown([finding('no-export', 'a', { source: at('x.yaml', 3) }), finding('no-export', 'b', { source: at('x.yaml', 9) })])).toBe(
      'warning  no-export  x.yaml:3:1: a, b: a message\n',
    );
  });

  it('is said with what is particular to each, and one by itself in its own words', () => {
    const told = (subject: string, particular?: string): Finding =>
      finding('placeholder', subject, { message: `${particular} is wrong`, alike: { message: 'is wrong', particular } });
    expect(shown([told('a', 'x'), told('b'), told('c', 'z')])).toBe('warning  placeholder  a (x), b, c (z): is wrong\n');
    expect(shown([told('a', 'x')])).toBe('warning  placeholder  a: x is wrong\n');
  });

  it.each([
    ['another code', { code: 'no-failover' }],
    ['another message', { message: 'another message' }],
    ['another severity', { severity: 'error' }],
    ['another file', { source: at('y.yaml', 3) }],
    ['another background', { background: { consequence: 'c', wayOut: 'w', evidence: 'e' } }],
  ] as const)('is said apart for %s', (_, other) => {
    const first = finding('no-export', 'a', { source: at('x.yaml', 3) });
    expect(
      shown([first, { ...first, subject: 'b', ...other }])
        .trimEnd()
        .split('\n'),
    ).toHaveLength(2);
  });

  it('is complete for programs', () => {
    const findings = [finding('placeholder', 'a', { alike: { message: 'm' } }), finding('placeholder', 'b', { accepted: 'r' })];
    expect(JSON.parse(asJson(findings, 'x')).findings).toEqual([
      { code: 'placeholder', severity: 'warning', subject: 'a', message: 'a message' },
      { code: 'placeholder', severity: 'warning', subject: 'b', message: 'a message', accepted: 'r' },
    ]);
    expect(asAnnotations(findings)).toBe('::warning title=placeholder::a: a message\n');
    const sarif = (chapters: readonly Chapter[]) => JSON.parse(asSarif(findings, '1', chapters)).runs[0];
    const explanation = { means: 'It is one.', matters: 'It hurts.', wayOut: 'Change it.' };
    expect(sarif([]).results).toHaveLength(2);
    expect(sarif([]).tool.driver.rules).toEqual([{ id: 'placeholder' }]);
    expect(sarif([{ title: '', explanations: { placeholder: explanation } }]).tool.driver.rules).toEqual([
      {
        id: 'placeholder',
        shortDescription: { text: 'It is one.' },
        help: { text: 'It hurts. Change it.' },
        helpUri: expect.stringMatching(/docs\/findings\.md#placeholder$/),
      },
    ]);
  });
});

describe('a line', () => {
  const long = finding('no-export', 'a', {
    message: 'word '.repeat(40).trim(),
    background: { consequence: 'so '.repeat(40).trim(), wayOut: 'w', evidence: 'e' },
  });

  it('is broken at the width, and hangs', () => {
    const lines = shown([long], { width: 60, indent: 4, background: true }).trimEnd().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    expect(lines[0]).toMatch(/^ {4}warning {2}no-export {2}a: word/);
    expect(lines[1]).toMatch(/^ {13}word/);
    expect(lines.join('\n')).toMatch(/\n {15}so: so so .*\n {17}so so /);
  });

  it('is broken at the same words in colour', () => {
    const plain = shown([long, finding('no-export', 'b', { accepted: 'r' })], { width: 60, verbose: true });
    const coloured = shown([long, finding('no-export', 'b', { accepted: 'r' })], { width: 60, verbose: true, colors: createColors(true) });
    expect(coloured).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });
});

describe('the width', () => {
  const OWN = `extends: ${FIXTURE}/profiles/cluster.yaml\ntarget: kubernetes\n`;
  const widest = (text: string): number => Math.max(...text.split('\n').map(columnsOf));
  const run = (args: readonly string[], options: Parameters<typeof shopsynth>[1]) =>
    shopsynth(args, { cwd: scratch({ 'own.yaml': OWN }), env: { NO_COLOR: '1' }, ...options });

  it.each([
    ['that a terminal has', { isTTY: true, columns: 100 }, 100],
    ['that is usual, where a terminal does not know its own', { isTTY: true }, 80],
    ['that is usual, where a terminal says nothing', { isTTY: true, columns: 0 }, 80],
    ['that a message needs, where a terminal has less', { isTTY: true, columns: 10 }, 80],
  ])('is the one %s', async (_, stream, most) => {
    const { stdout } = await run(['check', '--profile', 'own.yaml', '--verbose'], stream);
    expect(widest(stdout)).toBeLessThanOrEqual(most);
  });

  it('is as large as it can be', async () => {
    const { stdout } = await run(['check', '--profile', 'own.yaml'], { isTTY: true, columns: 100 });
    expect(widest(stdout)).toBeGreaterThan(90);
  });

  it('has no bound where the output is no terminal, so that every finding can be found by its line', async () => {
    const { stdout } = await run(['check', '--profile', 'own.yaml', '--verbose'], { columns: 80 });
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^(error {2}|warning|accepted) | {11}(so|way out|known from): /);
    expect(widest(stdout)).toBeGreaterThan(200);
  });

  it('holds for the summary of synth as well', async () => {
    const args = ['--profile', 'laptop.yaml', '--output', 'out'];
    const cwd = scratch({ 'laptop.yaml': readFileSync(join(FIXTURE, 'profiles/laptop.yaml')) });
    const { stderr } = await run(args, { cwd, isTTY: true, columns: 80 });
    expect(widest(stderr.slice(0, stderr.indexOf('\n\n')))).toBeLessThanOrEqual(80);
    expect(stderr).toMatch(/^ {4}warning {2}ports-open-to-network .*\n {13}\S/m);
    expect((await run(args, { cwd })).stderr).toMatch(/^ {4}warning {2}ports-open-to-network .*closes them$/m);
  });
});

it('says of what an extended profile leaves open each thing once', async () => {
  const cwd = scratch({ 'own.yaml': `extends: ${FIXTURE}/profiles/cluster.yaml\ntarget: kubernetes\n` });
  const { stdout } = await shopsynth(['check', '--profile', 'own.yaml'], { cwd });
  expect(stdout.match(/^warning {2}placeholder /gm)).toHaveLength(2);
  expect(stdout.match(/no registry could be asked/g)).toHaveLength(1);
  expect(stdout).toMatch(
    /: apiServer\.cidrs\.0 \(192\.0\.2\.0\/24\), .*ingress\.host \(shop\.example\.com\), .*: from the documentation: give your own$/m,
  );
});
