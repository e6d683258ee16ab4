import { execFileSync } from 'node:child_process';

/** A program that a suite needs, and a command that succeeds if it is there. */
export interface Tool {
  readonly name: string;
  readonly probe: readonly [string, ...string[]];
}

export const DOCKER_COMPOSE: Tool = { name: 'docker compose', probe: ['docker', 'compose', 'version'] };
export const DOCKER_ENGINE: Tool = { name: 'dockerd', probe: ['dockerd', '--version'] };
export const NAMESPACES: Tool = { name: 'unshare, ip and ss', probe: ['sh', '-c', 'unshare --net true && ip -V && ss -V'] };
export const GO: Tool = { name: 'go', probe: ['go', 'version'] };
export const REDIS: Tool = { name: 'redis-server', probe: ['redis-server', '--version'] };
export const GIT: Tool = { name: 'git', probe: ['git', '--version'] };
export const NPM: Tool = { name: 'npm', probe: ['npm', '--version'] };
export const BUSYBOX: Tool = { name: 'busybox', probe: ['/bin/busybox', 'true'] };
export const HAPROXY: Tool = { name: 'haproxy', probe: ['haproxy', '-v'] };
export const IPTABLES: Tool = { name: 'iptables', probe: ['unshare', '--net', 'iptables', '--table', 'nat', '--list'] };
export const MOUNT: Tool = {
  name: 'mount',
  probe: ['sh', '-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && umount "$d" && rmdir "$d"'],
};
export const NGINX: Tool = { name: 'nginx', probe: ['sh', '-c', 'nginx -v'] };
export const OPENSSL: Tool = { name: 'openssl', probe: ['openssl', 'version'] };
export const SHELLCHECK: Tool = { name: 'shellcheck', probe: ['shellcheck', '--version'] };
export const SETPRIV: Tool = { name: 'setpriv', probe: ['setpriv', '--version'] };
export const ROOT: Tool = { name: 'root', probe: ['sh', '-c', '[ "$(id -u)" = 0 ]'] };

/**
 * A describe block that needs programs. If one is missing, the tests are skipped with a line that names it; with CI=true they fail.
 */
export function describeWith(tools: readonly Tool[], name: string, body: () => void): void {
  const missing = tools.filter(({ probe }) => !works(probe)).map((tool) => tool.name);
  if (missing.length === 0) {
    describe(name, body);
  } else if (process.env.CI === 'true') {
    describe(name, () => {
      it('finds the real parts that it needs', () => {
        throw new Error(`missing: ${missing.join(', ')}`);
      });
    });
  } else {
    process.stderr.write(`SKIPPED ${name}: missing ${missing.join(', ')}\n`);
    describe.skip(name, body);
  }
}

function works([command, ...args]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
