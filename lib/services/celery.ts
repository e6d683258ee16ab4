import type { Release } from '../service/release';

/** What the Celery worker and its beat share: one image, one application. */
export const celeryImage = 'fm-job-worker';

/** Pushed before its pipeline broke. */
export const celeryRelease: Release = {
  tag: 'sha-85d516c0164d2ef24a4f51c452b5785b3d91d05d',
  caveat: 'its pipeline cannot build since 2025-12-11, so it may be absent',
};

/** A command on the job worker's Celery application. */
export const celery = (...args: readonly string[]): readonly [string, ...string[]] => ['celery', '-A', 'job_worker.celery_app', ...args];
