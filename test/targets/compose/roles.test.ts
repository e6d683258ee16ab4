import { servicesIn } from '../../../lib/model/application';
import { runnable } from '../../../lib/targets/compose/roles';
import { shop } from '../../fixture/shop';
import { TWO } from '../../fixture/targets';
import { shopsynth } from '../../support/cli';
import { scratch } from '../../support/scratch';

const ofLaptop = (...args: readonly string[]) => shopsynth([...args, '--profile', 'laptop']);

it('runs every role but the one of the nodes', () => {
  expect(runnable(shop)).toEqual(servicesIn(shop, 'laptop').filter(({ workload }) => workload.role !== 'perNode'));
});

it.each([
  [['plan'], 'does not run on a laptop, because it is for the nodes of a cluster: shipper\n'],
  [['list'], 'does not run on a laptop, because it is for the nodes of a cluster: shipper\n'],
  [['plan', '--format', 'json'], '"notRun": [\n    "shipper"\n  ]'],
])('says what does not run: %j', async (args, expected) => {
  const { code, stdout } = await ofLaptop(...args);
  expect(code).toBe(0);
  expect(stdout).toContain(expected);
});

it('writes nothing of it, and warns of nothing', async () => {
  const { stdout, stderr } = await ofLaptop('--stdout', '--set', 'machine.memory=16Gi');
  expect(stdout).toContain('shop-cart');
  expect(stdout + stderr).not.toContain('shipper');
});

it('takes no size for it', async () => {
  const cwd = scratch({ 'mine.yaml': 'extends: laptop\nservices: { shipper: { memory: { limit: 1Gi } } }\n' });
  const { code, stderr } = await shopsynth(['--profile', './mine.yaml'], { cwd, targets: TWO });
  expect([code, stderr]).toEqual([1, 'mine.yaml:2:13: services.shipper: belongs to a cluster profile\n']);
});
