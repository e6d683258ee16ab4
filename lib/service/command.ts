/** An exec form, so that SIGTERM reaches the program itself: `sh -c` as process 1 swallows it. */
export type Command = readonly [string, ...string[]];
