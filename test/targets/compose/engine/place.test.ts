import { placeOf, type Traits } from '../../../../lib/targets/compose/engine/place';
import { HOST } from '../../../support/engine';

const place = (traits: Partial<Traits>, host = HOST) => placeOf({ name: '', system: '', kernel: '', ...traits }, host);

it.each([
  ["Docker Desktop's machine", { system: 'Docker Desktop', name: 'docker-desktop', kernel: '6.6.31-linuxkit' }],
  ["Docker Desktop's machine", { system: 'Docker Desktop', kernel: '5.15.146.1-microsoft-standard-WSL2' }],
  ["Docker Desktop's machine", { name: 'docker-desktop' }],
  ["Docker Desktop's machine", { system: 'Docker for Mac', name: 'moby' }],
  ["OrbStack's machine", { system: 'OrbStack', name: 'orbstack', kernel: '6.9.8-orbstack-00170-g7b4100b7ced4' }],
  ["OrbStack's machine", { system: 'OrbStack' }],
  ["OrbStack's machine", { name: 'orbstack' }],
  ["OrbStack's machine", { system: 'Ubuntu 24.04', kernel: '6.9.8-orbstack-00170-g7b4100b7ced4' }],
  ["Rancher Desktop's machine", { system: 'Alpine Linux v3.18', name: 'lima-rancher-desktop', kernel: '6.1.82-0-virt' }],
  ["Rancher Desktop's machine", { system: 'Rancher Desktop WSL Distribution', kernel: '5.15.90.1-microsoft-standard-WSL2' }],
  ["Rancher Desktop's machine", { name: 'rancher-desktop' }],
  ["colima's machine", { system: 'Ubuntu 24.04.1 LTS', name: 'colima', kernel: '6.8.0-50-generic' }],
  ["colima's machine", { system: 'Ubuntu 24.04.1 LTS', name: 'colima-work' }],
  ["Lima's machine", { system: 'Ubuntu 24.04 LTS', name: 'lima-docker' }],
  ["Podman's machine", { system: 'fedora', name: 'podman-machine-default' }],
  ["Podman's machine", { system: 'fedora', name: 'localhost.localdomain', kernel: '6.8.11-300.fc40.aarch64' }],
  ["Docker Toolbox's machine", { system: 'Boot2Docker 19.03.12 (TCL 10.1)', name: 'default' }],
  ['the machine of WSL', { system: 'Ubuntu 22.04.3 LTS', name: 'DESKTOP-4711', kernel: '5.15.146.1-microsoft-standard-WSL2' }],
  ["LinuxKit's machine", { system: 'Alpine Linux v3.18', name: 'linuxkit-025000000001', kernel: '5.10.104-linuxkit' }],
])('knows %s by %j', (name, traits) => {
  expect(place(traits)).toEqual({ kind: 'virtual', name });
});

it.each([
  { name: 'my-laptop', system: 'Ubuntu 24.04 LTS', kernel: HOST.kernel },
  { name: 'my-laptop', system: 'Ubuntu 24.04 LTS' },
  // Whoever calls a computer so still works on it.
  { name: 'colimander', system: 'Debian GNU/Linux 12', kernel: HOST.kernel },
  { name: 'orbstacker', system: 'Debian GNU/Linux 12', kernel: HOST.kernel },
  { name: 'localhost.localdomain', system: 'fedora', kernel: HOST.kernel },
  {},
])('takes an engine for one on the user’s own computer that says %j', (traits) => {
  expect(place(traits)).toEqual({ kind: 'host' });
});

it.each([
  [{ name: 'build01', system: 'Ubuntu 22.04', kernel: '5.15.0-91-generic' }, HOST, 'build01'],
  [{ system: 'Ubuntu 22.04', kernel: '5.15.0-91-generic' }, HOST, 'Ubuntu 22.04'],
  [{ name: 'build01' }, { ...HOST, platform: 'darwin' as const }, 'build01'],
  [{}, { ...HOST, platform: 'win32' as const }, 'without a name'],
])('knows that %j is another machine, and nothing more', (traits, host, name) => {
  expect(place(traits, host)).toEqual({ kind: 'elsewhere', name });
});
