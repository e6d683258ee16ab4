import { Construct } from 'constructs';
import { parse } from 'yaml';
import type { Members } from '../../../lib/model/members';
import type { MemberSize } from '../../../lib/model/size';
import type { Around, MembersWorkload } from '../../../lib/model/workload';
import { Elasticsearch } from '../../../lib/platform/logging/elasticsearch/elasticsearch';
import { USERS as ELASTICSEARCH_USERS } from '../../../lib/platform/logging/elasticsearch/users';
import { KIBANA } from '../../../lib/platform/logging/kibana/kibana';
import { OpenSearch } from '../../../lib/platform/logging/opensearch/opensearch';
import { FURTHER_ROLES, USERS as OPENSEARCH_USERS } from '../../../lib/platform/logging/opensearch/users';
import { DASHBOARDS } from '../../../lib/platform/logging/opensearch-dashboards/opensearch-dashboards';
import { pagesYml } from '../../../lib/platform/logging/own-pages/own-pages';
import { SEARCHES, searchesNdjson } from '../../../lib/platform/logging/own-pages/searches';
import { STREAMS, template } from '../../../lib/platform/logging/own-store/template';
import { roleFilesOf, type StoreUser } from '../../../lib/platform/logging/own-store/users';
import { Memory } from '../../../lib/units/memory';
import { complaintsAbout, NOTHING_AROUND, sizedAs } from '../../support/sized';

class Root extends Construct {
  constructor() {
    super(undefined as unknown as Construct, '');
  }
}

const STORES = [
  { store: new OpenSearch(new Root()), users: OPENSEARCH_USERS, options: 'OPENSEARCH_JAVA_OPTS', pages: DASHBOARDS },
  { store: new Elasticsearch(new Root()), users: ELASTICSEARCH_USERS, options: 'ES_JAVA_OPTS', pages: KIBANA },
].map((one) => [one.store.kind, { ...one, users: Object.values<StoreUser>(one.users) }] as const);

const CLOSED = expect.objectContaining({ dynamic: false });

describe.each(STORES)('the store %s', (kind, { store, users, options }) => {
  const SIZE = { replicas: 3, memory: { request: '1792Mi', limit: '1792Mi' }, volume: { size: '16Gi' } };

  const membersWith = (said: object, around: Partial<Around> = {}): Members => {
    const { size } = sizedAs(store, { ...SIZE, ...said });
    const home = { namespace: 'shop', clusterDomain: 'cluster.local' };
    return (store.workload as MembersWorkload).of(size as MemberSize, [], { ...home, ...NOTHING_AROUND, ...around });
  };

  const variable = (members: Members, task: string, name: string) =>
    members.tasks?.find((one) => one.name === task)?.steps[0].environment[name];

  it('gives its heap half of its memory limit', () => {
    const [{ environment }] = membersWith({}).containers;
    expect(environment[options]).toMatch(/^-Xms896m -Xmx896m /);
  });

  it('runs as many members as a majority can be made of, and no disk that is too small for an index', () => {
    expect(complaintsAbout(store, SIZE)).toEqual([]);
    expect(complaintsAbout(store, { ...SIZE, replicas: 4 })).toEqual([expect.stringMatching(/^replicas: expected 3, 5 or 7/)]);
    expect(complaintsAbout(store, { ...SIZE, volume: { size: '1Gi' } })).toEqual([
      expect.stringMatching(/^volume.size: expected at least 2Gi/),
    ]);
  });

  it('keeps lines as long as the profile says, and ends an index at a sixteenth of a disk', () => {
    const members = membersWith({}, { logging: { retentionDays: 30, perDay: Memory.parse('1Gi') } });
    expect(variable(members, 'retention', 'DAYS')).toBe('30');
    expect(variable(members, 'retention', 'INDEX_SIZE')).toBe('1024mb');
  });

  it('tells its members no password but what they ask themselves with', () => {
    const [{ environment }] = membersWith({}).containers;
    const told = Object.values(environment).flatMap((value) => (typeof value === 'object' && value.kind === 'secret' ? [value] : []));
    expect(told.map(({ secret, key }) => [String(secret), key])).toEqual([[`${kind}-users`, 'metrics']]);
  });

  describe('the template', () => {
    const { template: parts, ...about } = JSON.parse(template({ replicas: 3 }));

    it('is that of both streams, and lets no key of a line become a field', () => {
      expect(about).toMatchObject({ index_patterns: ['logs-*'], data_stream: {} });
      for (const stream of STREAMS) expect(stream).toMatch(/^logs-/);
      const { dynamic, properties } = parts.mappings;
      expect([dynamic, properties.attributes, properties.resource]).toEqual([false, CLOSED, CLOSED]);
      const count = (fields: object): number =>
        Object.values(fields).reduce((sum: number, { properties: inner = {} }) => sum + 1 + count(inner), 0);
      expect(count(properties)).toBeLessThan(parts.settings['index.mapping.total_fields.limit'] / 2);
    });

    it('puts each line on two members', () => {
      expect(parts.settings.number_of_replicas).toBe(1);
    });

    it('has the columns of each search as fields', () => {
      const pathsOf = (fields: Readonly<Record<string, { properties?: object }>>, before = ''): readonly string[] =>
        Object.entries(fields).flatMap(([name, { properties }]) =>
          properties === undefined ? [`${before}${name}`] : pathsOf(properties as typeof fields, `${before}${name}.`),
        );
      for (const { columns } of SEARCHES) expect(pathsOf(parts.mappings.properties)).toEqual(expect.arrayContaining([...columns]));
    });
  });

  it('has users with a role each, and a file for each role of ours', () => {
    expect(new Set(users.map(({ role }) => role)).size).toBe(users.length);
    expect(Object.keys(roleFilesOf(users))).toEqual(users.flatMap(({ role, allows }) => (allows ? [`role-${role}.json`] : [])));
  });
});

