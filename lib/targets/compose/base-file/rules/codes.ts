import type { Finding } from '../../../../checks/finding';
import type { Explanations } from '../../../../model/explanation';

/** What a comparison with a base file, or with the folder that it is in, can find; without one nothing can be said about them. */
export const BASE_FINDINGS = {
  'base-caps-exceed-machine': {
    means: 'The base file has further services or replicas. Their limits and those of the profile are together more than the machine has.',
    matters: 'The sums of the profile hold, and the machine can still freeze.',
    wayOut: 'Lower the limits in the base file, or let fewer services run.',
  },
  'base-command-replaced': {
    means: 'The base file says how a container is started, and the override replaces that.',
    matters: 'Arguments that stand in the base file alone are lost.',
    wayOut: 'Turn off the switch or setting that writes the command, or take the arguments out of the base file if you do not need them.',
  },
  'base-replicas': {
    formerly: 'base-copies',
    means: 'The base file asks for several replicas of a service.',
    matters: 'Each replica has the whole limit, and the sums of the profile count one.',
    wayOut: 'Ask for one replica in the base file, or leave enough memory for all of them in `machine.keep`.',
  },
  'base-data-lost': {
    means: 'With the override, data would lie in a folder on which the base file mounts nothing that lasts.',
    matters: 'The data is lost when the container is replaced.',
    wayOut: 'Mount `./data` at `/data` in the base file, or turn off `switches.persist`.',
  },
  'base-data-moved': {
    means: 'The base file keeps data in one place, and the override makes the service look in another.',
    matters: 'The data is still there, but the service starts empty.',
    wayOut: 'Copy the data to the new place before the first start, or turn off `switches.persist`.',
  },
  'base-environment-replaced': {
    means: 'The base file and the override set the same variable to different values.',
    matters: 'The value of the override wins.',
    wayOut: 'Set the variable in one of them: in the base file, or in the profile.',
  },
  'base-file-missing': {
    means: 'The output folder has no Compose file.',
    matters: 'Compose loads an override only beside a base file. Nothing is started from this folder.',
    wayOut: 'Give the folder of the published Compose file to `--output`.',
  },
  'base-hardening-weakened': {
    means: 'The base file gives a container rights that `switches.hardening` would take away, such as `privileged`.',
    matters: 'Lists of both files add up, so the container keeps these rights.',
    wayOut: 'Take the rights out of the base file, unless the container needs them.',
  },
  'base-healthcheck-differs': {
    means: 'The base file has another health check than the override writes, or turns it off.',
    matters: 'Only one of the two counts. Containers that wait for this one wait for a different answer, or for none.',
    wayOut: 'Remove the health check from the base file, or turn off the switch that writes one.',
  },
  'base-image-differs': {
    means: 'The base file runs another image than this program knows.',
    matters: 'Sizes, health checks and folders were found out with the known image and may not be true of this one.',
    wayOut: 'Use the known image, or see that the limits are enough for yours and accept the finding.',
  },
  'base-kills-disabled': {
    means: 'The base file says `oom_kill_disable: true`.',
    matters: 'At its memory limit the container hangs. Otherwise the kernel would kill it, and Docker would start it again.',
    wayOut: 'Remove `oom_kill_disable` from the base file.',
  },
  'base-logging-replaced': {
    means: 'The base file and `switches.hardening` name different log drivers or options.',
    matters: 'Logs go where the override says, and nowhere else.',
    wayOut: 'Turn `switches.hardening` off, or remove the logging section from the base file.',
  },
  'base-port-differs': {
    means: 'The base file publishes or listens at other ports than this program knows.',
    matters: 'Health checks and published ports that the override writes do not match, so nothing answers there.',
    wayOut: 'Use the known ports in the base file, or turn off the switch that writes ports or health checks.',
  },
  'base-port-open': {
    means: 'The base file publishes a port on every address of the machine that `switches.loopbackPorts` does not close.',
    matters: 'Everybody in the same network can reach it.',
    wayOut: 'Write `127.0.0.1:` before the port in the base file.',
  },
  'base-refused': {
    means: 'Compose or the Docker engine refuses what the base file and the override say together, or what the base file says alone.',
    matters: '`docker compose up` ends with an error, and nothing starts.',
    wayOut: 'Change the place that the finding names.',
  },
  'base-resources-contradict': {
    means: 'The base file has a limit below `deploy.resources` that differs from the one in the override.',
    matters: 'Compose refuses to load both files.',
    wayOut: 'Write the same value in the base file, or remove it there.',
  },
  'base-restart-overruled': {
    means: 'The base file has `deploy.restart_policy`.',
    matters: 'Compose prefers it to the `restart` of the override. A container that is killed at its limit may stay down.',
    wayOut: 'Remove `deploy.restart_policy` from the base file, or write the condition that the finding names.',
  },
  'base-service-missing': {
    means: 'The profile has a service that the base file does not have.',
    matters: 'Compose refuses the override: the service has neither an image nor a build context.',
    wayOut: 'Write `null` for the service below `services`.',
  },
  'base-service-without-cap': {
    means: 'The base file has a service for which the profile has no size.',
    matters: 'It runs without a limit, or with one that no sum of the profile counts.',
    wayOut: 'Give the service a size below `services`, or `off`. A service of your own gets its limit in the base file.',
  },
  'base-unresolved': {
    means: 'The base file has parts that only Compose resolves, such as `include`, `extends` or several files.',
    matters: 'Nothing is said of these parts.',
    wayOut: 'Let Compose resolve them, with the command that the finding prints.',
  },
  'override-not-loaded': {
    means: 'Compose loads other files in this folder than the override.',
    matters: 'No container has a limit.',
    wayOut: 'Name the override in `COMPOSE_FILE`, or remove the other override file.',
  },
} as const satisfies Explanations;

/** What no comparison has ever found. */
export const GONE = ['base-service-off'];

/** The code of a finding that a base file is needed for. */
export type BaseCode = keyof typeof BASE_FINDINGS;

/** What a comparison with a base file finds, or with the folder that it is in. */
export type BaseFinding = Finding<BaseCode>;
