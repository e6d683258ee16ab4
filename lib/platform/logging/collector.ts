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
