import { accept } from '../../lib/checks/acceptance';
import type { Chapter } from '../../lib/checks/chapter';
import type { Finding } from '../../lib/checks/finding';
import { describeSource } from '../../lib/problem';
import { HEAD, planOver } from '../support/plans';

const chapter = (...codes: readonly string[]): Chapter => ({
  title: 'a test',
  explanations: Object.fromEntries(codes.map((code) => [code, { means: 'm', matters: 'm', wayOut: 'w' }])),
});
const renamed: Chapter = {
  title: 'a test',
  explanations: { 'new-name': { means: 'm', matters: 'm', wayOut: 'w', formerly: 'old-name' } },
  gone: ['no-more'],
};
const chapters = [chapter('placeholder'), chapter('never', 'base-image-differs'), renamed];
const asked = { chapters, unasked: [] };
const unasked = { chapters, unasked: chapters.slice(1, 2) };

/** What becomes of findings under these lines of `accept`. */
const accepting = (lines: string, findings: readonly Finding[]): readonly Finding[] =>
  accept(findings, planOver([], `${HEAD}services: {}\naccept:\n${lines}`), asked);

const finding = (code: string, severity: Finding['severity'] = 'warning', subject = 's'): Finding =>
  ({ code, severity, subject, message: 'm' }) as Finding;
const plan = planOver([], `${HEAD}services: {}\naccept:\n  known: we know\n  never: nobody has it\n`);

it('marks every finding of an accepted code with the reason, and hides none', () => {
  const findings = accept([finding('known'), finding('other'), finding('known', 'error'), finding('never')], plan, asked);
  expect(findings.map(({ code, severity, accepted }) => [code, severity, accepted])).toEqual([
    ['known', 'warning', 'we know'],
    ['other', 'warning', undefined],
    ['known', 'error', 'we know'],
    ['never', 'warning', 'nobody has it'],
  ]);
});

it('warns of an acceptance that matches nothing, at its place', () => {
  const [, idle, ...more] = accept([finding('known')], plan, asked);
  expect(more).toEqual([]);
  expect(idle).toMatchObject({ code: 'accepts-nothing', severity: 'warning', subject: 'accept' });
  expect(idle?.message).toContain('never');
  expect(idle?.source && describeSource(idle.source)).toBe('x.yaml:6:10');
  expect(idle?.accepted).toBeUndefined();
});

it('accepts a code for one subject and its parts, and for no other', () => {
  const about = (subject: string): Finding => finding('placeholder', 'warning', subject);
  const subjects = ['images.agent', 'images.agents', 'images', 'ingress.host', 'images.agent.part'];
  const accepted = (line: string) =>
    accepting(`  ${line}\n`, subjects.map(about)).flatMap((one) => (one.accepted === undefined ? [] : one.subject));
  expect(accepted('placeholder:images.agent: seen')).toEqual(['images.agent', 'images.agent.part']);
  expect(accepted('placeholder:images: seen')).toEqual(['images.agent', 'images.agents', 'images', 'images.agent.part']);
  expect(accepted('"placeholder:ingress.host": seen')).toEqual(['ingress.host']);
  expect(accepted('placeholder: seen')).toEqual(subjects);
});

it('takes the reason of whatever says most, in whichever order they stand', () => {
  const lines = ['  a-code:x: of x\n', '  a-code: of all\n', '  a-code:x.y: of x.y\n'];
  const findings = ['x', 'x.y', 'z'].map((subject) => finding('a-code', 'error', subject));
  for (const text of [lines.join(''), lines.toReversed().join('')])
    expect(accepting(text, findings).map(({ accepted }) => accepted)).toEqual(['of x', 'of x.y', 'of all']);
});

