import { faultmaven } from '../../lib/faultmaven/application';
import { servicesIn } from '../../lib/model/application';
import { fmsynth, ROOT } from '../support/cli';
import { PUBLISHED_FILE } from '../support/published';

it('agrees with the profile of a laptop in every service', async () => {
  const { code, stdout } = await fmsynth(['check', '--profile', 'laptop', '--base', PUBLISHED_FILE], { cwd: ROOT });
  expect(stdout).not.toContain('base-');
  expect(stdout).toContain(`\nbase agrees: ${servicesIn(faultmaven, 'laptop').length} services\n`);
  expect(code).toBe(0);
});
