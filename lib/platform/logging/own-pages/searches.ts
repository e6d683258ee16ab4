import { ATTRIBUTES, RESOURCE } from '../record';

const PATTERN = 'logs';

interface Search {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** In the notation of Lucene. */
  readonly query: string;
  readonly columns: readonly string[];
}

const [SERVICE, POD, NAMESPACE] = [RESOURCE.service, RESOURCE.pod, RESOURCE.namespace].map((name) => `resource.${name}`) as [
  string,
  string,
  string,
];
const CORRELATION = `attributes.${ATTRIBUTES.correlation}`;

/** What people look for most often. */
export const SEARCHES: readonly Search[] = [
  {
    id: 'by-correlation-id',
    title: 'One request: all lines with its correlation ID',
    description: 'Put the ID of the request in the place of the star.',
    query: `${CORRELATION}:*`,
    columns: [SERVICE, POD, 'severity.text', CORRELATION, 'body'],
  },
  {
    id: 'errors-by-service',
    title: 'Errors by service',
    description: `Lines of the level ERROR and above. The list of fields on the left counts them by ${SERVICE}.`,
    query: `severity.number:>=17`,
    columns: [SERVICE, POD, CORRELATION, 'body'],
  },
  {
    id: 'killed-and-restarted',
    title: 'Out of memory, and restarts',
    description:
      'What the cluster tells of containers that are started again, unhealthy, stopped or evicted, and what programs write when memory is short.',
    // The collector of events stores an event as its JSON. That a container was killed at its limit is in no event: only whoever was near it
    // may have written so.
    query: `(${SERVICE}:events AND body:(BackOff OR Killing OR Unhealthy OR Evicted OR Preempted)) OR body:("out of memory" OR "java heap space" OR OutOfMemoryError OR MemoryError OR "signal 9" OR SIGKILL)`,
    columns: [NAMESPACE, SERVICE, 'body'],
  },
];

/** The index pattern and the searches, as OpenSearch Dashboards and Kibana import them: one object in each line. */
export const searchesNdjson = (): string =>
  [
    { type: 'index-pattern', id: PATTERN, attributes: { title: 'logs-*', timeFieldName: '@timestamp' }, references: [] },
    ...SEARCHES.map(({ id, title, description, query, columns }) => ({
      type: 'search',
      id,
      attributes: {
        title,
        description,
        columns,
        sort: [['@timestamp', 'desc']],
        hits: 0,
        version: 1,
        kibanaSavedObjectMeta: {
          searchSourceJSON: JSON.stringify({
            query: { query, language: 'lucene' },
            filter: [],
            version: true,
            indexRefName: 'kibanaSavedObjectMeta.searchSourceJSON.index',
          }),
        },
      },
      references: [{ name: 'kibanaSavedObjectMeta.searchSourceJSON.index', type: 'index-pattern', id: PATTERN }],
    })),
  ]
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
