import { isIPv4 } from 'node:net';
import { UnitError } from './unit-error';

declare const brand: unique symbol;

/** The name of a bucket of an object store, by the rules that S3 has for all of them. */
export type BucketName = string & { readonly [brand]: 'bucket' };

const EXPECTED = 'the name of a bucket, 3 to 63 lower case letters, digits, hyphens and dots';
const PART = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';

export const BUCKET_NAME = new RegExp(`^(?=.{3,63}$)(?!xn--|sthree-|amzn-s3-demo-)${PART}(\\.${PART})*$`);

/** What S3 keeps for itself. */
const RESERVED = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** @throws UnitError if S3 would refuse it */
export function bucketName(text: string): BucketName {
  if (!BUCKET_NAME.test(text)) throw new UnitError(EXPECTED, text);
  if (isIPv4(text)) throw new UnitError(EXPECTED, text, 'an address is no name');
  if (RESERVED.test(text)) throw new UnitError(EXPECTED, text, 'S3 keeps this ending for itself');
  return text as BucketName;
}
