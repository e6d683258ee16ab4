import * as v from 'valibot';
import { Cpu } from '../units/cpu';
import { Memory } from '../units/memory';
import { UnitError } from '../units/unit-error';

/*
 * The shape of a profile: one description for the types, for what the loader accepts and for the JSON Schema that editors
 * read. A message is the whole sentence after the path: what was expected, and what was found.
 */

const memory = (description: string) => sizeText(positiveMemory, description);

/** Memory that a service cannot do with less of. */
const cap = ({ floor }: SizedService, description: string) =>
  sizeText((text) => {
    const amount = positiveMemory(text);
    if (!floor.memory.exceeds(amount)) return amount;
    throw new UnitError(`at least ${floor.memory}, its working set (${floor.evidence})`, text);
  }, description);

const positiveMemory = (text: string): Memory => {
  const amount = Memory.parse(text);
  if (amount.exceeds(Memory.none)) return amount;
  throw new UnitError('memory above zero such as 512Mi or 1.5Gi', text);
};

const positiveCpu = (text: string): Cpu => {
  const amount = Cpu.parse(text);
  if (amount.millicores > 0) return amount;
  throw new UnitError('a number of CPUs above zero such as 0.5 or 2', text);
};

/** A text in a unit's notation; the pattern is for editors, the unit itself decides and explains. */
const sizeText = (parse: (text: string) => Memory, description: string) =>
  v.pipe(
    v.string(explainedBy(parse)),
    v.regex(Memory.pattern, explainedBy(parse)),
    v.description(description),
    v.rawTransform(({ dataset, addIssue, NEVER }) => parsed(parse, dataset.value, addIssue) ?? NEVER),
  );

const cpu = (description: string) =>
  v.pipe(
    v.number(explainedBy(positiveCpu)),
    v.gtValue(0, explainedBy(positiveCpu)),
    v.description(description),
    v.rawTransform(({ dataset, addIssue, NEVER }) => parsed(positiveCpu, String(dataset.value), addIssue) ?? NEVER),
  );

function parsed<T>(parse: (text: string) => T, text: string, addIssue: (issue: { message: string }) => void): T | undefined {
  try {
    return parse(text);
  } catch {
    addIssue({ message: explainedBy(parse)({ input: text }) });
    return undefined;
  }
}

/** The unit's own complaint about a value, whatever the value is. */
const explainedBy =
  (parse: (text: string) => unknown) =>
  ({ input }: { readonly input: unknown }): string => {
    const text = typeof input === 'string' || typeof input === 'number' ? String(input) : '';
    try {
      parse(text);
      return `expected a plain value, got ${describe(input)} (write it without quotes)`;
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      const hint = error.hint === undefined ? '' : ` (${error.hint})`;
      return `expected ${error.expected}, got ${describe(input)}${hint}`;
    }
  };

const expecting =
  (expected: string) =>
  ({ input }: { readonly input: unknown }): string =>
    `expected ${expected}, got ${describe(input)}`;

/** How a value looks in a message. */
function describe(input: unknown): string {
  if (input === undefined || input === null || input === '') return 'nothing';
  if (input === LIST || Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a map';
  if (typeof input === 'string') return JSON.stringify(input.length > 60 ? `${input.slice(0, 57)}...` : input);
  return String(input);
}

/** A map with exactly these keys. Unknown ones are found by `unknownKeys`, all of them and with the nearest name. */
const section = <const Entries extends v.ObjectEntries>(entries: Entries, description: string) =>
  v.pipe(
    neverList(
      v.strictObject(entries, (issue) =>
        issue.expected === 'Object'
          ? expecting(`a map of ${Object.keys(entries).join(', ')}`)(issue)
          : `expected a value for ${issue.expected}, got nothing`,
      ),
    ),
    v.description(description),
  );

const LIST = Symbol('a list');

/** The schema library takes a list for a map with the keys 0, 1 and so on. */
function neverList<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: Schema['~run'] = (dataset, config) => {
    const value: unknown = Array.isArray(dataset.value) ? LIST : dataset.value;
    return schema['~run']({ value }, config);
  };
  return { ...schema, '~run': run };
}

const flag = (description: string) => v.optional(v.pipe(v.boolean(expecting('true or false')), v.description(description)), false);

const RESTARTS = ['no', 'always', 'on-failure', 'unless-stopped'] as const;

