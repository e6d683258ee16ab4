import type { Explanations } from '../../../checks/explanation';

/** What a rule can find in the plan of a cluster. */
export const KUBERNETES_FINDINGS = {
  'api-server-behind-cilium': {
    means: 'The profile shows that the cluster has Cilium, whose network policies do not find nodes by their addresses (`ipBlock`).',
    matters: 'If the API server runs on nodes, the members of the database cannot ask it. No member becomes primary, and nobody can write.',
    wayOut:
      'Set `policyCIDRMatchMode: nodes` in Cilium, or let these pods reach the entity `kube-apiserver` by a CiliumNetworkPolicy. Accept it where one of the two is done, or where the API server is elsewhere.',
  },
  'connections-exceed-memory': {
    means: 'If all connections to the database server are open at once, they take more memory than its limit.',
    matters: 'The server is killed under load.',
    wayOut: 'Raise its memory limit, or lower the largest number of replicas of the services that use it.',
  },
  'copies-share-nothing': {
    means: 'Several replicas of a service each store in a place of their own.',
    matters: 'A request finds only what the replica that answers it has stored.',
    wayOut: 'Let the service store in PostgreSQL or in a bucket, or run one replica.',
  },
  'data-exceeds-memory': {
    means: 'A service that keeps its data in memory may keep more than it was seen to survive with under its memory limit.',
    matters: 'It can be killed while it writes its data to disk.',
    wayOut: 'Lower `maxmemory`, leave it out, or raise the memory limit.',
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
  'lost-with-its-pod': {
    means: 'A service keeps data in a folder that is empty in every new pod.',
    matters: 'The data is lost when the pod is replaced: at a node failure, an upgrade or a change of its size.',
    wayOut: 'Run one replica with a `volume`, or let the service store in PostgreSQL or in a bucket.',
  },
  'model-from-hub': {
    means: 'Every new pod downloads the embedding model from huggingface.co.',
    matters: 'A pod cannot start while the hub is away.',
    wayOut: 'Put the model on a volume or into the image, and say so in the profile.',
  },
  'no-authentication': {
    means: 'Nothing in front of the services asks who a user is.',
    matters: 'Everybody who reaches the host is an administrator.',
    wayOut: 'Give `ingress.auth`. [docs/login.md](login.md) sets up oauth2-proxy.',
  },
  'no-export': {
    means: 'No snapshot of Redis is kept outside of its members.',
    matters: 'What somebody deletes is deleted on all members, and cannot be had again.',
    wayOut: 'Give `services.redis.export` a bucket.',
  },
  'no-failover': {
    means: 'The quorum is as large as the number of Sentinels.',
    matters: 'When the primary is gone, its own Sentinel is gone with it. The others can never agree, and no failover happens.',
    wayOut: 'Leave `quorum` out, or make it smaller than the number of members.',
  },
  'no-point-in-time-recovery': {
    means: 'PostgreSQL has no backup outside of its members.',
    matters: 'What somebody deletes is deleted on all members, and there is no way back to an earlier point in time.',
    wayOut: 'Give `services.postgres.backup` a bucket.',
  },
  placeholder: {
    means:
      'A value is from the documentation, such as a name below `example.com`. Or an image has the build that comes with this program, which nobody could look up.',
    matters: 'Nothing answers at such a name. A build that does not exist cannot be pulled.',
    wayOut: 'Give your own value. Of an image, see that the build exists, and write it into your profile.',
    shipped: "the documentation's names and addresses, and tags that nobody could look up, until you give your own",
  },
  'uploads-exceed-memory': {
    means: 'The edge lets more uploads through at once than a service can hold.',
    matters: 'The service is killed, or its folder is full, while files are uploaded.',
    wayOut: "Raise the service's memory limit or `scratch`, or lower the largest number of replicas of the edge.",
  },
} as const satisfies Explanations;

/** The code of a finding about the plan of a cluster. */
export type KubernetesCode = keyof typeof KUBERNETES_FINDINGS;
