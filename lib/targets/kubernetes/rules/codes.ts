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
    wayOut: 'Let the service store in a database or in a bucket, or run one replica.',
  },
  'pod-exceeds-node': {
    means: 'A pod requests more CPUs or memory than any node has (or, of a pod on each node, than the smallest one has).',
    matters: 'It never finds a place.',
    wayOut: 'Lower its requests, or name larger nodes in `nodes`. [docs/platform.md](platform.md#capacity) says what is counted.',
  },
  'members-need-zones': {
    means: 'Members that may not share a zone (`zones: required`) need more zones than the nodes of the profile are in.',
    matters: 'Those without a zone of their own wait, and nothing takes the place of the next one that is lost.',
    wayOut: 'Name the zones of the nodes in `nodes`, or say `zones: preferred`.',
  },
  'no-room-at-rest': {
    means: 'With the fewest replicas of every service, some pods may find no place on the nodes that the profile names.',
    matters: 'They wait, and what needs them does not work.',
    wayOut:
      'Name as many nodes as the message says, or lower requests or replicas. Where pods may run on no node, it says which toleration or label is missing. Nothing is assumed of where the scheduler puts pods: accept it if you know that there is room.',
  },
  'no-room-at-maximum': {
    means: 'With every autoscaler at its maximum, some pods may find no place on the nodes that the profile names.',
    matters:
      'New replicas wait, and the load is not divided among as many as the profile says. A pod of a higher priority puts others out.',
    wayOut: 'Name as many nodes as the message says, or lower the largest number of replicas.',
  },
  'no-room-for-rollout': {
    means:
      'While everything is rolled out with every autoscaler at its maximum, new pods run beside old ones and beside those that are terminating, and some may find no place.',
    matters:
      'The rollout waits until old pods have ended or the load is lower. A new pod of a higher priority puts others out, which then wait.',
    wayOut: 'Name as many nodes as the message says, or accept it and roll out when the load is low.',
  },
  'node-may-be-full': {
    means: 'A service runs on each node, and pods of its own priority or a higher one are enough to fill a whole node.',
    matters: 'If they are there first, its pod waits, and nothing looks after that node.',
    wayOut:
      'Accept it where nodes have much room, because the scheduler prefers emptier ones. Of a service of your own, give it the priority `edge` or `data` in its file.',
  },
  'no-room-after-loss': {
    means:
      'After the loss of a node or a zone, fewer pods may find a place than a disruption budget keeps up, or some of the way in or of the data tier may find none.',
    matters: 'Users notice the loss until the node is back.',
    wayOut: 'Name as many nodes as the message says, or lower requests or the largest number of replicas.',
  },
  'loss-leaves-too-few': {
    means:
      'The loss of a node or a zone can take so many members of a service that too few are left for the others to work, or fewer than its disruption budget keeps up.',
    matters:
      'With too few to work, nobody can write until what is lost is back. With fewer than the budget keeps, the service goes on with nothing to spare, and no drain of a node takes another member.',
    wayOut: 'Spread nodes over three zones, and say `zones: required`, so that no two members share one.',
  },
  'members-wait-for-zone': {
    means: 'Pods with a disk wait for the zone that they were lost with, because the disk is there.',
    matters:
      'A service has a member less until the zone is back, and the next loss may be one too many. One that has a single pod is down.',
    wayOut: 'Have members enough, and accept it: a disk cannot follow its pod. `plan --losses` prints what each loss means.',
  },
  'members-cannot-move': {
    means:
      'After the loss of a node, pods with a disk may wait for it, where no other node, or none of the zone of the disk, is sure to have a place.',
    matters:
      'A service has a member less until the node is back, and the next loss may be one too many. One that has a single pod is down.',
    wayOut: 'Name as many nodes as the message says. `plan --losses` prints what each loss means.',
  },
  'way-in-may-move': {
    means:
      'After the loss of a node, a pod with a disk that moves may put out pods of the way in (priority `edge`), no more than their disruption budget allows.',
    matters: 'Requests that they were answering are lost, and fewer answer until they have started elsewhere.',
    wayOut: 'Name as many nodes as the message says, or accept it: replicas are spread over nodes that have room.',
  },
  'nodes-in-one-zone': {
    means: 'All nodes that the profile names are in one zone, or there is only one node.',
    matters: 'With the zone, or the node, everything is down.',
    wayOut:
      'Spread nodes over zones, or name more than one. If there is only one node, accept it. If there is only one zone, accept it or leave `zones` out.',
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
  unproved: {
    means: 'No test of this project has run what the message says: it is written as its documentation has it.',
    matters: 'What is wrong with it shows when you apply it.',
    wayOut: 'Try it where nothing depends on it, then accept the finding. The message may name what can be had instead.',
  },
  'uploads-exceed-memory': {
    means: 'The exposed service lets more uploads through at once than a service behind it can hold.',
    matters: 'The service is killed, or its folder is full, while files are uploaded.',
    wayOut: "Raise the service's memory limit or `scratch`, or lower the largest number of replicas of the exposed service.",
  },
} as const satisfies Explanations;

/** The code of a finding about the plan of a cluster. */
export type KubernetesCode = keyof typeof KUBERNETES_FINDINGS;
