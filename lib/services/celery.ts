/** What the Celery worker and its beat share: one image, one application. */
export const celeryImage = 'fm-job-worker';

/** A command on the job worker's Celery application. */
export const celery = (...args: readonly string[]): readonly [string, ...string[]] => ['celery', '-A', 'job_worker.celery_app', ...args];
