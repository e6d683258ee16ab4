/** What ships lines, and what it loses. */
export const LOG_SHIPPER_BOARD = {
  uid: 'fmsynth-log-shipper',
  title: 'Log shipper',
  choices: ['namespace'],
  panels: {
    queue: 1,
    sent: 2,
    refused: 3,
    lost: 4,
    files: 5,
    memory: 6,
  },
} as const;

/** The store of the lines. */
export const LOG_STORE_BOARD = {
  uid: 'fmsynth-log-store',
  title: 'Log store',
  choices: ['namespace'],
  panels: {
    health: 1,
    members: 2,
    shards: 3,
    heap: 4,
    disk: 5,
    files: 6,
    written: 7,
    refused: 8,
    answers: 9,
  },
} as const;
