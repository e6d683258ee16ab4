import { sealedInParts } from '../../../output/seal';
import { Tagged, toYaml, Verbatim } from '../../../yaml-writer';
import type { ComposeService } from './compose-service';

/** The override as YAML: `header` as a comment, then the services in the order given, an empty line between them. */
export function overrideDocument(header: string, services: Readonly<Record<string, ComposeService>>): string {
  const names = Object.keys(services);
  if (names.length === 0) return sealedInParts(header, '\nservices: {}\n', []);
  const parts = Object.values(services).map((service, n) => {
    const next = names[n + 1];
    return `${toYaml(asWritten(service), '    ')}${next === undefined ? '' : `\n  ${next}:\n`}`;
  });
  return sealedInParts(header, `\nservices:\n  ${names[0]}:\n`, parts);
}

/** With what Compose's own notation needs: whole CPUs with a decimal, a list of ports that replaces the published one. */
function asWritten(service: ComposeService): object {
  const { cpus, ports } = service;
  return {
    ...(withoutVariables(service) as object),
    ...(cpus === undefined ? {} : { cpus: new Verbatim(Number.isInteger(cpus) ? cpus.toFixed(1) : String(cpus)) }),
    ...(ports === undefined ? {} : { ports: new Tagged('!override', ports) }),
  };
}

/** Compose replaces `$NAME` by a variable of the environment; `$$` is a dollar. */
function withoutVariables(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(withoutVariables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [withoutVariables(key), withoutVariables(inner)]));
}
