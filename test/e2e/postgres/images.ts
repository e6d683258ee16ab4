import { resolve } from 'node:path';
import type { Credentials } from '../control-plane/control-plane';
import type { Image } from '../lab/image';
import { foldersOf, installed } from '../support/installed';
import { PROJECT, VENV } from '../support/python';
import type { Tool } from '../support/tools';

/** Patroni and a driver, in a virtual environment that `.ci/run` makes from tools/python/patroni.txt. */
const ENVIRONMENT = installed('patroni');

export const PATRONI: Tool = { name: 'patroni', probe: [`${ENVIRONMENT}/bin/python`, '-c', 'import patroni, psycopg'] };

const MACHINE = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const binds = (environment: string) => Object.fromEntries(foldersOf(environment).map((folder) => [folder, folder]));

/**
 * Spilo, as far as the manifests use it: Patroni in the version of the image, PostgreSQL where Debian and Ubuntu both have it, its user,
 * and the variables of the image that could interfere. WAL-G is a stand-in. The address of the API server is what a kubelet adds.
 */
export const spilo = ({ host, port }: Credentials): Image => ({
  binds: { ...binds(ENVIRONMENT), '/stand-ins': resolve(__dirname, '../stand-ins/wal-g') },
  passwd: ['postgres:x:101:103::/home/postgres:/bin/bash'],
  env: {
    PATH: `/stand-ins:${ENVIRONMENT}/bin:${MACHINE}`,
    LC_ALL: 'en_US.utf-8',
    PGDATA: '/home/postgres/pgdata/pgroot/data',
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: String(port),
  },
});

/** An image of a FaultMaven service: Python and its drivers, and an Alembic project in the working folder. */
export const service = (): Image => ({
  binds: { ...binds(VENV), '/app': PROJECT, '/clients': resolve(__dirname, 'clients') },
  workdir: '/app',
  env: { PATH: `${VENV}/bin:${MACHINE}`, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: '/app' },
});
