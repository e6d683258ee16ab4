import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { eventually } from '../support/eventually';
import { isAlive } from '../support/is-alive';

/**
 * A separate Docker engine, so that the test does not touch the containers and images of the developer's own, which have the same names.
 * It has its own network namespace, so its ports and firewall rules are not the host's.
 */
export class Engine {
  static async start(): Promise<Engine> {
    const folder = mkdtempSync(join(tmpdir(), 'fm-engine-'));
    const socket = `unix://${folder}/docker.sock`;
    const flags = [
      `--host=${socket}`,
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/docker.pid`,
      '--bridge=none',
    ];
    // unshare and the shell exec, so this process becomes the engine.
    const daemon = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && exec dockerd "$@"', 'dockerd', ...flags], {
      stdio: 'ignore',
    });
    daemon.unref();
    const engine = new Engine(folder, socket, daemon.pid as number);
    await eventually('the engine answers', 60, () => engine.docker('version') !== '');
    return engine;
  }

  private constructor(
    private readonly folder: string,
    private readonly socket: string,
    readonly pid: number,
  ) {}

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DOCKER_HOST: this.socket };
  }

  docker(...args: readonly string[]): string {
    return this.in(undefined, 'docker', ...args);
  }

  /** `docker compose` in a deployment's folder. */
  compose(folder: string, ...args: readonly string[]): string {
    return this.in(folder, 'docker', 'compose', ...args);
  }

  /** One value of `docker inspect`. */
  inspect(container: string, format: string): string {
    return this.docker('inspect', '--format', format, container);
  }

  /** Runs a command in the network namespace of the engine. */
  inNetwork(command: string, ...args: readonly string[]): string {
    return this.in(undefined, 'nsenter', '--target', String(this.pid), '--net', command, ...args);
  }

  /** Runs a command inside a container. */
  exec(container: string, ...command: readonly string[]): string {
    return this.docker('exec', container, ...command);
  }

  /** Ends its containers, whatever they do, and the engine with all that it holds. */
  async stop(): Promise<void> {
    await eventually('the containers are gone', 120, () => {
      const containers = this.docker('ps', '--all', '--quiet').split('\n').filter(Boolean);
      if (containers.length > 0) this.docker('rm', '--force', '--volumes', ...containers);
      return true;
    });
    process.kill(this.pid, 'SIGTERM');
    await eventually('the engine has stopped', 60, () => !isAlive(this.pid));
    // A container in the engine's own network leaves it mounted.
    spawnSync('umount', ['--lazy', join(this.folder, 'exec/netns/default')], { stdio: 'ignore' });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Imports stand-ins for the images in the published file. */
  importStandIns(): void {
    const build = join(this.folder, 'stand-in');
    execFileSync('go', ['build', '-ldflags=-s -w', '-o', build, '.'], {
      cwd: resolve(__dirname, '../stand-ins/image'),
      env: { ...process.env, CGO_ENABLED: '0' },
    });
    for (const image of IMAGES) this.importImage(build, image);
  }

  /** Imports images of these names with a program that only waits. */
  importIdle(references: readonly string[]): void {
    const root = join(this.folder, 'idle');
    mkdirSync(join(root, 'bin'), { recursive: true });
    execFileSync('go', ['build', '-ldflags=-s -w', '-o', join(root, 'bin/wait'), '.'], {
      cwd: resolve(__dirname, '../stand-ins/idle'),
      env: { ...process.env, CGO_ENABLED: '0' },
    });
    const archive = join(this.folder, 'idle.tar');
    execFileSync('tar', ['-C', root, '-cf', archive, '.']);
    for (const reference of references) this.docker('import', '-c', 'ENTRYPOINT ["/bin/wait"]', archive, reference);
  }

  private importImage(standIn: string, { reference, command, entrypoint, binaries = [] }: StandIn): void {
    const root = join(this.folder, 'root');
    for (const path of ['bin', 'tmp', 'app', 'data', 'etc', 'var/cache/nginx']) mkdirSync(join(root, path), { recursive: true });
    for (const name of ['serve', 'python', 'wget', 'celery', 'control', 'docker-entrypoint.sh'])
      copyFileSync(standIn, join(root, 'bin', name));
    for (const binary of binaries) copyWithLibraries(binary, root);
    chmodSync(join(root, 'tmp'), 0o1777);
    const archive = join(this.folder, 'image.tar');
    execFileSync('tar', ['-C', root, '-cf', archive, '.']);
    const changes = [
      `CMD ${JSON.stringify(command)}`,
      'ENV PATH=/bin',
      'WORKDIR /app',
      ...(entrypoint ? [`ENTRYPOINT ${JSON.stringify(entrypoint)}`] : []),
    ];
    this.docker('import', ...changes.flatMap((change) => ['-c', change]), archive, reference);
    rmSync(root, { recursive: true });
  }

  private in(cwd: string | undefined, command: string, ...args: readonly string[]): string {
    return execFileSync(command, args, { cwd, env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }
}

interface StandIn {
  readonly reference: string;
  readonly command: readonly string[];
  readonly entrypoint?: readonly string[];
  /** Real programs that are copied from this machine. */
  readonly binaries?: readonly string[];
}

const faultmaven = (name: string, ...command: readonly string[]): StandIn => ({ reference: `ghcr.io/faultmaven/${name}:latest`, command });

const IMAGES: readonly StandIn[] = [
  { reference: 'redis:7-alpine', command: ['redis-server'], entrypoint: ['docker-entrypoint.sh'], binaries: ['redis-server', 'redis-cli'] },
  { reference: 'chromadb/chroma:latest', command: ['serve'], binaries: ['bash'] },
  faultmaven('fm-auth-service', 'serve'),
  faultmaven('fm-session-service', 'serve'),
  faultmaven('fm-case-service', 'serve', '-database'),
  faultmaven('fm-knowledge-service', 'serve', '-database'),
  faultmaven('fm-evidence-service', 'serve', '-database'),
  faultmaven('fm-agent-service', 'serve'),
  faultmaven('fm-job-worker', 'celery'),
  faultmaven('faultmaven-dashboard', 'serve', '-port', '80', '-nginx'),
  faultmaven('fm-api-gateway', 'serve', '-port', '8090'),
];

function copyWithLibraries(name: string, root: string): void {
  const binary = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  const libraries = execFileSync('ldd', [binary], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  copyFileSync(binary, join(root, 'bin', basename(binary)));
  for (const library of libraries) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}
