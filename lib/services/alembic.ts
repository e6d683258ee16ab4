import type { Command } from '../service/command';
import type { Migration } from '../service/service';
import schema from './alembic/schema.py';

const run = (task: string): Command => ['python', '-c', schema, task];

/** The images with a database carry Alembic and their revisions in the working folder. */
export const alembic: Migration = { upgrade: run('upgrade'), wait: run('wait') };
