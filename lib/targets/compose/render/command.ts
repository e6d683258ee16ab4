import type { Concern } from './compose-service';

/** The command, if the profile asks for another than that of the image. */
export const command: Concern = ({ size, configured }) =>
  configured.bounded === undefined ? {} : { command: configured.bounded(size.memory.limit).command };
