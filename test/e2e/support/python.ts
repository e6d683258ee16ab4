import { join, resolve } from 'node:path';
import type { Tool } from './tools';
import { virtualEnvironment } from './virtual-environment';

/** Alembic, its drivers and Celery in a virtual environment, which `.ci/run` makes from tools/python/python.txt. */
export const VENV = process.env.FAULTMAVEN_TEST_VENV ?? virtualEnvironment('python');

export const PYTHON: Tool = {
  name: 'python with alembic and celery',
  probe: [join(VENV, 'bin/python'), '-c', 'import alembic, asyncpg, aiosqlite, celery'],
};

/** An Alembic project and a Celery application under FaultMaven's names, in the working folder as in its images. */
export const PROJECT = resolve(__dirname, '../stand-ins/python-service');

/** What a container of FaultMaven's Python images has: its programs first, and no bytecode written. */
export const pythonEnv = { PATH: `${join(VENV, 'bin')}:${process.env.PATH}`, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: PROJECT };
