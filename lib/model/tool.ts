import type { ImageRepository } from '../units/image';
import type { Release } from './release';

/** An image that is no service, but does something for one. */
export interface Tool {
  /** The short name under which a profile says its build. */
  readonly kind: string;
  readonly image: ImageRepository;
  readonly release: Release;
  /** The key beside the size of its service without which nobody needs it. @default - it is always needed */
  readonly onlyFor?: string;
}

/** Those of the images that somebody needs, where a profile says this of their service. */
export const needed = <One extends Pick<Tool, 'onlyFor'>>(tools: readonly One[], size: object): readonly One[] =>
  tools.filter(({ onlyFor }) => onlyFor === undefined || (size as Readonly<Record<string, unknown>>)[onlyFor] !== undefined);
