import type { ImageRepository } from '../units/image';
import type { Release } from './release';

/** A further image that a service needs, for example for its backups. */
export interface Tool {
  /** The name under which `images` of a profile has its build. */
  readonly kind: string;
  readonly image: ImageRepository;
  readonly release: Release;
  /** The key of the service's section that needs it. @default - it is always needed */
  readonly onlyFor?: string;
}

/** The images that a service needs with this section of a profile. */
export const needed = <One extends Pick<Tool, 'onlyFor'>>(tools: readonly One[], size: object): readonly One[] =>
  tools.filter(({ onlyFor }) => onlyFor === undefined || (size as Readonly<Record<string, unknown>>)[onlyFor] !== undefined);
