import type { ComposeRule } from './rule';

/** No service may use more CPUs than the machine has: Docker refuses to start it. */
export const cpusFit: ComposeRule = ({ profile, services }) =>
  services.flatMap(({ service, size }) => {
    const limit = size.cpu?.limit;
    if (limit === undefined || !limit.exceeds(profile.machine.cpus)) return [];
    return [
      {
        code: 'cpus-exceed-machine',
        severity: 'error',
        subject: service.kind,
        message: `${limit.inWords()} are more than the machine's ${profile.machine.cpus}: Docker refuses to start the container`,
        source: profile.sourceAt(['services', service.kind, 'cpu', 'limit']),
      },
    ];
  });
