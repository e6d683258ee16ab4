import { parse } from 'yaml';
import { clusterPlanOf, find, objectsOf, withoutDigest, workloads } from '../support/cluster';

const objects = objectsOf(clusterPlanOf('platform: { monitoring: full, logging: opensearch, owner: true }\n'));
const { operators } = parse(find(objects, 'ConfigMap', 'log-shipper-configuration').data['config.yaml']).receivers.file_log;
const { regex } = operators.find(({ id }: { id: string }) => id === 'workload');
/** As the collector reads it: two dollars are one, and groups have another notation there. */
const WORKLOAD = new RegExp(regex.replaceAll('$$', '$').replaceAll('(?P<', '(?<'));
const workloadOf = (pod: string): string | undefined => WORKLOAD.exec(pod)?.groups?.workload;

/** What the cluster puts behind the name of each kind of workload. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['7c9d8f6b5-x2k4j', '64b8d4c8bd-4zq9c', '5d4f8b-bcdfg'],
  StatefulSet: ['0', '12'],
  DaemonSet: ['x7k2b', 'bcdfg'],
  Job: ['x2k4j', '4zq9c'],
  CronJob: ['29401230-x2k4j'],
};

it.each(workloads(objects).map(({ kind, metadata }) => [kind, metadata.name] as const))(
  'tells the service of a pod of %s %s by the name of the pod',
  (kind, name) => {
    for (const suffix of SUFFIXES[kind] ?? []) expect(workloadOf(`${name}-${suffix}`)).toBe(withoutDigest(name));
  },
);

it.each(['df0fbc05', '01234567', 'aeaeaeae', '99999999'])('leaves out the digest of a Job, whichever it is: %s', (digest) => {
  expect(workloadOf(`opensearch-setup-${digest}-x2k4j`)).toBe('opensearch-setup');
});
