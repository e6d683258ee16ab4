import * as v from 'valibot';
import { namedObject } from '../../../shape/cluster-values';
import { rule } from '../../../shape/rule';
import { oneOf, section, text } from '../../../shape/values';

/** The separators between prefix and name of a Secret, each with the characters that stores allow in such names. */
const SEPARATORS = {
  '-': { prefix: /^[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?$/, longest: 127, expected: 'letters, digits and hyphens', of: 'Azure Key Vault' },
  _: { prefix: /^[0-9A-Za-z_-]+$/, longest: 255, expected: 'letters, digits, hyphens and underscores', of: 'Google Secret Manager' },
  '/': {
    prefix: /^[\w+=.@-]+(\/[\w+=.@-]+)*$/,
    longest: 512,
    expected: 'a path such as teams/production',
    of: 'AWS Secrets Manager',
  },
} as const;

/** The length that a prefix leaves for the name of a Secret. */
const LONGEST_NAME = 63;

const anyPrefix = text(
  /^(?!(.*\/)?\.{1,2}(\/|$))[\w+=.@-]+(\/[\w+=.@-]+)*$/,
  'a prefix such as production',
  'The first part of the names of secrets in the store. Left out: the namespace.',
);

/** Where the values of Secrets come from. */
export const externalSecrets = v.optional(
  v.pipe(
    section(
      {
        store: namedObject('Its name.'),
        kind: oneOf(['SecretStore', 'ClusterSecretStore'], 'Which kind of object the store is.'),
        prefix: v.optional(anyPrefix),
        separator: v.optional(
          oneOf(
            ['-', '_', '/'],
            'What stands between the prefix and the name of the Secret. Every store accepts -. Google Secret Manager accepts _, Azure Key Vault does not. Neither accepts /.',
          ),
          '-',
        ),
      },
      'Writes an ExternalSecret for every Secret. The External Secrets Operator has to be installed. Left out: you create the Secrets.',
    ),
    rule(['prefix', 'separator'], ({ prefix, separator }, at) => {
      if (prefix === undefined) return;
      const { prefix: pattern, longest, expected, of } = SEPARATORS[separator];
      const room = longest - separator.length - LONGEST_NAME;
      if (!pattern.test(prefix))
        at(`expected ${expected} before the separator ${separator}, which is all that ${of} takes, got ${prefix}`, 'prefix');
      else if (prefix.length > room)
        at(
          `expected at most ${room} characters before the separator ${separator}, because ${of} takes ${longest} in all, got ${prefix.length}`,
          'prefix',
        );
    }),
  ),
);
