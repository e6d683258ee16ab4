import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { template } from '../../lib/platform/logging/own-store/template';
import { EVENTS, LOGS } from '../../lib/platform/logging/record';
import { ROOT } from '../support/cli';

const [, chapter = ''] = readFileSync(join(ROOT, 'docs/platform.md'), 'utf8').split('### A store that is there\n');
const bodies = [...(chapter.split(/^### /m)[0]?.matchAll(/--data '\s*(\{[^']*\})'/g) ?? [])].map(([, body = '']) => JSON.parse(body));

interface Field {
  readonly type?: string;
  readonly properties?: Fields;
}
type Fields = { readonly [name: string]: Field };

/** Each field, with its type. */
const fieldsOf = (properties: Fields, below = ''): Readonly<Record<string, string>> =>
  Object.assign(
    {},
    ...Object.entries(properties).map(([name, { type, properties: more }]) =>
      more === undefined ? { [`${below}${name}`]: type } : fieldsOf(more, `${below}${name}/`),
    ),
  );

it('is given a template for both streams, and each of them', () => {
  expect(bodies).toHaveLength(2);
  for (const body of bodies) expect(body).toMatchObject({ index_patterns: [LOGS, EVENTS], data_stream: {} });
  for (const stream of [LOGS, EVENTS]) expect(chapter.match(new RegExp(`_data_stream/${stream}$`, 'gm'))).toHaveLength(2);
});

/** Fields of a store of ours by which no search of ours asks. Another store keeps them with their record, and nobody can search by them. */
const LEFT_OUT = [
  ...['observedTimestamp', 'traceId', 'spanId'],
  ...['attributes/log.iostream', 'attributes/event.name', 'resource/k8s.pod.uid', 'resource/k8s.container.restart_count'],
];

it('has in OpenSearch the fields that a store of ours has, but for some that are named', () => {
  const ours = fieldsOf(JSON.parse(template({ replicas: 3 })).template.mappings.properties);
  const theirs = fieldsOf(bodies[0].template.mappings.properties);
  expect(LEFT_OUT.filter((name) => ours[name] === undefined)).toEqual([]);
  expect(theirs).toEqual(Object.fromEntries(Object.entries(ours).filter(([name]) => !LEFT_OUT.includes(name))));
});
