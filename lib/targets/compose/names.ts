/** The name under which Compose merges it into the file beside it. */
export const OVERRIDE = 'docker-compose.override.yml';

/** Under which names Compose looks for a base file in a folder, and for an override beside it; the first that is there counts. */
export const BASE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;
export const OVERRIDE_NAMES = ['compose.override.yml', 'compose.override.yaml', OVERRIDE, 'docker-compose.override.yaml'] as const;
