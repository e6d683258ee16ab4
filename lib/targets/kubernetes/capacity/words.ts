/** `1 has to run`, `2 have to run`. */
export const haveToRun = (count: number): string => `${count} ${count === 1 ? 'has' : 'have'} to run`;
