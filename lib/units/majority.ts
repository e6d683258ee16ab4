/** How many of some members are more than half of them. */
export const majorityOf = (members: number): number => Math.floor(members / 2) + 1;