const switches = section(
  {
    hardening: flag(
      'Fewer rights and bounded appetite for every container: no-new-privileges, no capability but those its image needs, at most 512 processes, an init as process 1, and logs of at most three files of 10 MB. Off because it changes how images run that nobody has tried with it.',
    ),
    loopbackPorts: flag(
      'Publishes every port on 127.0.0.1 only. The published file opens them to the whole network, and the services believe whoever calls them. Off because it also shuts out other machines that you may want in. Needs Docker Compose 2.24.4 or newer (!override).',
    ),
    chromadbHealthcheck: flag(
      'Gives the service without a health check in the published file, chromadb, one. Without it the ./faultmaven wrapper waits its full 120 seconds at every start. Off because it assumes an image that has bash and the v2 API.',
    ),
    redisMaxmemory: flag(
      'Bounds what Redis stores to five eighths of its memory limit and refuses writes above that (noeviction), instead of growing until it is killed. Off because a full Redis then answers with errors.',
    ),
    persist: flag(
      'Keeps uploads, vectors and the model cache under ./data and in the published volumes. The published file leaves them inside the containers, so recreating a container destroys them. Off because data that is already inside the containers has to be copied out first.',
    ),
  },
  'What the override does besides limits. Everything is off by default.',
);

const composeSize = (service: SizedService) =>
  section(
    {
      memory: v.pipe(
        section(
          {
            limit: cap(service, 'Hard cap: a process that takes more is killed. Becomes mem_limit and memswap_limit.'),
            request: v.optional(memory('What the service should always get; at most its limit. Becomes mem_reservation.')),
          },
          'Memory of the container.',
        ),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed) return;
          const { limit, request } = dataset.value;
          if (!request?.exceeds(limit)) return;
          addIssue({
            path: [{ type: 'object', origin: 'value', input: dataset.value, key: 'request', value: request }],
            message: `expected at most the limit of ${limit}, got ${request}`,
          });
        }),
      ),
      cpu: v.optional(
        section({ limit: cpu('CPUs at most: above it the container is throttled. Becomes cpus.') }, 'Processor share of the container.'),
      ),
    },
    'Size of one service.',
  );

const accept = v.optional(
  v.pipe(
    neverList(
      v.record(
        v.string(),
        v.pipe(v.string(expecting('a reason')), v.regex(/\S/, expecting('a reason'))),
        expecting('a map of finding codes and reasons'),
      ),
    ),
    v.description('Findings that you know of and accept: code and reason. They are shown as accepted and do not count.'),
  ),
  {},
);

/** What a profile needs to know of a service. */
export interface SizedService {
  /** Its short name. */
  readonly kind: string;
  /** The least memory it works with; less is refused. */
  readonly floor: { readonly memory: Memory; readonly evidence: string };
}

/** The shape of a laptop profile over these services. */
export const composeProfile = (services: readonly SizedService[]) =>
  section(
    {
      target: v.pipe(v.literal('compose', expecting('compose')), v.description('What the profile becomes: a docker-compose.override.yml.')),
      extends: v.optional(
        v.pipe(
          v.string(expecting('a path')),
          v.description('A profile to start from, relative to this file. Maps merge, everything else replaces, null removes.'),
        ),
      ),
      machine: section(
        {
          memory: memory("What Docker runs on: the laptop's memory, or that of Docker's virtual machine."),
          cpus: cpu('Processors that Docker can use.'),
          keep: sizeText(Memory.parse, 'Memory that stays for the system, the browser and the editor.'),
        },
        'The machine that the sizes must fit.',
      ),
      restart: v.optional(
        v.pipe(
          v.picklist(RESTARTS, expecting(`one of ${RESTARTS.join(', ')}`)),
          v.description('When Docker starts a stopped container again.'),
        ),
        'unless-stopped',
      ),
      switches: v.optional(switches, {}),
      services: section(
        Object.fromEntries(services.map((service) => [service.kind, v.optional(composeSize(service))])),
        "Sizes by the services' short names. One that is left out runs without any limit.",
      ),
      accept,
    },
    'How large FaultMaven is on a laptop.',
  );

/** A laptop profile as its author may write it becomes this: units read, defaults filled in. */
export type ComposeProfile = Omit<v.InferOutput<ReturnType<typeof composeProfile>>, 'extends'>;
export type ComposeSize = v.InferOutput<ReturnType<typeof composeSize>>;
export type Switches = v.InferOutput<typeof switches>;
export type RestartPolicy = (typeof RESTARTS)[number];
