import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import { installed } from '../support/installed';
import type { Tool } from '../support/tools';
import { IDENTITY } from './project';
import { DELIVERY_ENV } from './tools';

const FOLDER = installed('workflows');
const tool = (name: string): Tool => ({ name: `${name} (run test/e2e/delivery/install.sh)`, probe: [join(FOLDER, name), '--version'] });

/** What runs workflows, and what reads them. */
export const ACT = tool('act');
export const ACTIONLINT = { ...tool('actionlint'), probe: [join(FOLDER, 'actionlint'), '-version'] as const };
export const actionlint = join(FOLDER, 'actionlint');

/** What act runs, and with which event. */
export interface Start {
  readonly event: 'pull_request' | 'push';
  readonly workflow: string;
  /** What GitHub tells of the event. */
  readonly told: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders that take the place of actions, by what a workflow writes after `uses:`. */
  readonly actions?: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A git repository in a folder that is gone afterwards. act runs its workflows on this machine. */
export class ThrowAway {
  readonly folder = mkdtempSync(join(tmpdir(), 'fm-repository-'));
  /** Stand-ins of programs, and what they and act write. */
  readonly beside = mkdtempSync(join(tmpdir(), 'fm-beside-'));

  /** @param name as on GitHub: owner/name */
  constructor(readonly name: string) {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('remote', 'add', 'origin', `https://github.com/${name}.git`);
    mkdirSync(join(this.beside, 'bin'));
    this.action('actions/checkout', CLONE);
    this.action('actions/setup-node', CHOOSE_NODE);
    this.action('actions/setup-go', [{ run: 'go version' }]);
  }

  /** Puts a stand-in of a program before all others in the PATH of jobs. */
  program(name: string, script: string): void {
    this.write(join(this.beside, 'bin', name), `#!/bin/bash\n${script}\n`);
    chmodSync(join(this.beside, 'bin', name), 0o755);
  }

  write(path: string, content: string): void {
    const at = resolve(this.folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content);
  }

  /** Copies a file or a folder of this project. */
  copy(...paths: readonly string[]): void {
    for (const path of paths) cpSync(join(CHECKOUT, path), join(this.folder, path), { recursive: true });
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Commits everything. Returns the commit. */
  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this.head;
  }

  get head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', [...IDENTITY, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  /** Goes to a merge of a branch into main, as GitHub makes one for a pull request. */
  mergeOf(branch: string): void {
    this.git('checkout', '--quiet', '--detach', 'main');
    this.git('merge', '--quiet', '--no-ff', '--message', `Merge ${branch}`, branch);
  }

  /** Runs a workflow to its end. */
  async act({ event, workflow, told, env = {}, actions = {} }: Start): Promise<Ran> {
    const config = join(this.beside, 'config');
    mkdirSync(join(config, 'act'), { recursive: true });
    writeFileSync(join(config, 'act/actrc'), '-P ubuntu-latest=-self-hosted\n');
    writeFileSync(join(this.beside, 'event.json'), JSON.stringify(told));
    const stood = { ...this.actions(workflow), ...actions };
    const args = [
      event,
      ...['--workflows', `.github/workflows/${workflow}`, '--eventpath', join(this.beside, 'event.json')],
      ...[
        '--secret',
        'GITHUB_TOKEN=secret',
        '--env',
        `THROW_AWAY=${this.folder}`,
        '--env',
        `NODES=${join(installed('node'), 'node_modules')}`,
      ],
      ...Object.entries(stood).map(([uses, folder]) => `--local-repository=${uses}=${folder}`),
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...(env.MANIFESTS === undefined ? [] : ['--var', `MANIFESTS=${env.MANIFESTS}`]),
    ];
    const child = spawn(join(FOLDER, 'act'), args, {
      cwd: this.folder,
      env: {
        ...DELIVERY_ENV,
        PATH: `${join(this.beside, 'bin')}:${DELIVERY_ENV.PATH}`,
        XDG_CONFIG_HOME: config,
        XDG_CACHE_HOME: join(this.beside, 'cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return ended(child);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.beside, { recursive: true, force: true });
  }

  private action(name: string, steps: readonly object[]): void {
    const runs = { using: 'composite', steps: steps.map((step) => ({ shell: 'bash', ...step })) };
    const inputs = { ref: { default: '' }, 'node-version': { default: '' } };
    const path = join(this.beside, name);
    this.write(join(path, 'action.yml'), JSON.stringify({ name, description: 'A stand-in', inputs, runs }));
  }

  /** The stand-ins for the actions that a workflow, or one that it calls, takes. */
  private actions(workflow: string): Record<string, string> {
    const text = [workflow, 'check.yml'].map((file) => this.readIfThere(`.github/workflows/${file}`)).join('\n');
    const used = [...text.matchAll(/\buses: (actions\/[\w-]+)(@[0-9a-f]{40})/g)];
    return Object.fromEntries(used.map(([, name = '', at = '']) => [`${name}${at}`, join(this.beside, name)]));
  }

  private readIfThere(path: string): string {
    try {
      return this.read(path);
    } catch {
      return '';
    }
  }
}

/** act copies the repository itself, but not another commit of it. */
const CLONE = [{ run: 'git clone --quiet "$THROW_AWAY" . && git checkout --quiet "$REF"', env: { REF: '${{ inputs.ref }}' } }];

/** The machine's own Node where no other is installed: the oldest that is supported. */
const CHOOSE_NODE = [
  {
    run: 'folder=$NODES/node-$WANTED/bin; [ ! -d "$folder" ] || echo "$folder" >> "$GITHUB_PATH"',
    env: { WANTED: '${{ inputs.node-version }}' },
  },
];

async function ended(child: ChildProcess): Promise<Ran> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data) => {
      output += data;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

/**
 * This project with two profiles, without what takes long: `npm ci` links what is installed already, `npm test` and `.ci/run` only say that
 * they ran.
 */
export function projectItself(name: string): ThrowAway {
  const repository = new ThrowAway(name);
  repository.copy('.github', 'scripts', 'action.yml', 'package.json', '.nvmrc', 'CHANGELOG.md', 'LICENSE', 'README.md', 'build');
  repository.copy(...['laptop', 'cluster'].flatMap((profile) => [`profiles/${profile}.yaml`, `dist/${profile}`]));
  repository.copy('test/e2e/tools/delivery/go.mod');
  repository.write('.gitignore', 'node_modules\nbuild/\n*.bak\n');
  repository.write('.ci/run', '#!/bin/bash\necho "the gate ran with HOME=$HOME"\n');
  chmodSync(join(repository.folder, '.ci/run'), 0o755);
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  repository.program(
    'npm',
    `case $1 in
ci) cp -r ${CHECKOUT}/build build ;;
test) echo "npm test on $(node --version)" ;;
*) npm_config_ignore_scripts=true exec ${npm} "$@" ;;
esac`,
  );
  repository.program('sudo', 'exec "$@"');
  repository.program(
    'gh',
    `printf '%s\\n' "$@" > ${join(repository.beside, 'gh')}; cp -r build/release ${join(repository.beside, 'release')}`,
  );
  repository.commit('start');
  return repository;
}
