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
  v.description('Labels of these pods. Left out: k8s-app: kube-dns.'),
);

/** Who answers pods that ask for a name. By itself that is whoever does in most clusters. */
export const dns = v.optional(
  section(
    {
      namespace: v.optional(namedNamespace('Where the pods of the DNS run. Left out: kube-system.'), 'kube-system'),
      labels: v.optional(labels, { 'k8s-app': 'kube-dns' }),
      ports: v.optional(listOf(portNumber(''), 20, 'ports', 'At which they listen, which may be others than 53. Left out: 53.'), [53]),
      cidrs: v.optional(
        someCidrs(
          'name the addresses of the DNS',
          'Servers that are not among these pods. Left out: NodeLocal DNSCache and Cloud DNS of GKE. Link-local ones are asked at port 53 only: the metadata of a cloud is there too.',
        ),
        ON_THE_NODE,
      ),
    },
    'Who answers when a pod asks for a name.',
  ),
  {},
);
