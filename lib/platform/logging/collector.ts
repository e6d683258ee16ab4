import type { Memory } from '../../units/memory';
import { UNASKED } from '../unasked';

/** The collector of OpenTelemetry with everything that its community has contributed. */
export const COLLECTOR = {
  image: 'otel/opentelemetry-collector-contrib',
  release: { tag: '0.165.1', caveat: UNASKED },
} as const;

/** Where its configuration is. */
export const CONFIGURATION = '/etc/otelcol-contrib/config.yaml';

/** The share of its limit from which on it takes no more, and how much one check may miss. */
const LIMIT = [3, 4] as const;
const SPIKE = [1, 8] as const;

/** Its command. The image has this one program. */
export const collector = (limit: Memory, ...more: readonly string[]): readonly [string, ...string[]] => [
  '/otelcol-contrib',
  `--config=${CONFIGURATION}`,
  ...more,
  `--set=processors.memory_limiter.limit_mib=${limit.fraction(...LIMIT).mebibytes}`,
  `--set=processors.memory_limiter.spike_limit_mib=${limit.fraction(...SPIKE).mebibytes}`,
];

/** The ports of the collector. `handover` is on loopback: there it takes what it hands over to itself. */
export const LISTENS = { health: 13133, metrics: 8888, requests: 8889, handover: 4318 } as const;

/** A dollar sign would begin a variable of the collector's. */
export const literal = (text: string): string => text.replaceAll('$', '$$$$');

/** `$1` in the notation of the collector's expressions, where a letter behind it would be a part of the name. */
export const template = (text: string): string => literal(text.replaceAll(/\$(\d)/g, '$${$1}'));

/** A variable of the collector's environment. */
export const fromEnvironment = (name: string): string => `\${env:${name}}`;

/** A record that an operator cannot read goes on as it is. */
export const QUIET = { on_error: 'send_quiet' } as const;

/** What a collector says of itself: as metrics to whoever asks, and what goes wrong to its log. */
export const telemetry = () => ({
  logs: { level: 'warn', encoding: 'json' },
  metrics: {
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: '0.0.0.0',
              port: LISTENS.metrics,
              without_type_suffix: false,
              without_units: false,
              without_scope_info: true,
            },
          },
        },
      },
    ],
  },
});
