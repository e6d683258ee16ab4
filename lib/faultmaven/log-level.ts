/** How much an image's own code writes, where it reads that. */
export const logLevel = {
  kind: 'one-of',
  variable: 'LOG_LEVEL',
  values: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'],
  says: 'The least urgent lines that are written. Left out: INFO.',
} as const;
