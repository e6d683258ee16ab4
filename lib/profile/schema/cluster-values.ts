import * as v from 'valibot';
import { HTTP_URL, httpUrl, isPublic } from '../../units/http-url';
import { NETWORK, network } from '../../units/network';
import { choice } from './choice';
import { rule } from './rule';
import { expecting, parsedText, section, text } from './values';

/* What the shapes of a cluster's profile are made of. */

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Not an address: its last label is no number. */
const HOST = /^(?=.{1,253}$)(?!.*\.\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
export const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
export const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

export const label = (description: string) => text(DNS_LABEL, 'a DNS label of lower case letters, digits and hyphens', description);
export const host = (example: string, description: string) => text(HOST, `a host name such as ${example}`, description);
export const url = (description: string) => parsedText(httpUrl, HTTP_URL, description);
export const cidrs = (description: string) =>
  v.pipe(v.array(parsedText(network, NETWORK, ''), expecting('a list of networks')), v.description(description));

/** It is never shown what stands there: somebody may have taken it for the place of a key. */
const KEYS_ELSEWHERE = 'expected secret, or a map of annotation: a profile holds no keys';

/** A bucket of an object store, for whoever `description` says. */
export const bucket = (description: string) =>
  v.pipe(
    section(
      {
        name: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket', 'The bucket.'),
        region: text(/^[a-z0-9-]{1,32}$/, 'a region such as eu-central-1', 'Its region.'),
        endpoint: v.optional(url("Where its API is. Left out: the provider's own for the region.")),
        networks: v.optional(cidrs('Networks of a store without a public address. Left out: any public address over HTTPS.')),
        keys: v.pipe(
          choice(
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
            KEYS_ELSEWHERE,
          ),
          v.description(
            'Keys in a Secret (list secrets tells its name), or an annotation by which the service account has rights of its own.',
          ),
        ),
      },
      description,
    ),
    rule(({ endpoint, networks }, at) => {
      if (endpoint !== undefined && networks === undefined && !isPublic(endpoint))
        at('expected the networks of its endpoint, which is at no public address', 'networks');
    }),
  );
