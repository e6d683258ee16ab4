import type { ImageRepository } from '../units/image';
import type { Release } from './release';

/** An image that is no service, but does something for one. */
export interface Tool {
  /** The short name under which a profile says its build. */
  readonly kind: string;
  readonly image: ImageRepository;
  readonly release: Release;
}
