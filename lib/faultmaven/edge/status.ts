import type { Site } from '../../model/site';

/** Where a container beside nginx asks how many connections it has. */
const STATUS = { port: 8082, path: '/stub_status' };

/** The URL at which nginx says how many connections it has. Nobody outside of its pod reaches it. */
export const STATUS_URL = `http://127.0.0.1:${STATUS.port}${STATUS.path}`;

/** The server that answers there; nothing where nobody watches. */
export const status = ({ platform }: Site): string =>
  platform.monitoring === 'none'
    ? ''
    : `
  server {
    listen 127.0.0.1:${STATUS.port};
    access_log off;
    location = ${STATUS.path} {
      stub_status;
    }
    location / {
      return 404;
    }
  }
`;
