import type { Application } from '../model/application';
import type { Service } from '../model/service';
import type { Settings } from '../model/setting';
import type { Floor } from '../shape/values';

/** What a profile needs to know of the application that it sizes. */
export type Named = Pick<Application, 'name' | 'title'>;

/** What a profile needs to know of a service. */
export interface SizedService {
  /** Its short name. */
  readonly kind: string;
  /** The least memory it works with; less is refused. */
  readonly floor: Floor;
  /** What its image can be told. @default - nothing is known */
  readonly settings?: Settings;
}

/** What a profile needs to know of a service, of all that is known of it. */
export const asSized = ({ kind, floor, configurable: { settings } }: Service): SizedService => ({ kind, floor, settings });
