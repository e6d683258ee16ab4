import * as v from 'valibot';
import type { Service } from '../../model/service';
import { configuration } from '../../profile/settings';
import type { Named, SizedService } from '../../profile/sized-service';
import { rule } from '../../shape/rule';
import { accept, cap, expecting, extendsOther, flag, laptopCpu, memory, section, sizeText } from '../../shape/values';
import { inWords } from '../../text';
import { Memory } from '../../units/memory';

const RESTARTS = ['no', 'always', 'on-failure', 'unless-stopped'] as const;

/** What the profile of a laptop needs to know of a service. */
type LaptopService = SizedService & Pick<Service, 'persists'>;

const switchesOver = (services: readonly LaptopService[]) =>
  section(
    {
      hardening: flag(
        'Gives every container fewer rights and bounds what it may use: no-new-privileges, only the capabilities that its image needs, at most 512 processes, an init as process 1, and logs of at most three files of 10 MB. Off because it was not tried with every image.',
      ),
      loopbackPorts: flag(
        'Publishes every port on 127.0.0.1 only. The published file opens them to the whole network, and the services believe whoever calls them. Off because it also shuts out other machines that you may want in. Needs Docker Compose 2.24.4 or newer (!override).',
      ),
      persist: flag(
        `Keeps ${heldBy(services)} under ./data and in the published volumes. The published file leaves them inside the containers, so recreating a container destroys them. Off because data that is already inside the containers has to be copied out first.`,
      ),
    },
    'What the override does besides limits. Everything is off by default.',
  );

/** What is in the folders of services that outlive their containers, in the user's words. */
const heldBy = (services: readonly LaptopService[]): string =>
  inWords(
    services.flatMap(({ persists }) => persists.map(({ holds }) => holds)),
    'and',
  ) || 'the data of services';

/** The least memory that Docker accepts. */
const LEAST_RESERVATION = { amount: Memory.parse('6Mi'), because: 'the least that Docker takes' };

const composeSize = (service: SizedService) =>
  section(
    {
      memory: v.pipe(
        section(
          {
            limit: cap(
              service.floor,
              'The most that the container may take. A process that takes more is killed. Becomes mem_limit and memswap_limit.',
            ),
            request: v.optional(
              memory(
                'What the kernel tries to leave the container when memory is short. At most the limit. Becomes mem_reservation.',
                LEAST_RESERVATION,
              ),
            ),
          },
          'Memory of the container.',
        ),
        rule(['limit', 'request'], ({ limit, request }, at) => {
          if (request?.exceeds(limit)) at(`expected at most the limit of ${limit}, got ${request}`, 'request');
        }),
      ),
      cpu: v.optional(
        section(
          { limit: laptopCpu('The most that the container may use. Above it, it is throttled. Becomes cpus.') },
          'CPUs of the container.',
        ),
      ),
      ...configuration(service, 'laptop'),
    },
    'Size of one service.',
  );

/** The text that turns a service off: it is in the base file, and does not run. */
export const OFF = 'off';

const sizeOr = (off: string): ReturnType<typeof expecting> => {
  const said = expecting(`a size such as { memory: { limit: 512Mi } }, or ${off}`);
  return (issue) =>
    issue.input === null ? `${said(issue)} (write null if the base file has none, ${off} if it must not run)` : said(issue);
};

/** A size, or `off`. What is wrong inside a size is told where it stands. */
function sizeOrOff(service: SizedService) {
  const size = composeSize(service);
  const either = v.union([size, v.literal(OFF)], sizeOr(OFF));
  const run: (typeof either)['~run'] = (dataset, config) =>
    ((typeof dataset.value === 'object' && dataset.value !== null ? size : either) as typeof either)['~run'](dataset, config);
  return v.pipe(
    { ...either, '~run': run },
    v.description(
      `Size of the service; or ${OFF}, and it is in the base file but does not run (scale: 0). null: it is not in the base file.`,
    ),
  );
}

/** The shape of a laptop profile over these services. */
export const composeProfile = (services: readonly LaptopService[], { title }: Named) =>
  section(
    {
      target: v.pipe(v.literal('compose', expecting('compose')), v.description('What the profile becomes: a docker-compose.override.yml.')),
      extends: extendsOther,
      machine: v.pipe(
        section(
          {
            memory: memory("The memory of the machine that Docker runs on: the laptop, or Docker's virtual machine."),
            cpus: laptopCpu('CPUs that Docker can use.'),
            keep: sizeText(Memory.parse, 'Memory that is kept for everything else: the system, the browser, the editor.'),
          },
          'The machine that the sizes must fit.',
        ),
        rule(['memory', 'keep'], ({ memory: whole, keep }, at) => {
          if (keep.exceeds(whole)) at(`expected at most the memory of ${whole}, of which it is a part, got ${keep}`, 'keep');
        }),
      ),
      fit: v.optional(
        memory(
          'Shrinks the limits until they fit a machine of that much memory, which stands in for machine.memory. No limit grows, and none goes below what its service needs. --fit wins over it. Left out: the limits stay as they are.',
        ),
      ),
      restart: v.optional(
        v.pipe(
          v.picklist(RESTARTS, expecting(`one of ${RESTARTS.join(', ')}`)),
          v.description('When Docker starts a container again that has stopped.'),
        ),
        'unless-stopped',
      ),
      switches: v.optional(switchesOver(services), {}),
      services: section(
        Object.fromEntries(services.map((service) => [service.kind, v.optional(sizeOrOff(service))])),
        'The size of each service, by its name. A service that is left out is not in the base file, or runs without a limit.',
      ),
      accept,
    },
    `How large ${title} is on a laptop.`,
  );

/** A laptop profile after reading: with units parsed and defaults filled in. */
export type ComposeProfile = Omit<v.InferOutput<ReturnType<typeof composeProfile>>, 'extends'>;
export type ComposeSize = v.InferOutput<ReturnType<typeof composeSize>>;
export type RestartPolicy = (typeof RESTARTS)[number];
