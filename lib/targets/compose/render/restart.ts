import type { Concern } from './compose-service';

/** The published file has no restart policy, so a killed container would stay down. */
export const restart: Concern = (_, profile) => ({ restart: profile.restart });
