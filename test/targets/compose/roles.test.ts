import { runnable } from '../../../lib/targets/compose/roles';
import { seconds } from '../../../lib/units/duration';
import { shop } from '../../fixture/shop';
import { shopsynth } from '../../support/cli';
import { scratch } from '../../support/scratch';
import { testService } from '../../support/services';

const watch = testService('watch', { workload: { role: 'perNode', command: ['watch'], drain: seconds(1), priority: 'batch' } });
const watched = { ...shop, services: { ...shop.services, compose: [...shop.services.compose, watch] } };

const ofLaptop = (...args: readonly string[]) => shopsynth([...args, '--profile', 'laptop'], { application: watched });

it('runs every role but the one of the nodes', () => {
  expect(runnable(watched)).toEqual(shop.services.compose);
});

it.each([
  [['plan'], 'does not run on a laptop, because it is for the nodes of a cluster: watch\n'],
  [['list'], 'does not run on a laptop, because it is for the nodes of a cluster: watch\n'],
  [['plan', '--format', 'json'], '"notRun": [\n    "watch"\n  ]'],
])('says what does not run: %j', async (args, expected) => {
  const { code, stdout } = await ofLaptop(...args);
  expect(code).toBe(0);
  expect(stdout).toContain(expected);
});

it('writes nothing of it, and warns of nothing', async () => {
  const { stdout, stderr } = await ofLaptop('--stdout', '--set', 'machine.memory=16Gi');
  expect(stdout).toContain('shop-cart');
  expect(stdout + stderr).not.toContain('watch');
});

it('takes no size for it', async () => {
  const cwd = scratch({ 'mine.yaml': 'extends: laptop\nservices: { watch: { memory: { limit: 1Gi } } }\n' });
  const { code, stderr } = await shopsynth(['--profile', './mine.yaml'], { application: watched, cwd });
  expect([code, stderr]).toEqual([1, expect.stringContaining('services.watch: unknown service')]);
});
