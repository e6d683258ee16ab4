/** What is shown of the edge. */
export const EDGE_BOARD = {
  uid: 'fmsynth-edge',
  title: 'Edge',
  choices: ['namespace'],
  panels: {
    answers: 1,
    share: 2,
    connections: 3,
    requests: 4,
    routes: 5,
    phases: 6,
    certificates: 7,
  },
} as const;

/** What users were answered, by the lines that the edge writes. */
export const REQUESTS_BOARD = {
  uid: 'fmsynth-requests',
  title: 'Requests',
  choices: ['namespace'],
  panels: {
    errors: 1,
    slow: 2,
    requests: 3,
    statuses: 4,
    times: 5,
  },
} as const;
