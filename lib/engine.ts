import { execFile } from 'node:child_process';
import { InputError } from './problem';
import { Cpu } from './units/cpu';
import { Memory } from './units/memory';

/** What a Docker engine says of the machine it runs on. */
export interface EngineMachine {
  readonly memory: Memory;
  readonly cpus: Cpu;
  /** Its virtual machine does not hold the user's own programs. */
  readonly desktop: boolean;
}

/** What stays free in a virtual machine that holds nothing but Docker. */
export const DESKTOP_KEEP = Memory.ofMebibytes(512);

const TIMEOUT_SECONDS = 10;

/**
 * Asks the engine of the current Docker context, as this environment says which one that is.
 *
 * @throws InputError if there is none, or none that answers in time
 */
export async function askEngine(env: Environment, timeoutSeconds = TIMEOUT_SECONDS): Promise<EngineMachine> {
  return readEngineInfo(await dockerInfo(env, timeoutSeconds));
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What `docker info --format '{{json .}}'` prints. Docker Desktop names itself as the operating system (from its documentation). */
export function readEngineInfo(text: string): EngineMachine {
  const info = parse(text);
  const { MemTotal: bytes, NCPU: cpus } = info;
  if (!isCount(bytes) || !isCount(cpus, 999_999)) throw unanswered('it did not say how much memory and how many CPUs it has');
  return { memory: Memory.ofBytes(bytes), cpus: Cpu.cores(cpus), desktop: info.OperatingSystem === 'Docker Desktop' };
}

const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) <= most;

interface Info {
  readonly MemTotal?: unknown;
  readonly NCPU?: unknown;
  readonly OperatingSystem?: unknown;
}

function parse(text: string): Info {
  try {
    return (JSON.parse(text) ?? {}) as Info;
  } catch {
    throw unanswered('its answer is not JSON');
  }
}

function dockerInfo(env: Environment, timeoutSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('docker', ['info', '--format', '{{json .}}'], { env: { ...env }, timeout: timeoutSeconds * 1000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(unanswered('there is no docker command'));
      else if (error.killed) reject(unanswered(`no answer within ${timeoutSeconds} seconds`));
      else reject(unanswered(stderr.trim().split('\n').at(-1) ?? error.message));
    });
  });
}

const unanswered = (reason: string): InputError =>
  new InputError([
    { message: `--fit auto: the Docker engine could not be asked (${reason}): start it, or give the size, such as --fit 8Gi` },
  ]);
