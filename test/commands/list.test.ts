import { fmsynth } from '../support/cli';
import { services } from '../support/plans';

it('prints services, images, ports and profiles', async () => {
  const { code, stdout } = await fmsynth(['list']);
  expect(code).toBe(0);
  for (const { kind, name, image } of services) expect(stdout).toMatch(new RegExp(`^${kind} +${name} +${image} `, 'm'));
  expect(stdout).toMatch(/^dashboard .* 3000:80 /m);
  expect(stdout).toMatch(/^laptop-8gb +compose +8Gi, 4 CPUs, 2Gi kept$/m);
});

it('prints them for programs', async () => {
  const { services: listed, profiles } = JSON.parse((await fmsynth(['list', '--format', 'json'])).stdout);
  expect(listed).toHaveLength(15);
  expect(listed.find(({ service }: { service: string }) => service === 'agent')).toMatchObject({
    name: 'fm-agent-service',
    ports: [{ name: 'http', container: 8000, laptop: 8006 }],
    calls: ['case'],
  });
  expect(profiles.map(({ name }: { name: string }) => name)).toEqual([
    'cluster',
    'cluster-released-images',
    'cluster-small',
    'laptop',
    'laptop-16gb',
    'laptop-8gb',
  ]);
});
