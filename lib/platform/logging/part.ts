import type { Page } from '../../model/page';
import type { Platform } from '../../model/platform';
import type { PlatformPartProps } from '../../model/service';
import { LOGGING, NODE } from '../compartments';
import type { OwnStoreKind } from './own-store/users';

type Usual = PlatformPartProps['usual'];

/** Whether lines are shipped at all. */
const ships = ({ logging }: Platform): boolean => logging !== 'none';

/**
 * What all parts have in common that are needed with one store.
 *
 * @param usual its size where a profile says nothing
 * @param page its web page. @default - it has none that is shown to users
 */
export const partOf = (store: OwnStoreKind, usual: Usual, page?: Page) =>
  ({ onlyIn: 'cluster', platform: { with: ({ logging }: Platform) => logging === store, compartment: LOGGING, usual, page } }) as const;

/** The same, of what ships lines, wherever they go. */
export const partOfShipping = (usual: Usual) => ({ onlyIn: 'cluster', platform: { with: ships, compartment: LOGGING, usual } }) as const;

/** The same, of what reads the lines of its node. */
export const partOfNode = (usual: Usual) => ({ onlyIn: 'cluster', platform: { with: ships, compartment: NODE, usual } }) as const;
