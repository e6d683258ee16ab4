import { type ExecFileException, execFile } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Daemon } from '../control-plane/daemon';
import { eventually } from '../support/eventually';
import type { Any } from '../support/manifests';
import { type Identity, identityOf } from './identity';
import type { Root } from './root';

/** The result of a command inside a container. */
export interface Execution {
  /** @default - it was killed, after a timeout or with its container */
  readonly code?: number;
  readonly output: string;
}

export interface ContainerProps {
  readonly manifest: Any;
  readonly podSpec: Any;
  readonly hostname: string;
  readonly folder: string;
  readonly network: string;
  readonly workdir: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly makeRoot: () => Root;
}

/** The exit code if the container could not be set up, as Docker's. */
const CANNOT_ENTER = 125;

/** Runs in the new namespaces: mounts, sets host name and root, and becomes process 1. */
const ENTER = `{ mount --all --fstab "$1" && hostname "$2"; } || exit ${CANNOT_ENTER}; shift 2; exec chroot "$@"`;

const MAX_OUTPUT = 16 * 1024 * 1024;

/** A container: processes with their own mounts, PIDs, host name and user, in the network namespace of their pod. */
export class Container {
  readonly name: string;
  private readonly identity: Identity;
  private daemon?: Daemon;
  /** The PID of the container's process 1 on this machine. */
  private init = 0;

  constructor(private readonly props: ContainerProps) {
    this.name = props.manifest.name;
    this.identity = identityOf(props.manifest, props.podSpec);
  }

  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    const { folder, network, hostname, workdir, command, env, makeRoot } = this.props;
    const root = makeRoot();
    closeSync(openSync(this.logFile, 'a'));
    chownSync(this.logFile, this.identity.user, this.identity.group);
    const inside = ['/bin/sh', '-c', 'cd "$0" && exec "$@"', workdir, ...this.setpriv(command)];
    const namespaces = ['--mount', '--uts', '--ipc', '--pid', '--fork', '--kill-child'];
    const daemon = new Daemon(
      folder,
      'nsenter',
      [`--net=${network}`, 'unshare', ...namespaces, 'sh', '-c', ENTER, 'sh', root.fstab, hostname, root.path, ...inside],
      { name: this.name, env },
    );
    this.daemon = daemon;
    await eventually(`${this.name} has its root folder`, 30, () => {
      this.init = childOf(daemon.pid) ?? 0;
      return !daemon.isAlive || (this.init > 0 && readlinkSync(`/proc/${this.init}/root`) === root.path);
    });
    if (this.exitCode === CANNOT_ENTER) throw new Error(`${this.name} cannot be started:\n${this.log}`);
  }

  get isRunning(): boolean {
    return this.daemon?.isAlive ?? false;
  }

  /** @default - it runs, or was killed */
  get exitCode(): number | undefined {
    return this.daemon?.exitCode ?? undefined;
  }

  get log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /**
   * Sends a signal to process 1, as a container runtime does: the kernel ends the other processes with it. SIGSTOP and SIGCONT go to every
   * process.
   */
  signal(signal: NodeJS.Signals): void {
    const told = signal === 'SIGSTOP' || signal === 'SIGCONT' ? this.processes() : [this.init];
    for (const pid of told) attempt(() => process.kill(pid, signal));
    // A process may have started another one before it was stopped.
    if (signal === 'SIGSTOP' && this.processes().some((pid) => !told.includes(pid))) this.signal(signal);
  }

  /** Runs a command inside, as a probe or a hook. */
  exec(command: readonly string[], timeoutMs: number): Promise<Execution> {
    if (!this.isRunning) return Promise.resolve({ output: `${this.name} does not run` });
    const namespaces = ['--target', String(this.init), '--mount', '--uts', '--ipc', '--pid', '--net', '--root', '--wd'];
    return new Promise((resolve) => {
      const options = { env: this.props.env, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT, encoding: 'utf8' } as const;
      const done = (error: ExecFileException | null, stdout: string, stderr: string): void =>
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : undefined, output: stdout + stderr });
      execFile('nsenter', [...namespaces, ...this.setpriv(command)], options, done);
    });
  }

  /** Waits until it ends, and returns whether it did. */
  async end(timeoutMs: number): Promise<boolean> {
    for (const start = Date.now(); this.isRunning && Date.now() - start < timeoutMs; ) await sleep(20);
    return !this.isRunning;
  }

  /** Ends it as a kubelet does: preStop hook, SIGTERM, and SIGKILL at the end of the grace period. */
  async terminate(graceMs: number): Promise<void> {
    const start = Date.now();
    const hook = this.props.manifest.lifecycle?.preStop?.exec?.command;
    if (this.isRunning && hook !== undefined) await this.exec(hook, graceMs);
    if (this.isRunning) this.signal('SIGTERM');
    // Kubernetes adds two seconds if the hook has used the whole grace period.
    if (!(await this.end(Math.max(2000, graceMs - (Date.now() - start))))) await this.kill();
  }

  /** Kills all processes in it. */
  async kill(): Promise<void> {
    await this.daemon?.stop();
    // The others end after process 1.
    await eventually(`${this.name} is gone`, 30, () => childOf(this.daemon?.pid ?? -1) === undefined);
  }

  private get logFile(): string {
    return join(this.props.folder, `${this.name}.log`);
  }

  private setpriv(command: readonly string[]): readonly string[] {
    // It dies with its parent, which is outside the PID namespace. Otherwise it would outlive the test.
    return ['/usr/bin/setpriv', ...this.identity.flags, '--pdeathsig', 'KILL', '--', ...command];
  }

  private processes(): readonly number[] {
    const namespaceOf = (pid: number): string | undefined => attempt(() => readlinkSync(`/proc/${pid}/ns/pid`));
    const own = namespaceOf(this.init);
    return own === undefined ? [] : pids().filter((pid) => namespaceOf(pid) === own);
  }
}

const pids = (): readonly number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

const childOf = (parent: number): number | undefined =>
  pids().find((pid) => attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === String(parent));

/** Ignores an error: a listed process may be gone by now. */
function attempt<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}
