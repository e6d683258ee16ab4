import * as v from 'valibot';
import { BUCKET_NAME, bucketName } from '../units/bucket-name';
import { HTTP_URL, httpUrl, httpUrlLike } from '../units/http-url';
import { ANNOTATION_KEY, annotationKey, QUALIFIED_NAME, qualifiedName } from '../units/label';
import { NAMESPACE, namespace, OBJECT_NAME, OWN_NAMESPACE, objectName, ownNamespace, secretName } from '../units/name';
import { areEverything, destination, type Network, PART_OF_ALL, partOfAll } from '../units/network';
import { choice } from './choice';
import { listOf, parsedText, section, text } from './values';

/* What the shapes of a cluster's profile are made of. */

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** Not an address: its last label is no number. */
const HOST = new RegExp(`^(?=.{1,253}$)(?!.*\\.\\d+$)${LABEL}(\\.${LABEL})+$`);
/** Shorter than a host, because names of members and namespaces come before it. */
const DOMAIN = new RegExp(`^(?=.{1,128}$)(?!(.*\\.)?\\d+$)${LABEL}(\\.${LABEL})*$`);

/** A class, a claim, a store: whatever has a name as most objects may have. */
export const namedObject = (description: string) => parsedText(objectName, OBJECT_NAME, description);
export const namedSecret = (description: string) => parsedText(secretName, OBJECT_NAME, description);
export const namedNamespace = (description: string) => parsedText(namespace, NAMESPACE, description);
export const namespaceOfOurOwn = (description: string) => parsedText(ownNamespace, OWN_NAMESPACE, description);
export const keyOf = (what: string, description: string) => parsedText(qualifiedName(what), QUALIFIED_NAME, description);
export const annotation = (description: string) => parsedText(annotationKey('an annotation key'), ANNOTATION_KEY, description);
export const host = (description: string) => text(HOST, 'a host name such as shop.example.com', description);
export const domain = (description: string) => text(DOMAIN, 'a domain such as cluster.local', description);
/** @param example one of the right kind, for messages. @default - an address that is asked whether somebody may go on */
export const url = (description: string, example?: string) =>
  parsedText(example === undefined ? (text: string) => httpUrl(text) : httpUrlLike(example), HTTP_URL, description);

const networks = (parse: (text: string) => Network, instead: string, description: string) =>
  v.pipe(
    listOf(parsedText(parse, PART_OF_ALL, ''), 100, 'networks', description),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && areEverything(dataset.value))
        addIssue({ message: `expected fewer networks, because together these are every address: ${instead}` });
    }),
  );

/** Networks where all addresses would be too many. @param instead what to do rather than name all */
export const someCidrs = (instead: string, description: string) => networks(partOfAll(instead), instead, description);

/** The same for networks that pods connect to. */
export const destinations = (instead: string, description: string) => networks(destination(instead), instead, description);

/** Instead of the networks of what may be anywhere. */
export const ANYWHERE = 'leave networks out where it has a public address, or name those that it is in';

/** It is never shown what stands there: somebody may have taken it for the place of a key. */
const KEYS_ELSEWHERE = 'expected secret, pod-identity, or a map of annotation: a profile holds no keys';

/** A bucket of an object store, for whoever `description` says. */
export const bucket = (description: string) =>
  section(
    {
      name: parsedText(bucketName, BUCKET_NAME, 'The bucket.'),
      region: text(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'a region such as eu-central-1', 'Its region.'),
      endpoint: v.optional(url("Where its API is. Left out: the provider's own for the region.", 'https://s3.example.com')),
      networks: v.optional(
        destinations(ANYWHERE, 'Networks of a store without a public address. Left out: any public address over HTTPS.'),
      ),
      keys: v.pipe(
        choice(
          [
            v.literal('secret'),
            v.literal('pod-identity'),
            section(
              {
                annotation: section(
                  {
                    key: annotation('The annotation.'),
                    value: text(/^(?=[\s\S]*\S)[\s\S]{1,2048}$/, 'a value', 'Its value.'),
                  },
                  'An annotation of the service account.',
                ),
              },
              'Rights of the service account.',
            ),
          ],
          KEYS_ELSEWHERE,
        ),
        v.description(
          'How pods prove who they are. secret: by keys in a Secret, whose name list secrets prints. annotation: by an annotation of the service account, to which the cloud gives rights. pod-identity: by EKS Pod Identity, which knows the service account by its name.',
        ),
      ),
    },
    description,
  );
