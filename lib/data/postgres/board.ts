/** What is shown of PostgreSQL under Patroni. */
export const POSTGRES_BOARD = {
  uid: 'fmsynth-postgres',
  title: 'PostgreSQL',
  choices: ['namespace'],
  panels: {
    roles: 1,
    answers: 2,
    lag: 3,
    streaming: 4,
    failover: 5,
    connections: 6,
    states: 7,
    archive: 8,
    transactions: 9,
    cache: 10,
    locks: 11,
    databases: 12,
  },
} as const;
