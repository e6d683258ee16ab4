import type { HealthCheck } from '../../../model/service';
import type { Concern } from './compose-service';

/** A health check for a service that has none in the published file, where the profile asks for one. */
export const healthcheck: Concern = ({ service: { health }, configured: { asked } }) =>
  asked && !health.published
    ? {
        healthcheck: {
          test: ['CMD', ...commandOf(health)],
          interval: '30s',
          timeout: '5s',
          retries: 3,
          start_period: `${health.startsWithin.seconds}s`,
        },
      }
    : {};

/** The check as a command inside the container, by a program that the image has. */
function commandOf(health: HealthCheck): readonly string[] {
  if (health.kind === 'command') return health.command;
  const { port, path, client } = health;
  const url = `http://127.0.0.1:${port}${path}`;
  switch (client) {
    case 'python':
      return ['python', '-c', `import urllib.request; urllib.request.urlopen('${url}', timeout=2)`];
    case 'wget':
      return ['wget', '--quiet', '--tries=1', '--spider', url];
    case 'bash':
      return ['bash', '-c', requestInBash(port, path)];
  }
}

/** An HTTP request with nothing but bash; healthy means status 200. */
const requestInBash = (port: number, path: string): string =>
  [
    `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    `printf 'GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3`,
    'read -r _ status _ <&3',
    '[ "$status" = 200 ]',
  ].join(' && ');
