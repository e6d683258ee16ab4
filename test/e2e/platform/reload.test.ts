import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { clusterPlanOf, find, objectsOf } from '../../support/cluster';
import { scratch } from '../../support/scratch';
import { describeWith } from '../support/tools';
import { PROMETHEUS } from './programs';
import { Prometheus } from './prometheus';

jest.setTimeout(60_000);

const objects = objectsOf(clusterPlanOf('platform: { monitoring: full }\n'));
const { args = [], command } = find(objects, 'StatefulSet', 'prometheus').spec.template.spec.containers[0];
const reloads = [...command, ...args].filter((argument: string) => argument.startsWith('--config.auto-reload'));

const rules = (alert: string): string => JSON.stringify({ groups: [{ name: 'one', rules: [{ alert, expr: 'vector(1)' }] }] });

/** Puts the files of a ConfigMap where pods see them as a kubelet does: into a new folder, and then a link leads there. */
function mounted(folder: string, version: string, alert: string): void {
  const files = scratch({ 'services.rules.yml': rules(alert) });
  symlinkSync(files, join(folder, version));
  renameSync(join(folder, version), join(folder, '..data'));
}

describeWith(PROMETHEUS, 'a Prometheus as its members are started', () => {
  it('reads changed rules without a restart', async () => {
    const folder = scratch();
    mounted(folder, 'first', 'Former');
    symlinkSync(join('..data', 'services.rules.yml'), join(folder, 'services.rules.yml'));
    const configuration = { global: { evaluation_interval: '1s' }, rule_files: [join(folder, '*.rules.yml')] };
    const prometheus = await Prometheus.start(configuration, { args: [...reloads, '--config.auto-reload-interval=1s'] });
    try {
      await prometheus.untilFiring('Former', 30);
      mounted(folder, 'second', 'Present');
      await prometheus.untilFiring('Present', 30);
      await prometheus.untilSilent('Former', 30);
    } finally {
      await prometheus.stop();
    }
  });
});
