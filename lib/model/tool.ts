import type { ImageRepository } from '../units/image';
import type { Platform } from './platform';
import type { Release } from './release';

/** A further image that a service needs, for example for its backups. */
export interface Tool {
  /** The name under which `images` of a profile has its build. */
  readonly kind: string;
  readonly image: ImageRepository;
  readonly release: Release;
  /** The key of the service's section that needs it. @default - it is always needed */
  readonly onlyFor?: string;
  /** With which platform it is needed. A profile need not name its build then: that of its release is usual. @default - with any */
  readonly onlyWith?: (platform: Platform) => boolean;
}

/** The images that a service needs with this section of a profile, and with what that turns on. */
export const needed = <One extends Pick<Tool, 'onlyFor' | 'onlyWith'>>(
  tools: readonly One[],
  size: object,
  platform: Platform,
): readonly One[] =>
  tools.filter(
    ({ onlyFor, onlyWith }) =>
      (onlyFor === undefined || (size as Readonly<Record<string, unknown>>)[onlyFor] !== undefined) && (onlyWith?.(platform) ?? true),
  );
