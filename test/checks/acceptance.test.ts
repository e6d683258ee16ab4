import { accept } from '../../lib/checks/acceptance';
import type { Finding } from '../../lib/checks/finding';
import { describeSource } from '../../lib/problem';
import { HEAD, planFrom } from '../support/plans';

const finding = (code: string, severity: Finding['severity'] = 'warning'): Finding =>
  ({ code, severity, subject: 's', message: 'm' }) as Finding;
const { profile } = planFrom(`${HEAD}services: {}\naccept:\n  known: we know\n  never: nobody has it\n`);
const asked = (): boolean => false;

it('marks every finding of an accepted code with the reason, and hides none', () => {
  const findings = accept([finding('known'), finding('other'), finding('known', 'error'), finding('never')], profile, asked);
  expect(findings.map(({ code, severity, accepted }) => [code, severity, accepted])).toEqual([
    ['known', 'warning', 'we know'],
    ['other', 'warning', undefined],
    ['known', 'error', 'we know'],
    ['never', 'warning', 'nobody has it'],
  ]);
});

it('warns of an acceptance that matches nothing, at its place', () => {
  const [, idle, ...more] = accept([finding('known')], profile, asked);
  expect(more).toEqual([]);
  expect(idle).toMatchObject({ code: 'accepts-nothing', severity: 'warning', subject: 'accept' });
  expect(idle?.message).toContain('never');
  expect(idle?.source && describeSource(idle.source)).toBe('x.yaml:6:10');
  expect(idle?.accepted).toBeUndefined();
});

it('guesses which code is meant', () => {
  const { profile: mistyped } = planFrom(`${HEAD}services: {}\naccept: { case-in-memory: x, zebra: x }\n`);
  const messages = accept([finding('cases-in-memory')], mistyped, asked).map(({ message }) => message);
  expect(messages).toContain('case-in-memory is accepted, but nothing has that code: did you mean cases-in-memory?');
  expect(messages).toContain('zebra is accepted, but nothing has that code: remove it');
});

it('says nothing of an acceptance about which nothing was asked', () => {
  expect(accept([finding('known')], profile, (code) => code === 'never')).toHaveLength(1);
});

it('leaves findings alone when nothing is accepted', () => {
  const { profile: plain } = planFrom(`${HEAD}services: {}\n`);
  expect(accept([finding('a')], plain, asked)).toEqual([{ ...finding('a'), accepted: undefined }]);
});
