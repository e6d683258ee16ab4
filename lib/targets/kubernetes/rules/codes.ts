import type { Explanations } from '../../../model/explanation';

/** What a rule can find in the plan of a cluster. */
export const KUBERNETES_FINDINGS = {
  'api-server-behind-cilium': {
    means: 'The profile shows that the cluster has Cilium, whose network policies do not find nodes by their addresses (`ipBlock`).',
    matters: 'If the API server runs on nodes, the members of the database cannot ask it. No member becomes primary, and nobody can write.',
    wayOut:
      'Set `policyCIDRMatchMode: nodes` in Cilium, or let these pods reach the entity `kube-apiserver` by a CiliumNetworkPolicy. Accept it where one of the two is done, or where the API server is elsewhere.',
  },
  'replicas-share-nothing': {
    formerly: 'copies-share-nothing',
    means: 'Several replicas of a service each store in a place of their own.',
    matters: 'A request finds only what the replica that answers it has stored.',
    wayOut: 'Let the service store in PostgreSQL or in a bucket, or run one replica.',
  },
  'images-without-digest': {
    means: 'Images are named by a tag alone.',
    matters: 'Whoever may push to the registry can put another build under the same tag, and the next pod runs it.',
    wayOut: 'Write `TAG@sha256:…`. [The guide for a cluster](cluster.md) shows how to look digests up.',
    shipped: 'no registry could be asked for digests: give those of what you have pulled',
  },
  'ingress-retired': {
    means: 'The profile shows that users come in through ingress-nginx, which has been retired since March 2026.',
    matters: 'Security holes that are found in it stay open, and everybody can reach it.',
    wayOut: 'Use another ingress controller. Accept it if yours is the NGINX Ingress Controller of F5, which has the same class.',
  },
  'model-from-hub': {
    means: 'Every new pod downloads the model that its service loads when it starts.',
    matters: 'A pod cannot start while the hub that has the model is away.',
    wayOut: 'Put the model on a volume or into the image, and say so in the profile.',
  },
  'no-authentication': {
    means: 'Nothing in front of the services asks who a user is.',
    matters: 'Everybody who reaches the host is an administrator.',
    wayOut: 'Give `ingress.auth`. [docs/login.md](login.md) sets up oauth2-proxy.',
  },
  placeholder: {
    means:
      'A value is from the documentation, such as a name below `example.com`. Or an image has the build that comes with this program, which nobody could look up.',
    matters: 'Nothing answers at such a name. A build that does not exist cannot be pulled.',
    wayOut: 'Give your own value. Of an image, see that the build exists, and write it into your profile.',
    shipped: "the documentation's names and addresses, and tags that nobody could look up, until you give your own",
  },
  'uploads-exceed-memory': {
    means: 'The exposed service lets more uploads through at once than a service behind it can hold.',
    matters: 'The service is killed, or its folder is full, while files are uploaded.',
    wayOut: "Raise the service's memory limit or `scratch`, or lower the largest number of replicas of the exposed service.",
  },
} as const satisfies Explanations;

/** The code of a finding about the plan of a cluster. */
export type KubernetesCode = keyof typeof KUBERNETES_FINDINGS;