describe('who does what its program needs, and nothing else', () => {
  const allowsOf = ({ allows }: { readonly allows?: object }) => JSON.parse(JSON.stringify(allows ?? {}));

  it('in OpenSearch: nothing with a star for everything, and only retention deletes', () => {
    for (const user of Object.values<StoreUser>(OPENSEARCH_USERS).filter(({ allows }) => allows !== undefined)) {
      const { cluster_permissions, index_permissions } = allowsOf(user);
      const actions = [...cluster_permissions, ...index_permissions.flatMap((one: { allowed_actions: string[] }) => one.allowed_actions)];
      expect(actions.filter((action) => /^(\*|indices:\*|cluster:\*|indices_all|cluster_all|crud|write|delete)$/.test(action))).toEqual([]);
      expect(actions.some((action) => action.includes('delete'))).toBe(user.name === 'retention');
    }
  });

  it('in OpenSearch: who is given the role of searches writes them, and neither lines nor the index that they are in', () => {
    const [searches, ...others] = FURTHER_ROLES;
    expect(others).toEqual([]);
    const { cluster_permissions, index_permissions } = allowsOf(searches);
    expect(cluster_permissions).toEqual(['cluster_composite_ops']);
    expect(index_permissions.map((one: { index_patterns: string[] }) => one.index_patterns)).toEqual([['.kibana*']]);
    for (const action of index_permissions[0].allowed_actions)
      expect(action).toMatch(/^(read|indices:admin\/(get|mappings\/get\*)|indices:data\/write\/\w+\*)$/);
  });

  it('in Elasticsearch: the shipper appends, only retention manages, and nobody manages the cluster', () => {
    const { shipper, reader, retention, metrics, searches } = ELASTICSEARCH_USERS;
    expect(allowsOf(shipper)).toEqual({ indices: [{ names: ['logs-*'], privileges: ['create_doc'] }] });
    expect(allowsOf(reader).indices).toEqual([{ names: ['logs-*'], privileges: ['read', 'view_index_metadata'] }]);
    expect(allowsOf(reader).applications).toEqual([{ application: 'kibana-.kibana', privileges: ['read'], resources: ['*'] }]);
    expect(allowsOf(retention)).toEqual({ cluster: ['monitor'], indices: [{ names: ['logs-*'], privileges: ['manage'] }] });
    expect(allowsOf(metrics)).toEqual({ cluster: ['monitor'], indices: [{ names: ['*'], privileges: ['monitor'] }] });
    expect(Object.keys(allowsOf(searches))).toEqual(['applications']);
  });
});

describe.each(STORES)('the pages of %s', (_, { pages }) => {
  it('trust the authority of the store alone, and mark their cookies where users come by HTTPS', () => {
    const [shown, hidden] = [true, false].map((isShown) => parse(pagesYml(pages, 'https://store:9200', isShown)));
    const of = (configuration: Record<string, unknown>, end: RegExp) => {
      const [key, ...others] = Object.keys(configuration).filter((name) => end.test(name));
      expect(others).toEqual([]);
      return configuration[key as string];
    };
    expect(of(shown, /^[a-z]+\.hosts$/)).toEqual(['https://store:9200']);
    expect(of(shown, /\.ssl\.verificationMode$/)).toBe('full');
    expect([of(shown, /(cookie\.secure|secureCookies)$/), of(hidden, /(cookie\.secure|secureCookies)$/)]).toEqual([true, false]);
  });

  it('import an index pattern and the searches, which lead to it', () => {
    const [pattern, ...searches] = searchesNdjson()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(pattern).toMatchObject({ type: 'index-pattern', attributes: { title: 'logs-*', timeFieldName: '@timestamp' } });
    expect(searches.map(({ id }) => id)).toEqual(SEARCHES.map(({ id }) => id));
    for (const { type, attributes, references } of searches) {
      expect(type).toBe('search');
      const { query, indexRefName } = JSON.parse(attributes.kibanaSavedObjectMeta.searchSourceJSON);
      expect(query.language).toBe('lucene');
      expect(references).toEqual([{ name: indexRefName, type: 'index-pattern', id: pattern.id }]);
    }
  });
});
