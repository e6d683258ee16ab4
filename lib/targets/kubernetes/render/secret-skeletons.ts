import { inMessage } from '../../../text';
import { wrap } from '../../../wrap';
import { toYaml } from '../../../yaml-writer';
import type { ClusterPlan } from '../plan/plan';
import type { SecretNeed } from '../plan/secrets';
import { namespacesInWords } from '../plan/spaces';
import { namespaceOf } from '../schema/namespaces';

const WIDTH = 80;

/**
 * Each Secret as a YAML document without values, to be filled in. A key that stays empty is null, not an empty text: an apply leaves it
 * out, so a pod that reads it waits instead of running without a password.
 */
export function secretSkeletons(secrets: readonly SecretNeed[], plan: ClusterPlan): string {
  const head = `Secrets of ${namespacesInWords(plan)} without their values. Fill in each, apply the file, and keep it out of git.`;
  return `${comment(head)}\n${secrets.map((secret) => skeleton(secret, plan)).join('---\n')}`;
}

function skeleton({ name, compartment, purpose, keys }: SecretNeed, { profile }: ClusterPlan): string {
  const namespace = namespaceOf({ compartment }, profile);
  const head = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: typeOf(purpose) };
  const values = keys.flatMap(({ key, holds, consumers }) => [comment(`${holds}; read by ${consumers.join(', ')}`, '  '), `  ${key}:`]);
  return `${toYaml(head)}${['stringData:', ...values].join('\n')}\n`;
}

const comment = (text: string, indent = ''): string =>
  wrap(inMessage(text), WIDTH - `${indent}# `.length)
    .split('\n')
    .map((line) => `${indent}# ${line}`)
    .join('\n');

function typeOf(purpose: SecretNeed['purpose']): string {
  switch (purpose) {
    case 'certificate':
      return 'kubernetes.io/tls';
    case 'registry-login':
      return 'kubernetes.io/dockerconfigjson';
    case undefined:
      return 'Opaque';
  }
}
