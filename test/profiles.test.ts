import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedProfiles } from '../lib/commands/profiles';
import { faultmaven } from '../lib/faultmaven/application';
import { loadProfile } from '../lib/profile/load';
import { fitted } from '../lib/targets/compose/fitting';
import { budgetOf, type ComposePlan } from '../lib/targets/compose/plan/plan';
import { Memory } from '../lib/units/memory';
import { ROOT } from './support/cli';
import { bind, onLaptop, shapes } from './support/plans';

const plan = (name: string): ComposePlan =>
  onLaptop(bind(faultmaven, loadProfile({ file: join(ROOT, 'profiles', `${name}.yaml`), cwd: ROOT, shapes })));

const LAPTOPS = shippedProfiles({ root: ROOT }).filter((name) => name.startsWith('laptop'));

/** CPUs, cap and reservation in MiB. */
const sizes = ({ services }: ComposePlan) =>
  Object.fromEntries(
    services.map(({ service, size: { cpu, memory } }) => [
      service.kind,
      [cpu?.limit.cores, memory.limit.mebibytes, memory.request?.mebibytes] as const,
    ]),
  );

it('follows the resource plan in laptop, and departs from it for evidence and the job worker alone', () => {
  expect(sizes(plan('laptop'))).toMatchObject({
    agent: [1, 1536, 512],
    knowledge: [1, 2048, 1024],
    chromadb: [0.5, 1024, 512],
    redis: [0.25, 512, 256],
    case: [undefined, 256, 128],
    auth: [undefined, 256, 128],
    session: [undefined, 256, 128],
    evidence: [undefined, 512, 128],
    'job-worker': [undefined, 512, 256],
  });
});

it.each(LAPTOPS)('gives every service a cap in %s, turns no switch on and restarts what is killed', (name) => {
  const { unsized, profile } = plan(name);
  expect(unsized).toEqual([]);
  expect(Object.values(profile.switches)).toEqual([false, false, false]);
  expect(profile.restart).toBe('unless-stopped');
});

it('is fitted to 8 GiB in laptop-8gb', () => {
  expect(sizes(plan('laptop-8gb'))).toEqual(sizes(fitted(plan('laptop'), Memory.parse('8Gi'))));
});

it('fits laptop-8gb and laptop-16gb on their machines, and does not fit laptop', () => {
  const fits = (name: string) => {
    const { limits, available } = budgetOf(plan(name));
    return !limits.exceeds(available);
  };
  expect(['laptop-8gb', 'laptop-16gb', 'laptop'].map(fits)).toEqual([true, true, false]);
});

it('gives the agent 4 GiB and two CPUs in laptop-16gb, and keeps 4 GiB', () => {
  const large = plan('laptop-16gb');
  expect(sizes(large).agent).toEqual([2, 4096, 512]);
  expect(large.profile.machine).toMatchObject({ memory: { mebibytes: 16_384 }, keep: { mebibytes: 4096 } });
  const { agent: _, ...others } = sizes(large);
  expect(sizes(plan('laptop'))).toMatchObject(others);
});

it.each(shippedProfiles({ root: ROOT }))('points the editor of %s to the schema', (name) => {
  expect(readFileSync(join(ROOT, 'profiles', `${name}.yaml`), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/,
  );
});
