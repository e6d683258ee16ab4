import * as v from 'valibot';
import { expecting, section, text } from './values';

/* What the shapes of a cluster's profile are made of. */

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
const HTTP_URL = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[A-Za-z0-9._~/%-]*)?$/;
const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$|^[0-9a-f:]+\/\d{1,3}$/;
export const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
export const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

export const label = (description: string) => text(DNS_LABEL, 'a DNS label of lower case letters, digits and hyphens', description);
export const host = (example: string, description: string) => text(HOST, `a host name such as ${example}`, description);
export const url = (description: string) => text(HTTP_URL, 'a URL such as https://login.example.com/check', description);
export const cidrs = (description: string) =>
  v.pipe(v.array(text(CIDR, 'a network such as 192.0.2.0/24', ''), expecting('a list of networks')), v.description(description));

/** A bucket of an object store, for whoever `description` says. */
export const bucket = (description: string) =>
  section(
    {
      name: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket', 'The bucket.'),
      region: text(/^[a-z0-9-]{1,32}$/, 'a region such as eu-central-1', 'Its region.'),
      endpoint: v.optional(url("Where its API is. Left out: the provider's own for the region.")),
      networks: v.optional(cidrs('Networks of a store without a public address. Left out: any public address over HTTPS.')),
      keys: v.pipe(
        v.union(
          [
            v.literal('secret'),
            section(
              {
                annotation: section(
                  { key: text(LABEL_KEY, 'an annotation key', 'The annotation.'), value: text(/\S/, 'a value', 'Its value.') },
                  'An annotation of the service account.',
                ),
              },
              'Rights of the service account.',
            ),
          ],
          expecting('secret, or a map of annotation'),
        ),
        v.description(
          'Keys in a Secret (list secrets tells its name), or an annotation by which the service account has rights of its own.',
        ),
      ),
    },
    description,
  );