describe('of an acceptance that matches nothing', () => {
  const complaints = (line: string, ...findings: readonly Finding[]) =>
    accepting(`  ${line}\n`, findings)
      .filter(({ code }) => code === 'accepts-nothing')
      .map(({ message }) => message);

  it.each([
    ['case-in-memory: x', 'case-in-memory is accepted, but nothing has that code: did you mean cases-in-memory?'],
    ['placeholdr: x', 'placeholdr is accepted, but nothing has that code: did you mean placeholder?'],
    ['zebra: x', 'zebra is accepted, but nothing has that code: remove it'],
    ['cases-split: x', 'cases-split is accepted, but nothing in this profile has that code: remove it'],
    [
      'placeholder:images.agnet: x',
      'placeholder:images.agnet is accepted, but nothing with that code is about it: did you mean placeholder:images.agent?',
    ],
    ['placeholder:zebra: x', 'placeholder:zebra is accepted, but nothing with that code is about it: remove it'],
    [
      'placeholdr:images.agent: x',
      'placeholdr:images.agent is accepted, but nothing has that code: did you mean placeholder:images.agent?',
    ],
    ['placeholdr:zebra: x', 'placeholdr:zebra is accepted, but nothing has that code: did you mean placeholder?'],
    ['no-more: x', 'no-more is accepted, but it had no effect: remove it'],
    ['no-more:agent: x', 'no-more:agent is accepted, but it had no effect: remove it'],
    ['old-name: x', 'old-name is accepted, but that code is now new-name: write new-name'],
    ['old-name:agent: x', 'old-name:agent is accepted, but that code is now new-name: write new-name:agent'],
    ['placeholder:: x', 'placeholder: is accepted, but nothing with that code is about it: remove it'],
  ])('says what is wrong with %s', (line, expected) => {
    expect(complaints(line, finding('placeholder', 'warning', 'images.agent'))).toEqual([expected]);
  });
});

it('proposes only what is found under that code', () => {
  const [, idle] = accepting('  placeholder:images.agnet: x\n', [finding('placeholders', 'warning', 'images.agent')]);
  expect(idle?.message).toBe('placeholder:images.agnet is accepted, but nothing with that code is about it: remove it');
});

it('says nothing of an acceptance that the profile inherits', () => {
  const isInherited = ([section, key]: readonly string[]): boolean => section === 'accept' && key === 'known';
  const idle = accept([], { ...plan, profile: { ...plan.profile, isInherited } }, asked);
  expect(idle.map(({ message }) => message)).toEqual(['never is accepted, but nothing in this profile has that code: remove it']);
});

it('says nothing of an acceptance of one subject about which nothing was asked', () => {
  const based = planOver([], `${HEAD}services: {}\naccept: { "base-image-differs:redis": ours }\n`);
  expect(accept([], based, unasked)).toEqual([]);
});

it('says nothing of an acceptance about which nothing was asked', () => {
  expect(accept([finding('known')], plan, unasked)).toHaveLength(1);
});

it('leaves findings alone when nothing is accepted', () => {
  const plain = planOver([], `${HEAD}services: {}\n`);
  expect(accept([finding('a')], plain, asked)).toEqual([{ ...finding('a'), accepted: undefined }]);
});

it('accepts in a shipped profile what every shipped one has, and in a copy of it not', () => {
  const explained = chapter('placeholder');
  const because = { ...explained, explanations: { placeholder: { means: 'm', matters: 'm', wayOut: 'w', shipped: 'an example' } } };
  const at = { ...finding('placeholder'), source: { kind: 'file', file: 'x.yaml', line: 1, column: 1 } } as const;
  const accepted = (isShipped: boolean, chapters: readonly Chapter[], one: Finding = at) =>
    accept([one], { ...plan, profile: { ...plan.profile, accept: {}, isShipped: () => isShipped } }, { chapters, unasked: [] })[0]
      ?.accepted;
  expect(accepted(true, [because])).toBe('an example');
  expect(accepted(false, [because])).toBeUndefined();
  expect(accepted(true, [explained])).toBeUndefined();
  expect(accepted(true, [])).toBeUndefined();
  // Where no file says it, whoever runs the program does.
  expect(accepted(true, [because], { ...at, source: undefined })).toBeUndefined();
  expect(accepted(true, [because], { ...at, source: { kind: 'flag', flag: '--set' } })).toBeUndefined();
});
