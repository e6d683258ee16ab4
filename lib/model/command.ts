/** An exec form, so that SIGTERM reaches the program itself: `sh -c` as process 1 swallows it. */
export type Command = readonly [string, ...string[]];

/** The exit code of a command that has given up what no retry will mend: a password that is refused, say. */
export const GIVEN_UP = 77;
