import type { Explanations } from '../../../model/explanation';

/** What a rule can find in the plan of a laptop. */
export const COMPOSE_FINDINGS = {
  'calls-service-off': {
    means: 'A service that runs calls another one that does not: the profile turns it off, or a laptop cannot run it.',
    matters: 'Its calls fail, and so does whatever it needs the answers for.',
    wayOut: 'Give the other service a size if a laptop can run it, or turn the caller off as well.',
  },
  'caps-exceed-machine': {
    means: 'The memory limits of all services together are more than the machine has besides what is kept for everything else.',
    matters: 'Each container can reach its limit at the same moment. Then the machine swaps or freezes.',
    wayOut: 'Shrink the limits with `--fit`, lower some of them, or turn services off. Accept it where the machine may freeze.',
  },
  'cpus-exceed-machine': {
    means: 'A service has a CPU limit above the number of CPUs of the machine.',
    matters: 'Docker refuses to start its container.',
    wayOut: 'Lower `services.NAME.cpu.limit`, or correct `machine.cpus`. `--fit auto` takes the CPUs that the Docker engine has.',
  },
  'data-inside-container': {
    means: 'The image keeps data in a folder of its container on which nothing is mounted.',
    matters: 'New limits make Docker replace the container. The data in it is lost.',
    wayOut: 'Copy the data out of the container first, then turn on `switches.persist`.',
  },
  'departs-from-document': {
    means: 'The profile gives a service another memory limit than the resource plan does.',
    matters: 'The sum of the limits differs from the one in the resource plan. The finding says why its number cannot be kept.',
    wayOut: 'Nothing, if the reason holds for you. Otherwise set `services.NAME.memory.limit`; a limit below what it needs is refused.',
  },
  'never-restarted': {
    means: 'The profile says `restart: no`.',
    matters: 'A container that is killed at its memory limit stays down until somebody starts it.',
    wayOut: 'Leave `restart` out, which means `unless-stopped`.',
  },
  'ports-open-to-network': {
    means: 'The published Compose file publishes ports on every address of the machine, and the override leaves them so.',
    matters: 'Everybody in the same network can reach the services, and the services believe whoever calls them.',
    wayOut: 'Turn on `switches.loopbackPorts`, which needs Docker Compose 2.24.4 or newer.',
  },
  'reservations-exceed-machine': {
    means: 'The memory that is reserved for the services and the memory that is kept are together more than the machine has.',
    matters: 'The reservations cannot be honoured. The program ends with exit code 5 and writes nothing.',
    wayOut: 'Lower `services.NAME.memory.request` or `machine.keep`, turn services off, or take a machine with more memory.',
  },
  'service-without-cap': {
    means: 'The profile says nothing of a service, so the override gives it no limit.',
    matters: 'If the base file has the service, it runs without a limit and may take the whole memory of the machine.',
    wayOut: 'Give it a size below `services`, or `off` if it should not run, or `null` if the base file does not have it.',
  },
} as const satisfies Explanations;

/** The code of a finding about the plan of a laptop. */
export type ComposeCode = keyof typeof COMPOSE_FINDINGS;
