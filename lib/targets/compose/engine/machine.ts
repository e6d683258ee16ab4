import type { Host } from '../../../host';
import { InputError } from '../../../problem';
import { withoutSecrets } from '../../../text';
import { Cpu } from '../../../units/cpu';
import { Memory } from '../../../units/memory';
import { type Place, placeOf } from './place';

/** What a Docker engine says of the machine it runs on. */
export interface EngineMachine {
  readonly memory: Memory;
  readonly cpus: Cpu;
  readonly place: Place;
  /** Which limits it does not enforce. Empty where it enforces all. */
  readonly lacks: ReadonlySet<Enforceable>;
  /** It runs without the rights of root. */
  readonly rootless: boolean;
}

/** Limits that an engine enforces if its kernel can: of memory, of swap, of CPUs, of the number of processes. */
export type Enforceable = 'memory' | 'swap' | 'cpus' | 'processes';

const MAX_MEMORY = Memory.parse('64Gi').times(1024);
const MAX_CPUS = 65_536;
/** Longer names are ignored. */
const LONGEST = 100;

/**
 * What `docker info --format '{{json .}}'` prints.
 *
 * @throws InputError unless it tells of a machine for Linux containers
 */
export function readEngineInfo(text: string, host: Host): EngineMachine {
  const info = parse(text);
  const { MemTotal: bytes, NCPU: cpus } = info;
  const [refused] = Array.isArray(info.ServerErrors) ? info.ServerErrors : [];
  if (typeof refused === 'string' && refused !== '') throw unanswered(shortened(refused));
  const system = textOf(info.OSType);
  if (system !== '' && system !== 'linux')
    throw unanswered(`it runs containers of ${system}, and these are of linux: switch Docker to those`);
  if (!isNumber(bytes) || !isNumber(cpus)) throw unanswered('it did not say how much memory and how many CPUs it has');
  if (bytes < Memory.parse('1Mi').bytes || bytes > MAX_MEMORY.bytes || !Number.isInteger(cpus) || cpus < 1 || cpus > MAX_CPUS)
    throw unanswered(`it says that it has ${bytes} bytes of memory and ${cpus} CPUs, which no machine has`);
  return {
    memory: Memory.ofBytes(bytes),
    cpus: Cpu.cores(cpus),
    place: placeOf({ name: textOf(info.Name), system: textOf(info.OperatingSystem), kernel: textOf(info.KernelVersion) }, host),
    lacks: lacksOf(info),
    rootless: Array.isArray(info.SecurityOptions) && info.SecurityOptions.some((option) => /(^|,)name=rootless(,|$)/.test(textOf(option))),
  };
}

/** The engine did not answer, or its answer cannot be used. */
export const unanswered = (reason: string): InputError =>
  new InputError([
    { message: `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi` },
  ]);

/** Whatever the engine or the docker command says, as a part of a sentence. A host may be told with a password in front of it. */
export const shortened = (said: unknown): string => {
  const written = typeof said === 'string' ? said.trim() : String(JSON.stringify(said));
  const text = written.replaceAll(/\S+/g, withoutSecrets);
  return text.length > 2 * LONGEST ? `${text.slice(0, 2 * LONGEST)}…` : text;
};

type Info = Readonly<Record<string, unknown>>;

function parse(text: string): Info {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw unanswered('its answer is not JSON');
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && value !== 0;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST) : '');

/** An engine without a driver for control groups enforces nothing, and before 20.10.6 says in each field that it does (moby #42151). */
function lacksOf(info: Info): ReadonlySet<Enforceable> {
  const none = info.CgroupDriver === 'none';
  const lacking: readonly (readonly [Enforceable, boolean])[] = [
    ['memory', info.MemoryLimit === false],
    ['swap', info.SwapLimit === false],
    ['cpus', info.CpuCfsQuota === false || info.CpuCfsPeriod === false],
    ['processes', info.PidsLimit === false],
  ];
  return new Set(lacking.flatMap(([limit, lacks]) => (none || lacks ? [limit] : [])));
}
