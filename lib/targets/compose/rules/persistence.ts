import type { Service } from '../../../model/service';
import { inWords } from '../../../text';
import type { ComposeRule } from './rule';

/** Data inside a container is lost with it, and changed limits replace the container. */
export const persistence: ComposeRule = ({ profile, services }) =>
  profile.switches.persist
    ? []
    : services
        .filter(({ service }) => service.persists.length > 0)
        .map(({ service }) => ({
          code: 'data-inside-container',
          severity: 'warning',
          subject: service.kind,
          message: `recreating the container, which new limits cause, destroys ${listed(service)}; switches.persist keeps them`,
          alike: {
            message: 'recreating the container, which new limits cause, destroys them; switches.persist keeps them',
            particular: listed(service),
          },
          source: profile.sourceAt(['switches', 'persist']),
        }));

/** `vectors in /app/data and the model cache in /root/.cache` */
const listed = ({ persists }: Service): string =>
  inWords(
    persists.map(({ holds, unset }) => `${holds} in ${unset}`),
    'and',
  );
