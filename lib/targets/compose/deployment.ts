import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile } from '../../text-file';
import { BASE_NAMES, OVERRIDE } from './names';

/** What of FaultMaven's deployment stands in the output folder. */
export interface Deployment {
  /** A base file is there, under one of the names that Compose looks for. */
  readonly base: boolean;
  /** Its wrapper is there and does not load the override yet. */
  readonly needsComposeFiles: boolean;
}

/**
 * The line for `.env` that makes FaultMaven's wrapper load the override: it always passes `-f`, with which Compose loads no
 * override, but reads `.env` after it has computed this variable.
 */
export const COMPOSE_FILES_LINE = `COMPOSE_FILES="-f docker-compose.yml -f ${OVERRIDE}"`;

export function deploymentIn(folder: string): Deployment {
  return {
    base: BASE_NAMES.some((name) => existsSync(join(folder, name))),
    needsComposeFiles: existsSync(join(folder, 'faultmaven')) && !textOf(join(folder, '.env')).split(/\r?\n/).some(loadsOverride),
  };
}

const loadsOverride = (line: string): boolean => /^\s*(export\s+)?COMPOSE_FILES=/.test(line) && line.includes(OVERRIDE);

/** Far more than any file of variables. */
export const MOST_BYTES_OF_VARIABLES = 1024 * 1024;

/** Empty if there is no such file that can be read; a pipe is not waited for. */
function textOf(file: string): string {
  try {
    return readTextFile(file, MOST_BYTES_OF_VARIABLES);
  } catch {
    return '';
  }
}
