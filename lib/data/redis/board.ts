/** What is shown of Redis, its Sentinels and its proxy. */
export const REDIS_BOARD = {
  uid: 'fmsynth-redis',
  title: 'Redis',
  choices: ['namespace'],
  panels: {
    roles: 1,
    answers: 2,
    sentinels: 3,
    replicas: 4,
    refusals: 5,
    memory: 6,
    files: 7,
    commands: 8,
    clients: 9,
    lists: 10,
    routed: 11,
    proxy: 12,
  },
} as const;
