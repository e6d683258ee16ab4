import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { Finding } from '../../../../lib/checks/finding';
import { describeProblems, InputError } from '../../../../lib/problem';
import { type Comparison, compareWithBase } from '../../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { textOfBase } from '../../../../lib/targets/compose/base-file/text';
import { inMessage } from '../../../../lib/text';
import { shopsynth } from '../../../support/cli';
import { mutated, runs } from '../../../support/mutations';
import { shopLaptop } from '../../../support/plans';
import { AGREEING } from '../../../support/published';
import { expectSaidWell } from '../../../support/said-well';
import { scratch } from '../../../support/scratch';
import { ALL_ON, RICH_BASE, richPlan } from '../../../support/workbench';

/** The shop's base file with a merge key, which Compose files have where services are alike. */
const TEXT = `x-alike: &alike { init: false }\n${AGREEING.replace('  shop-cart:\n', '  shop-cart:\n    <<: *alike\n')}`;

const BASES = [parse(AGREEING), RICH_BASE];
const PLANS = [
  shopLaptop(),
  shopLaptop(['machine.memory=8Gi', 'switches.hardening=true', 'switches.loopbackPorts=true', 'switches.persist=true']),
  richPlan(ALL_ON),
  richPlan([...ALL_ON, 'services.redis=off', 'services.orders.memory.request=null']),
] as const;

/** What becomes of a base file: a comparison, or what is said of it. */
function outcome(bytes: Uint8Array, plan: (typeof PLANS)[number]): Comparison | readonly string[] {
  try {
    return compareWithBase(plan, parseBaseFile(textOfBase(bytes, 'base.yml'), 'base.yml'), 'docker compose config');
  } catch (error) {
    if (error instanceof InputError) return describeProblems(error.problems);
    throw error;
  }
}

const lineOf = ({ code, subject, message }: Finding): string => inMessage(`${code} ${subject}: ${message}`);

function comesOutWell(bytes: Uint8Array, plan: (typeof PLANS)[number]): void {
  const result = outcome(bytes, plan);
  const lines = 'findings' in result ? [...result.findings.map(lineOf), ...result.unread, ...result.inactive].map(inMessage) : result;
  expectSaidWell(lines, { lines: 150, length: 1500 });
}

const plans = fc.constantFrom(...PLANS);

it('agrees with the base files that are changed below', () => {
  for (const [base, plan] of [
    [TEXT, PLANS[0]],
    [stringify(RICH_BASE), PLANS[2]],
  ] as const) {
    const result = outcome(Buffer.from(base), plan);
    expect('findings' in result ? result.findings.map(lineOf) : result).toEqual([]);
  }
});

it('compares any change of a base file, or says well why not', () => {
  fc.assert(
    fc.property(mutated(BASES), plans, (tree, plan) => comesOutWell(Buffer.from(JSON.stringify(tree) ?? ''), plan)),
    { numRuns: runs(300) },
  );
});

it('compares any change as YAML, with anchors where the same stands twice', () => {
  fc.assert(
    fc.property(mutated(BASES), mutated(BASES), plans, (first, second, plan) => {
      const tree = { ...(first as object), 'x-other': second };
      comesOutWell(Buffer.from(stringify(tree)), plan);
    }),
    { numRuns: runs(60) },
  );
});

/** One change of a text: a piece is cut out, doubled, moved to the front, or has something put before it. */
const slip = fc.record({
  from: fc.nat(),
  length: fc.nat(200),
  put: fc.constantFrom(
    '',
    '\t',
    '\r\n',
    ' ',
    ':',
    '- ',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: *alike',
    '!reset ',
    '!override ',
    '---\n',
    '#',
    '{',
    ']',
    '$',
    '\u0000',
    '\ufeff',
    '\u0007',
    'é',
  ),
  how: fc.constantFrom('cut', 'double', 'move', 'put'),
});

it('compares any slip of the hand in the text, or says well why not', () => {
  fc.assert(
    fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), plans, (slips, plan) => {
      const text = slips.reduce((before, { from, length, put, how }) => {
        const start = from % (before.length + 1);
        const [head, piece, tail] = [before.slice(0, start), before.slice(start, start + length), before.slice(start + length)];
        const changed = {
          cut: head + tail,
          double: head + piece + piece + tail,
          move: piece + head + tail,
          put: head + put + piece + tail,
        };
        return changed[how];
      }, TEXT);
      comesOutWell(Buffer.from(text), plan);
    }),
    { numRuns: runs(200) },
  );
});

it('takes any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, marked) =>
      comesOutWell(marked ? Buffer.from([0xff, 0xfe, ...bytes]) : bytes, PLANS[0]),
    ),
    { numRuns: runs(200) },
  );
});

it('never fails as a program, whatever the base file', async () => {
  await fc.assert(
    fc.asyncProperty(mutated(BASES), async (tree) => {
      const cwd = scratch({ 'base.yml': stringify(tree), 'out/docker-compose.yml': stringify(tree) });
      for (const args of [
        ['check', '--profile', 'laptop', '--base', 'base.yml'],
        ['--profile', 'laptop', '--output', 'out'],
      ]) {
        const { code, stdout, stderr } = await shopsynth(args, { cwd });
        expect([0, 1, 4]).toContain(code);
        expect(stdout + stderr).not.toMatch(/\n\s+at |a defect of this program/);
        expect((stdout + stderr).length).toBeLessThan(100_000);
      }
    }),
    { numRuns: runs(15) },
  );
});
