import type { Page } from '../../model/page';
import type { Platform } from '../../model/platform';
import type { PlatformPartProps } from '../../model/service';
import { MONITORING, NODE } from '../compartments';

type Usual = PlatformPartProps['usual'];

const inFull = ({ monitoring }: Platform): boolean => monitoring === 'full';

/**
 * What all parts of the monitoring have in common.
 *
 * @param usual its size where a profile says nothing
 * @param page its web page. @default - it has none that is shown to users
 */
export const part = (usual: Usual, page?: Page) =>
  ({ onlyIn: 'cluster', platform: { with: inFull, compartment: MONITORING, usual, page } }) as const;

/** The same, of what looks at the node itself. */
export const partOfNode = (usual: Usual) =>
  ({
    onlyIn: 'cluster',
    platform: { with: (on: Platform) => inFull(on) && on.nodeExporter, compartment: NODE, usual },
  }) as const;
