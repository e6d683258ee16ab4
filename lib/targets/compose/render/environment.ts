import { merged } from '../../../model/merged';
import type { Concern } from './compose-service';

/** Variables: what the image needs wherever it runs, folders that outlive the container, and what the profile says. */
export const environment: Concern = ({ configured: { parts, told } }) => {
  const variables = merged([...parts, ...told]);
  return Object.keys(variables).length === 0 ? {} : { environment: variables };
};
