import { compareWithBase } from '../../../../lib/targets/compose/base-file/compare';
import { parseBaseFile } from '../../../../lib/targets/compose/base-file/parse';
import { BASES, type Base } from '../../../support/bases';
import { problemsOf } from '../../../support/problems';
import { onlySizing, workbenchPlan } from '../../../support/workbench';

const COMMAND = "docker compose --profile '*' -f base.yml config --format json | fmsynth check --base -";

/** What the real Compose and the real engine make of each, test/e2e/compose-config.test.ts finds out. */
describe.each(BASES)('$title', ({ base, sizes, set = [], finds, says, unreadable }: Base) => {
  const compared = () => compareWithBase(workbenchPlan([...onlySizing(sizes), ...set]), parseBaseFile(base, 'base.yml'), COMMAND);

  it(unreadable ? 'is not read' : 'is found out', () => {
    if (unreadable) {
      expect(problemsOf(compared)[0]).toMatch(/^base\.yml:\d+:\d+: /);
      return;
    }
    const { findings } = compared();
    expect(findings.map(({ severity, code, subject }) => `${severity} ${code} ${subject}`).sort()).toEqual([...finds].sort());
    if (says) expect(findings.map(({ message }) => message).join('\n')).toMatch(says);
  });
});
