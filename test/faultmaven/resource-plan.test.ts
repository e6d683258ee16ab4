import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedProfiles } from '../../lib/commands/profiles';
import { fitted } from '../../lib/targets/compose/fitting';
import { budgetOf, type ComposePlan } from '../../lib/targets/compose/plan/plan';
import { departures } from '../../lib/targets/compose/rules/departures';
import { Memory } from '../../lib/units/memory';
import { fmsynth, ROOT } from '../support/cli';
import { type Any, CLUSTER_PROFILES, clusterPlan, find, objectsOf } from '../support/cluster';
import { laptopPlan } from '../support/plans';

/** The numbers of RESOURCE_MANAGEMENT.md of faultmaven-deploy, and that the shipped profiles have them. */

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
  expect(sizes(laptopPlan('laptop'))).toMatchObject({
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

it('warns of evidence and the job worker at the shipped sizes, which the document plans at 256 MB', () => {
  const messages = departures(laptopPlan()).map(({ subject, message }) => `${subject} ${message}`);
  expect(messages).toEqual([
    expect.stringMatching(/^evidence gets 512Mi where the document plans about 256Mi: .*50 MB.*third cycle/),
    expect.stringMatching(/^job-worker gets 512Mi where the document plans about 256Mi: .*five processes/),
  ]);
});

it.each(LAPTOPS)('gives every service a cap in %s, turns no switch on and restarts what is killed', (name) => {
  const { unsized, profile } = laptopPlan(name);
  expect(unsized).toEqual([]);
  expect(Object.values(profile.switches)).toEqual([false, false, false]);
  expect(profile.restart).toBe('unless-stopped');
});

it('is fitted to 8 GiB in laptop-8gb', () => {
  expect(sizes(laptopPlan('laptop-8gb'))).toEqual(sizes(fitted(laptopPlan('laptop'), Memory.parse('8Gi'))));
});

it('fits laptop-8gb and laptop-16gb on their machines, and does not fit laptop', () => {
  const fits = (name: string) => {
    const { limits, available } = budgetOf(laptopPlan(name));
    return !limits.exceeds(available);
  };
  expect(['laptop-8gb', 'laptop-16gb', 'laptop'].map(fits)).toEqual([true, true, false]);
});

it('gives the agent 4 GiB and two CPUs in laptop-16gb, and keeps 4 GiB', () => {
  const large = laptopPlan('laptop-16gb');
  expect(sizes(large).agent?.slice(0, 2)).toEqual([2, 4096]);
  expect(large.profile.machine).toMatchObject({ memory: { mebibytes: 16_384 }, keep: { mebibytes: 4096 } });
  const { agent: _, ...others } = sizes(large);
  expect(sizes(laptopPlan('laptop'))).toMatchObject(others);
});

it.each(shippedProfiles({ root: ROOT }))('points the editor of %s to the schema', (name) => {
  expect(readFileSync(join(ROOT, 'profiles', `${name}.yaml`), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/,
  );
});

describe('in a cluster', () => {
  const objects = objectsOf(clusterPlan());

  it.each([
    ['fm-agent-service', 3, 10, '1', '2Gi', '2', '4Gi'],
    ['fm-knowledge-service', 3, 8, '1', '2Gi', '2', '4Gi'],
    ['fm-case-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-auth-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-evidence-service', 3, 6, '500m', '1Gi', '1', '2Gi'],
    ['fm-session-service', 3, 6, '250m', '512Mi', '500m', '1Gi'],
    ['fm-job-worker', 2, 5, '500m', '1Gi', '1', '2Gi'],
  ])('has %s with %d to %d replicas', (name, min, max, cpu, memory, cpuLimit, memoryLimit) => {
    const { resources } = find(objects, 'Deployment', name).spec.template.spec.containers[0];
    expect(resources.requests).toMatchObject({ cpu, memory });
    expect(resources.limits).toMatchObject({ cpu: cpuLimit, memory: memoryLimit });
    const { minReplicas, maxReplicas } = find(objects, 'HorizontalPodAutoscaler', name).spec;
    expect([minReplicas, maxReplicas]).toEqual([min, max]);
  });

  it.each([
    ['postgres', '2', '8Gi'],
    ['redis', '500m', '1Gi'],
    ['chromadb', '1', '2Gi'],
  ])('has three members of %s, each with its size', (name, cpu, memory) => {
    const { replicas, template } = find(objects, 'StatefulSet', name).spec;
    expect(replicas).toBe(3);
    expect(template.spec.containers[0].resources.limits).toMatchObject({ cpu, memory });
  });

  it.each(CLUSTER_PROFILES)('keeps three members, three Sentinels and budgets in %s', (profile) => {
    const all = objectsOf(clusterPlan(profile));
    for (const name of ['postgres', 'redis', 'chromadb']) expect(find(all, 'StatefulSet', name).spec.replicas).toBe(3);
    const { containers } = find(all, 'StatefulSet', 'redis').spec.template.spec;
    expect(containers.map(({ name }: Any) => name)).toEqual(['redis', 'sentinel']);
    for (const name of ['postgres', 'redis', 'chromadb', 'redis-proxy'])
      expect(find(all, 'PodDisruptionBudget', name).spec.minAvailable).toBeGreaterThan(0);
  });

  it("prints totals beside the plan's own, whose table does not add up to what it says of itself", async () => {
    const { stdout } = await fmsynth(['plan', '--profile', 'cluster']);
    expect(stdout).toMatch(/^this profile at rest +\d+ .*\n +of these, rows of the plan's table +29 +35 +82Gi\n/m);
    expect(stdout).toMatch(/^the plan's table adds up to +29 +35 +82 GB\nthe plan says of itself +~30 +~40 +~80 GB\n/m);
    expect(stdout).toContain('beside redis: a Sentinel beside each Redis');
    const asJson = await fmsynth(['plan', '--profile', 'cluster', '--format', 'json']);
    const { inResourcePlan, resourcePlan } = JSON.parse(asJson.stdout);
    expect(inResourcePlan.least).toMatchObject({ pods: 29, cpuLimits: 35, memoryLimitsMiB: 82 * 1024 });
    expect(resourcePlan.ofItself).toEqual({ pods: 30, cores: 40, memoryGB: 80 });
  });
});

describe('the data that Redis can hold', () => {
  const printed = async (...args: readonly string[]) => (await fmsynth(['plan', ...args])).stdout.replaceAll(/\s+/g, ' ');

  it('is told of a cluster, beside what it could be in the first releases', async () => {
    expect(await printed('--profile', 'cluster')).toContain('redis holds at most 384Mi of data; in the first releases 640Mi');
    const { data } = JSON.parse(await printed('--profile', 'cluster', '--format', 'json', '--set', 'services.redis.maxmemory=400Mi'));
    expect(data).toEqual([{ service: 'redis', mostMiB: 400, formerlyMiB: 400 }]);
  });

  it('is told of a laptop only where it has a bound', async () => {
    expect(await printed('--profile', 'laptop', '--set', 'services.redis.maxmemory=true')).toContain('redis holds at most 192Mi of data');
    expect(await printed('--profile', 'laptop')).not.toContain('holds at most');
  });
});
