import type { Command } from '../../model/command';
import type { Migration } from '../../model/workload';
import schema from './schema.py';

const run = (task: string): Command => ['python', '-c', schema, task];

/** The images with a database carry Alembic and their revisions in the working folder. */
export const alembic: Migration = { upgrade: run('upgrade'), wait: run('wait') };
