import { join, resolve } from 'node:path';
import { installed } from './installed';
import type { Tool } from './tools';

/** Alembic, its drivers and Celery in a virtual environment, which `.ci/run` makes from tools/python/python.txt. */
export const VENV = process.env.FAULTMAVEN_TEST_VENV ?? installed('python');

export const PYTHON: Tool = {
  name: 'python with alembic and celery',
  probe: [join(VENV, 'bin/python'), '-c', 'import alembic, asyncpg, aiosqlite, celery'],
};

/** The stand-in for the Python project of FaultMaven's images. */
export const PROJECT = resolve(__dirname, '../stand-ins/python-service');

/** Variables as in FaultMaven's Python images. */
export const pythonEnv = { PATH: `${join(VENV, 'bin')}:${process.env.PATH}`, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: PROJECT };
