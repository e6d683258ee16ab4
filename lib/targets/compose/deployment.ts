import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Application, Wrapper } from '../../model/application';
import { readTextFile } from '../../text-file';
import { BASE_NAMES, OVERRIDE } from './names';

/** What the output folder has of a published deployment. */
export interface Deployment {
  /** A base file is there, under one of the names that Compose looks for. */
  readonly base: boolean;
  /** The program that starts it, which is there and does not load the override yet. @default - nothing else has to load it */
  readonly unaware?: Wrapper;
}

/**
 * The line for `.env` that makes a wrapper load the override: it always passes `-f`, with which Compose loads no override, but reads `.env`
 * after it has computed this variable.
 */
export const lineOf = ({ variable }: Wrapper): string => `${variable}="-f docker-compose.yml -f ${OVERRIDE}"`;

export function deploymentIn(folder: string, { published }: Pick<Application, 'published'>): Deployment {
  const { wrapper } = published ?? {};
  const loads = (line: string): boolean =>
    wrapper !== undefined && line.replace(/^\s*(export\s+)?/, '').startsWith(`${wrapper.variable}=`) && line.includes(OVERRIDE);
  const isThere = wrapper !== undefined && existsSync(join(folder, wrapper.file));
  return {
    base: BASE_NAMES.some((name) => existsSync(join(folder, name))),
    unaware: isThere && !textOf(join(folder, '.env')).split(/\r?\n/).some(loads) ? wrapper : undefined,
  };
}

/** Far larger than any file of variables. */
export const MOST_BYTES_OF_VARIABLES = 1024 * 1024;

/** Empty if there is no such file that can be read; a pipe is not waited for. */
function textOf(file: string): string {
  try {
    return readTextFile(file, MOST_BYTES_OF_VARIABLES);
  } catch {
    return '';
  }
}
