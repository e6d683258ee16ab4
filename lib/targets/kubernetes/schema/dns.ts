import * as v from 'valibot';
import { namedNamespace, someCidrs } from '../../../shape/cluster-values';
import { expecting, listOf, neverList, parsedText, portNumber, section, text } from '../../../shape/values';
import { ANNOTATION_KEY, annotationKey, LABEL_VALUE } from '../../../units/label';

/** NodeLocal DNSCache, and Cloud DNS of GKE. */
const ON_THE_NODE = ['169.254.20.10/32', '169.254.169.254/32'];

const labels = v.pipe(
  neverList(
    v.record(
      parsedText(annotationKey('a label key'), ANNOTATION_KEY, ''),
      text(LABEL_VALUE, 'a label value', ''),
      expecting('a map of labels'),
    ),
    true,
  ),
  v.description('Labels that select the DNS pods. Left out: k8s-app: kube-dns.'),
);

/** The DNS servers of pods. The defaults are right for most clusters. */
export const dns = v.optional(
  section(
    {
      namespace: v.optional(namedNamespace('The namespace of the DNS pods.'), 'kube-system'),
      labels: v.optional(labels, { 'k8s-app': 'kube-dns' }),
      ports: v.optional(
        listOf(portNumber(''), 20, 'ports', 'The ports at which the DNS pods listen. They may differ from the port of their Service, 53.'),
        [53],
      ),
      cidrs: v.optional(
        someCidrs(
          'name the addresses of the DNS',
          'DNS servers that are not among these pods. Left out: NodeLocal DNSCache and Cloud DNS of GKE. Link-local addresses are reached at port 53 only, because the metadata of a cloud is there too.',
        ),
        ON_THE_NODE,
      ),
    },
    'The DNS of the cluster, which network policies have to let pods reach.',
  ),
  {},
);
