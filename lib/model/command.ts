/** In exec form, so that SIGTERM reaches the program itself: `sh -c` as process 1 would not pass it on. */
export type Command = readonly [string, ...string[]];

/** The exit code of a command that gave up because no retry would help, for example when a password is refused. */
export const GIVEN_UP = 77;
