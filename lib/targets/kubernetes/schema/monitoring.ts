import * as v from 'valibot';
import { FRONT_DOOR_CHECKS } from '../../../model/monitoring';
import type { Home } from '../../../model/whereabouts';
import { whyNowhere } from '../../../model/whereabouts';
import { ANYWHERE, annotation, destinations, namedNamespace, url } from '../../../shape/cluster-values';
import { expecting, formerly, neverList, oneOf, section, text, wholeNumber } from '../../../shape/values';
import { LABEL_VALUE } from '../../../units/label';
import { noOwnLabels } from './own-keys';
import { receivers } from './receivers';

/** A switch that is on. */
const on = (description: string) => v.optional(v.pipe(v.boolean(expecting('true or false')), v.description(description)), true);

/** Whether each node is watched by a pod of its own. */
export const nodeExporter = on(
  'Whether node-exporter runs on each node. Only with platform.monitoring: full and platform.owner. Without it the kubelet tells how much of a node is used, and nobody tells of its disks and of pressure before it.',
);

/** Settings of the monitoring. */
export const monitoring = v.optional(
  section(
    {
      retentionDays: v.optional(
        wholeNumber(
          1,
          3650,
          'For how many days Prometheus keeps series. It keeps fewer if its disk is too small for them. Only with platform.monitoring: full.',
        ),
        15,
      ),
      remoteWrite: v.optional(
        section(
          {
            url: url("Where Prometheus' remote write is taken.", 'https://metrics.example.com/api/v1/write'),
            networks: v.optional(
              destinations(ANYWHERE, 'The networks of the store, if it has no public address. Left out: any public address.'),
            ),
            credentials: v.optional(
              oneOf(
                ['basic', 'bearer', 'none'],
                'How Prometheus proves who it is. basic: by a user and a password; bearer: by a token; both from a Secret, whose name list secrets prints. none: not at all.',
              ),
              'basic',
            ),
          },
          'A store outside that gets all series as well. Only with platform.monitoring: full. Left out: none.',
        ),
      ),
      nodeNetworks: v.optional(
        destinations(
          'name those of the nodes',
          'Networks of the nodes, whose kubelets Prometheus asks at port 10250. Only with platform.monitoring: full and platform.owner. Left out: all private networks.',
        ),
      ),
      nodeExporter,
      frontDoor: v.optional(
        oneOf(
          FRONT_DOOR_CHECKS,
          'How the hosts under which users come in are asked. Only with platform.monitoring: full and platform.ingress: direct, and without ingress.loadBalancer.proxyProtocol. trusted: as a browser does, with the authorities that are known everywhere. any: whoever has signed the certificate. none: not at all.',
        ),
        'trusted',
      ),
      namespace: formerly(
        'ingress.monitoringNamespace',
        v.optional(
          namedNamespace(
            'The namespace of a Prometheus that is there. It may reach the exposed service and, with platform.monitoring: existing, whatever shows metrics. Left out: none may.',
          ),
        ),
      ),
      labels: v.optional(
        v.pipe(
          neverList(
            v.record(
              annotation(''),
              text(LABEL_VALUE, 'the value of a label', ''),
              expecting('a map of labels, such as { release: kube-prometheus }'),
            ),
          ),
          noOwnLabels,
          v.description(
            'Labels by which a Prometheus that is there finds its PodMonitors and PrometheusRules. Only with platform.monitoring: existing. Left out: none.',
          ),
        ),
      ),
      as: v.optional(
        oneOf(
          ['objects', 'files'],
          'How a Prometheus that is there is told. objects: by PodMonitors and a PrometheusRule, whose CRDs of the Prometheus Operator have to be there. files: by a ConfigMap with files of rules and scrape configurations. Only with platform.monitoring: existing.',
        ),
        'objects',
      ),
      receivers,
    },
    'Settings of the monitoring.',
  ),
  {},
);

type RemoteWrite = NonNullable<v.InferOutput<typeof monitoring>['remoteWrite']>;

/** Why Prometheus cannot reach the store, and the key of the wrong value; undefined if it can. */
export const whyNoRemoteWrite = (store: RemoteWrite, home: Home): readonly [message: string, key: 'url' | 'networks'] | undefined => {
  const nowhere = whyNowhere(store, home, { what: 'the store', key: 'url' });
  return nowhere && [nowhere.message, nowhere.at];
};
