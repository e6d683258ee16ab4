import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHECKOUT } from '../support/checkout';
import type { Tool } from '../support/tools';

const REAL = resolve(CHECKOUT, '../shared/real/faultmaven-deploy');
const FIXTURE = resolve(CHECKOUT, 'test/faultmaven/published');

/** FaultMaven's published Compose files. */
export const PUBLISHED_FILES: Tool = {
  name: `FaultMaven's published Compose files in ${REAL}`,
  probe: ['test', '-f', join(REAL, 'docker-compose.yml'), '-a', '-f', join(REAL, 'docker-compose.dev.yml')],
};

/** The published files if they are at hand, otherwise the fixture, which is equivalent. */
const source = existsSync(join(REAL, 'docker-compose.yml')) ? REAL : FIXTURE;

/** A copy of FaultMaven's deployment folder, as in a clone. */
export function deployment(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fm-'));
  for (const file of ['docker-compose.yml', 'docker-compose.dev.yml', 'docker-compose.override.yml.example']) {
    if (existsSync(join(source, file))) copyFileSync(join(source, file), join(folder, file));
  }
  writeFileSync(join(folder, '.env'), 'SERVER_HOST=localhost\n');
  mkdirSync(join(folder, 'data'));
  return folder;
}

/** A service in the output of `docker compose config`. */
export interface MergedService {
  readonly image?: string;
  readonly build?: unknown;
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly memswap_limit?: string;
  readonly cpus?: number;
  readonly restart?: string;
  readonly command?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly host_ip?: string; readonly published?: string; readonly target: number }[];
  readonly volumes?: readonly { readonly type?: string; readonly source?: string; readonly target: string; readonly read_only?: boolean }[];
  readonly tmpfs?: readonly string[];
  readonly network_mode?: string;
  readonly scale?: number;
  readonly oom_kill_disable?: boolean;
  readonly privileged?: boolean;
  readonly entrypoint?: readonly string[] | null;
  readonly deploy?: {
    readonly replicas?: number;
    readonly resources?: { readonly limits?: { readonly memory?: string } };
    readonly restart_policy?: { readonly condition?: string; readonly max_attempts?: number };
  };
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly init?: boolean;
  readonly pids_limit?: number;
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

/** The services that `docker compose config` prints. @param files @default - those that Compose finds by itself */
export function composeConfig(folder: string, files: readonly string[] = []): Readonly<Record<string, MergedService>> {
  const args = ['compose', ...files.flatMap((file) => ['-f', file]), 'config', '--format', 'json'];
  return JSON.parse(execFileSync('docker', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).services;
}
