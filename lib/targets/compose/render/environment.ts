import { variablesSet } from '../../../plan/configured';
import type { Concern } from './compose-service';

/** Variables: what the image needs wherever it runs, folders that outlive the container, and what the profile says. */
export const environment: Concern = (sized, { switches }) => {
  const { everywhere, persists } = sized.service;
  const folders = persists.flatMap(({ through, path }) => ('variable' in through ? [[through.variable, path] as const] : []));
  const variables = { ...everywhere, ...(switches.persist ? Object.fromEntries(folders) : {}), ...variablesSet(sized) };
  return Object.keys(variables).length === 0 ? {} : { environment: variables };
};
