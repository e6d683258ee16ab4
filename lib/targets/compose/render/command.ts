import type { Concern } from './compose-service';

/** What is run instead of the image's own command, where the profile asks for that. */
export const command: Concern = ({ size, configured }) =>
  configured.command === undefined ? {} : { command: configured.command(size.memory.limit) };
