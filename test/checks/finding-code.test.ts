import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANY_PROFILE, chaptersIn, findingCodes } from '../../lib/checks/finding-code';
import { type Key, keysOf } from '../../lib/documents/keys';
import { faultmaven } from '../../lib/faultmaven/application';
import type { Explanation } from '../../lib/model/explanation';
import type { Service } from '../../lib/model/service';
import { members } from '../../lib/model/workload';
import { BASE_FINDINGS } from '../../lib/targets/compose/base-file/rules/codes';
import { COMPOSE_FINDINGS } from '../../lib/targets/compose/rules/codes';
import { KUBERNETES_FINDINGS } from '../../lib/targets/kubernetes/rules/codes';
import { ROOT } from '../support/cli';
import { shapes } from '../support/plans';
import { testService } from '../support/services';

const CHAPTERS = [
  ANY_PROFILE,
  { title: 'a laptop', explanations: { ...COMPOSE_FINDINGS, ...BASE_FINDINGS } },
  { title: 'a cluster', explanations: KUBERNETES_FINDINGS },
  ...chaptersIn(faultmaven).slice(0, 1),
];
const EXPLANATIONS = CHAPTERS.flatMap(({ explanations }) => Object.entries<Explanation>(explanations));
const sentencesOf = ({ means, matters, wayOut }: Explanation): readonly string[] => [means, matters, wayOut];

/** What the program is made of, without the lists of codes. */
const source = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/(codes?|findings)\.ts$/.test(path))
  .map((path) => readFileSync(join(ROOT, 'lib', path), 'utf8'))
  .join('\n');

it.each(EXPLANATIONS.map(([code]) => code))('%s is found by something', (code) => {
  expect(source).toContain(`code: '${code}'`);
});

it('has each code once, those of hazards included', () => {
  const codes = findingCodes(faultmaven, CHAPTERS.slice(1, 3));
  expect([...new Set(codes)]).toEqual(codes);
  expect(codes).toHaveLength(EXPLANATIONS.length + (faultmaven.hazards ?? []).length);
});

it('has the codes of what a workload can have by itself', () => {
  const workload = members({
    leader: { by: 'proxy' },
    findings: { 'no-failover': { means: 'M.', matters: 'M.', wayOut: 'W.' } },
    of: () => ({ mounts: [], containers: [{ name: 'one', command: ['serve'], environment: {}, probes: {} }] }),
  });
  const codes = (own: readonly Service[]) => findingCodes({ ...faultmaven, services: own, hazards: [] }, []);
  expect(codes([])).toEqual(['accepts-nothing', 'lost-with-its-pod']);
  expect(codes([testService('a'), testService('b', { workload })])).toEqual(['accepts-nothing', 'lost-with-its-pod', 'no-failover']);
});

/** The path of every key, with NAME for the name of a service. */
const paths = (keys: readonly Key[], prefix = ''): readonly string[] =>
  keys.flatMap(({ name, below }) => {
    const path = `${prefix}${name}`;
    return [path, ...(prefix === 'services.' ? paths(below, 'services.NAME.') : []), ...paths(below, `${path}.`)];
  });

const known = new Set(shapes.flatMap((shape) => paths(keysOf(shape.schema()))));
const tops = new Set([...known].map((path) => path.split('.')[0]));

it.each(EXPLANATIONS)('%s names keys that a profile may hold', (_, explanation) => {
  const named = sentencesOf(explanation)
    .flatMap((text) => [...text.matchAll(/`([\w-]+(?:\.[\w-]+)+)`/g)].map(([, path]) => path as string))
    .filter((path) => tops.has(path.split('.')[0]));
  expect(named.filter((path) => !known.has(path))).toEqual([]);
});

it('reads the keys in explanations', () => {
  expect(known.has('services.NAME.memory.limit')).toBe(true);
  expect(known.has('services.redis.export')).toBe(true);
  expect(JSON.stringify(EXPLANATIONS).match(/`(services|switches|machine|ingress)\.[\w.-]+`/g)?.length).toBeGreaterThan(9);
});

it.each(EXPLANATIONS)('%s is explained in whole sentences', (_, explanation) => {
  for (const text of sentencesOf(explanation)) expect(text).toMatch(/^[A-Z`].*\.$/s);
});
