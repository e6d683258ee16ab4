import type { MemberSize } from '../../../model/size';
import { ATTRIBUTES, EVENTS, LOGS, RESOURCE } from '../record';

/** The streams that lines go to: what containers write, and what the cluster tells of its objects. */
export const STREAMS = [LOGS, EVENTS] as const;

/**
 * Fields that can be searched one by one. Whatever else a record has is stored and shown with it, and makes no field: services choose the
 * keys of their lines, and each new one would grow the state that every member keeps.
 */
const KEYWORDS = { attributes: [...Object.values(ATTRIBUTES), 'event.name'], resource: Object.values(RESOURCE) } as const;

const keyword = { type: 'keyword', ignore_above: 1024 } as const;

/** Fields below one object, whose names may have dots. */
const fields = (names: readonly string[]): object => ({
  dynamic: false,
  properties: Object.fromEntries(names.map((name) => [name, keyword])),
});

/**
 * The template of every stream, as JSON. A record that a field does not fit is stored without that field: a shipper can do nothing about a
 * record that is refused.
 *
 * @param replicas how many members there are
 */
export const template = ({ replicas }: Pick<MemberSize, 'replicas'>): string =>
  `${JSON.stringify(
    {
      index_patterns: ['logs-*'],
      data_stream: {},
      priority: 200,
      template: {
        settings: {
          number_of_shards: 1,
          number_of_replicas: replicas > 1 ? 1 : 0,
          'index.mapping.total_fields.limit': 100,
          'index.mapping.depth.limit': 8,
          'index.mapping.ignore_malformed': true,
          'index.codec': 'best_compression',
          'index.refresh_interval': '5s',
          // A restart of a member, or of its node, copies nothing.
          'index.unassigned.node_left.delayed_timeout': '5m',
        },
        mappings: {
          dynamic: false,
          properties: {
            '@timestamp': { type: 'date' },
            observedTimestamp: { type: 'date' },
            body: { type: 'text', norms: false },
            severity: { properties: { text: keyword, number: { type: 'byte' } } },
            traceId: keyword,
            spanId: keyword,
            attributes: fields(KEYWORDS.attributes),
            resource: fields(KEYWORDS.resource),
          },
        },
      },
    },
    null,
    2,
  )}\n`;
