import type { Consequences } from '../../../../lib/model/setting';
import { configurable } from '../../../../lib/model/setting';
import { seconds } from '../../../../lib/units/duration';
import { check } from '../../../support/check';
import { clusterOver } from '../../../support/plans';
import { testService } from '../../../support/services';

/** What is found of one service with these stores, and so many replicas. */
const found = (stores: Consequences, replicas: string) => {
  const service = testService('a', {
    workload: { role: 'interchangeable', command: ['serve'], writes: ['/data'], drain: seconds(1), priority: 'core' },
    configurable: configurable({ follow: () => stores }),
  });
  const amounts = 'cpu: { request: 0.25, limit: 0.5 }, memory: { request: 64Mi, limit: 64Mi }';
  const plan = clusterOver(
    [service],
    `images: { a: "1" }\nservices:\n  a:\n    replicas: ${replicas}\n    ${amounts.replaceAll('}, ', '}\n    ')}\n`,
  );
  return check(plan)
    .filter(({ code }) => code === 'replicas-share-nothing' || code === 'model-from-hub')
    .map(({ severity, code, subject, message, source }) => [
      `${severity} ${code} ${subject}`,
      message,
      source?.kind === 'file' && source.line,
    ]);
};

const APART = { environment: {}, reaches: [], shared: false };
const SHARED = { ...APART, shared: true };
const database = (more: object) => ({ ...APART, holds: 'orders', migrates: { by: 'each-replica' as const }, ...more });
const instead = { key: 'storage', value: 'shared' };
const NOTHING = 'error replicas-share-nothing a';

describe('replicas that each store in a place of their own', () => {
  it('are found where there can be several, each store at their number', () => {
    const both = { database: database({}), files: { ...APART, instead } };
    for (const replicas of ['2', '{ min: 1, max: 2 }'])
      expect(found(both, replicas)).toEqual([
        [NOTHING, 'several replicas, but its database is a file of each replica', 5],
        [NOTHING, 'several replicas, but its files are in a folder of each replica: give services.a.storage shared', 5],
      ]);
    expect(found({ database: database({ instead }) }, '2')).toEqual([
      [NOTHING, 'several replicas, but its database is a file of each replica: give services.a.storage shared', 5],
    ]);
  });

  it('are none where one replica is alone, and where all see the same', () => {
    expect(found({ database: database({}), files: APART }, '1')).toEqual([]);
    expect(found({ database: database({ shared: true }), files: SHARED }, '2')).toEqual([]);
    expect(found({ database: database({ holds: undefined }) }, '2')).toEqual([]);
    expect(found({}, '2')).toEqual([]);
  });
});

describe('a model that each new pod downloads', () => {
  const model = (more: object) => ({ model: { ...SHARED, what: 'the model', from: { hub: 'hub.example.org' }, ...more } });
  const MESSAGE = 'every new pod downloads the model from hub.example.org and cannot start without it';

  it('is found, with what would do instead', () => {
    expect(found(model({}), '1')).toEqual([['error model-from-hub a', MESSAGE, 5]]);
    expect(found(model({ instead: { key: 'memory', value: '1Gi' } }), '1')).toEqual([
      ['error model-from-hub a', `${MESSAGE}: give services.a.memory 1Gi`, 7],
    ]);
  });

  it('is none that lies on a volume or in the image', () => {
    for (const from of ['volume', 'image']) expect(found(model({ from }), '1')).toEqual([]);
    expect(found({}, '1')).toEqual([]);
  });
});
