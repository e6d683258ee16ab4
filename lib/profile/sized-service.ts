import type { Application } from '../model/application';
import type { Service } from '../model/service';
import type { Configurable } from '../model/setting';
import type { Floor } from '../shape/values';

/** What a profile needs to know of the application that it sizes. */
export type Named = Pick<Application, 'name' | 'title'>;

/** What a profile needs to know of a service. */
export interface SizedService {
  /** Its short name. */
  readonly kind: string;
  /** The least memory it works with; less is refused. */
  readonly floor: Floor;
  /** What else a profile can say of it. @default - nothing is known */
  readonly configurable?: Configurable;
}

/** What a profile needs to know of a service, of all that is known of it. */
export const asSized = ({ kind, floor, configurable }: Service): SizedService => ({ kind, floor, configurable });
