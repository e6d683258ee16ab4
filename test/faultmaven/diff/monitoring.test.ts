import { join } from 'node:path';
import { ExitCode } from '../../../lib/exit-code';
import { fmsynth, ROOT } from '../../support/cli';

it('says which namespaces, alerts and dashboards go with the monitoring and the logging', async () => {
  const off = ['platform.monitoring=none', 'platform.logging=none', 'platform.owner=false'].flatMap((assignment) => ['--set', assignment]);
  const { code, stdout } = await fmsynth(['diff', '--profile', 'cluster', ...off, '--summary', '--against', `dir:${join(ROOT, 'dist')}`]);
  expect(code).toBe(ExitCode.destructive);
  expect(stdout).toContain(' Namespaces that are gone: faultmaven-monitoring; faultmaven-node; faultmaven-logging.');
  expect(stdout).toMatch(/ Alerts that are gone: MemoryNearLimit; MemoryAtLimit and \d+ more\./);
  expect(stdout).toMatch(/ Dashboards that are gone: Platform at a glance; One service and \d+ more\./);
});
