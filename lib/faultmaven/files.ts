import { type BucketProps, bucketAnnotations, bucketDestinations, bucketKeys } from '../model/bucket';
import type { Instead, Store } from '../model/store';

/** A folder in the service's own `/data`. */
export const localFolder = (instead: Instead): Store => ({
  environment: { STORAGE_PROVIDER: 'local', STORAGE_LOCAL_PATH: '/data/uploads' },
  reaches: [],
  shared: false,
  instead,
});

/** A bucket of an object store. */
export const bucketStore = (service: string, bucket: BucketProps): Store => ({
  environment: {
    STORAGE_PROVIDER: 's3',
    S3_BUCKET_NAME: bucket.name,
    S3_REGION: bucket.region,
    ...(bucket.endpoint === undefined ? {} : { S3_ENDPOINT_URL: bucket.endpoint }),
    ...bucketKeys(`${service}-bucket`, bucket),
  },
  reaches: bucketDestinations(bucket),
  shared: true,
  accountAnnotations: bucketAnnotations(bucket),
});
