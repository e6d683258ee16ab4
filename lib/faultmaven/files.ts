import { type BucketProps, bucketAnnotations, bucketDestinations, bucketKeys } from '../model/bucket';
import type { Instead, Store } from '../model/store';

/** A folder in the service's own `/data`. @param holds what is in it, in the user's words */
export const localFolder = (holds: string, instead: Instead): Store => ({
  holds,
  where: ['STORAGE_PROVIDER', 'STORAGE_LOCAL_PATH'],
  environment: { STORAGE_PROVIDER: 'local', STORAGE_LOCAL_PATH: '/data/uploads' },
  reaches: [],
  shared: false,
  instead,
});

/** A bucket of an object store. @param holds what is in it, in the user's words */
export const bucketStore = (holds: string, service: string, bucket: BucketProps): Store => ({
  holds,
  where: ['STORAGE_PROVIDER', 'S3_BUCKET_NAME', 'S3_ENDPOINT_URL'],
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
