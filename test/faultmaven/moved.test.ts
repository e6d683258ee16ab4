import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { ROOT } from '../support/cli';
import { clusterPlan, clusterPlanOf } from '../support/cluster';
import { EVERY_SIZE, planFrom } from '../support/plans';
import { problemsOf } from '../support/problems';

describe.each([
  ['backing.caseStorage', 'memory', 'services.case.storage'],
  ['backing.knowledge', 'sqlite', 'services.knowledge.database'],
  ['backing.evidence', 'sqlite', 'services.evidence.database'],
  ['backing.files', 'local', 'services.evidence.files'],
  ['backing.files', '{ bucket: { name: x } }', 'services.evidence.files'],
  ['backing.model', 'hub', 'services.knowledge.model'],
  ['backing.llm', '[openai]', 'services.agent.providers'],
])('%s: %s', (old, value, place) => {
  const [section = '', key = ''] = old.split('.');

  it('is told its place, where it stands', () => {
    expect(problemsOf(() => clusterPlanOf(`${section}:\n  ${key}: ${value}\n`))).toEqual([`x.yaml:4:3: ${old}: is now ${place}`]);
    expect(problemsOf(() => clusterPlan('cluster', [`${old}=${value}`]))).toEqual([`--set: ${old}: is now ${place}`]);
  });

  it('is not missing there as well', () => {
    const text = `${section}: { ${key}: ${value} }\n`;
    const beside = { 'base.yaml': withoutValueAt(place) };
    expect(problemsOf(() => clusterPlanOf(text, { extending: './base.yaml', beside }))).toEqual([`x.yaml:3:12: ${old}: is now ${place}`]);
  });

  it('belongs to another target, on a laptop', () => {
    expect(problemsOf(() => planFrom(EVERY_SIZE, [`${old}=${value}`]))).toEqual([
      `--set: ${old}: belongs to a cluster profile, as ${place}`,
    ]);
  });
});

/** The shipped cluster, without what is at a path. */
function withoutValueAt(path: string): string {
  const profile = parseDocument(readFileSync(join(ROOT, 'profiles/cluster.yaml'), 'utf8'));
  profile.deleteIn(path.split('.'));
  return String(profile);
}

it('takes what is said at the new places', () => {
  expect(() => clusterPlan('cluster', ['services.case.storage=postgres', 'services.evidence.files=local'])).not.toThrow();
});

it('says of what only one target has where it belongs, as the service does', () => {
  expect(problemsOf(() => planFrom(EVERY_SIZE, ['services.case.storage=memory', 'services.agent.providers=[openai]']))).toEqual([
    '--set: services.agent.providers: belongs to a cluster profile',
    '--set: services.case.storage: belongs to a cluster profile',
  ]);
});
