import type { WithVariables } from './with-variables';

/** In exec form, so that SIGTERM reaches the program itself: `sh -c` as process 1 would not pass it on. */
export type Command = readonly [string, ...string[]];

/** What a container runs. Unlike a probe it may take arguments from variables of its container. */
export type ContainerCommand = readonly [string, ...(string | WithVariables)[]];

/** The exit code of a command that gave up because no retry would help, for example when a password is refused. */
export const GIVEN_UP = 77;
