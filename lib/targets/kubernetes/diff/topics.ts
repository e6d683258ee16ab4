import { type Gained, gained, type Topic } from '../../../diff/meaning';
import { type Fields, fields, list, textOf, texts } from './fields';
import type { Manifest } from './manifest';
import { componentOf, labelOf, type Side } from './side';

/** What an object lets others do, see or reach, as lines. */
type Reads = (object: Manifest, nameOf: NameOf) => readonly string[];

/** What a service is called, by the label of its objects. */
export type NameOf = (label: string | undefined) => string;

/** What was gained and lost of what somebody who answers for security reads first. */
export function topicsOf({ before, after }: { readonly before: Side; readonly after: Side }, nameOf: NameOf): readonly Topic[] {
  const read = (reads: Reads): Gained =>
    gained(
      before.own.flatMap((one) => reads(one, nameOf)),
      after.own.flatMap((one) => reads(one, nameOf)),
    );
  const topics: readonly Topic[] = [
    { title: 'open ports', ...read(portsOf) },
    { title: 'network edges', ...edgesBetween(before, after, nameOf) },
    { title: 'rights', ...withoutCovered(read(rightsOf)) },
    { title: 'Secrets read', ...secretsBetween(before, after, nameOf) },
  ];
  return topics.filter(({ gained: more, lost }) => more.length + lost.length > 0);
}

const portsOf: Reads = (object, nameOf) => {
  const { kind, metadata, spec } = object;
  const { name } = metadata;
  switch (kind) {
    case 'Service': {
      const { type = 'ClusterIP', ports } = fields(spec);
      return list(ports).map(({ port, protocol = 'TCP', nodePort }) =>
        [
          `Service ${name}: ${port}/${protocol}`,
          ...(type === 'ClusterIP' ? [] : [`as ${type}${nodePort === undefined ? '' : ` ${nodePort}`}`]),
        ].join(' '),
      );
    }
    case 'Ingress':
      return list(fields(spec).rules).flatMap(({ host = 'any host', http }) =>
        list(fields(http).paths).map(({ path = '/' }) => `Ingress ${name}: ${host}${path}`),
      );
    default:
      return containersIn(podSpecOf(kind, spec)).flatMap((container) =>
        list(container.ports).flatMap(({ hostPort }) =>
          hostPort === undefined ? [] : [`${ownerOf(object, nameOf)}: port ${hostPort} of its node`],
        ),
      );
  }
};

/** Whose pods an object makes. Names of Jobs change with what is in them. */
function ownerOf(object: Manifest, nameOf: NameOf): string {
  const component = componentOf(object);
  return `${nameOf(labelOf(object))}${component === undefined || component === 'service' ? '' : `'s ${component}`}`;
}

/** A connection that a policy allows. */
interface Edge {
  /** Of whom, to whom, where: `agent to case: 8000`. */
  readonly text: string;
  /** Addresses of it that are not meant. */
  readonly except: readonly string[];
}

/** Edges that there were not, and those that are gone. One that leaves out other addresses than before is told with these. */
function edgesBetween(before: Side, after: Side, nameOf: NameOf): Gained {
  const [then, now] = [before, after].map(({ own }) => edgesByText(own.flatMap((object) => edgesOf(object, nameOf)))) as [Edges, Edges];
  return { gained: beyond(now, then, 'also in'), lost: beyond(then, now, 'no longer in') };
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** Of two policies that allow the same, each leaves out what both leave out. */
function edgesByText(edges: readonly Edge[]): Edges {
  const found = new Map<string, readonly string[]>();
  for (const { text, except } of edges) found.set(text, found.get(text)?.filter((one) => except.includes(one)) ?? except);
  return found;
}

const beyond = (edges: Edges, others: Edges, how: string): readonly string[] =>
  [...edges].flatMap(([text, except]) => {
    const other = others.get(text);
    if (other === undefined) return [except.length === 0 ? text : `${text}, but for ${except.length} networks`];
    const more = other.filter((one) => !except.includes(one));
    return more.length === 0 ? [] : [`${text}, ${how} ${more.join(' ')}`];
  });

function edgesOf({ kind, spec }: Manifest, nameOf: NameOf): readonly Edge[] {
  if (kind !== 'NetworkPolicy') return [];
  const { podSelector, policyTypes, ingress, egress } = fields(spec);
  const own = podsIn(podSelector, nameOf);
  const edges = (rules: unknown, peers: string, between: (peer: string) => string): readonly Edge[] =>
    list(rules).flatMap((rule) => {
      const ports = list(rule.ports);
      const at = ports.length === 0 ? ['any port'] : ports.map(portText);
      const others = list(rule[peers]);
      const found = others.length === 0 ? [{ text: 'anybody', except: [] }] : others.map((peer) => peerIn(peer, nameOf));
      return found.flatMap(({ text, except }) => at.map((where) => ({ text: `${between(text)}: ${where}`, except })));
    });
  const isEgress = policyTypes === undefined || texts(policyTypes).includes('Egress');
  return [
    ...(isEgress ? edges(egress, 'to', (peer) => `${own} to ${peer}`) : []),
    ...edges(ingress, 'from', (peer) => `${peer} to ${own}`),
  ];
}

const portText = ({ port, endPort, protocol = 'TCP' }: Fields): string =>
  `${port ?? 'any port'}${endPort === undefined ? '' : `-${endPort}`}${protocol === 'TCP' ? '' : `/${protocol}`}`;

function peerIn({ ipBlock, namespaceSelector, podSelector }: Fields, nameOf: NameOf): Edge {
  if (ipBlock !== undefined) {
    const { cidr, except } = fields(ipBlock);
    return { text: String(cidr), except: texts(except) };
  }
  const pods = podSelector === undefined ? [] : [podsIn(podSelector, nameOf)];
  const where = namespaceSelector === undefined ? [] : [namespaceText(namespaceSelector)];
  return { text: [...pods, ...where].join(' in '), except: [] };
}

function namespaceText(selector: unknown): string {
  const labels = labelsIn(selector);
  const name = labels['kubernetes.io/metadata.name'];
  if (name !== undefined) return `the namespace ${name}`;
  return Object.keys(labels).length === 0 && fields(selector).matchExpressions === undefined
    ? 'any namespace'
    : `namespaces ${selectorText(selector)}`;
}

function podsIn(selector: unknown, nameOf: NameOf): string {
  const { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component, ...others } = labelsIn(selector);
  if (name !== undefined) {
    const more = Object.entries(others).map(([key, value]) => ` with ${key}=${value}`);
    return `${nameOf(name)}${component === undefined || component === 'service' ? '' : `'s ${component}`}${more.join('')}`;
  }
  return Object.keys(fields(selector)).length === 0 ? 'every pod' : `pods ${selectorText(selector)}`;
}

const labelsIn = (selector: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields(selector, 'matchLabels')).map(([key, value]) => [key, String(value)]));

const selectorText = (selector: unknown): string =>
  [
    ...Object.entries(labelsIn(selector)).map(([key, value]) => `${key}=${value}`),
    ...list(fields(selector).matchExpressions).map(({ key, operator, values }) => `${key} ${operator} ${texts(values).join(' ')}`.trim()),
  ].join(', ');

/** What an account may ask of the API, and what a container may do on its node. */
const rightsOf: Reads = (object, nameOf) => {
  const { kind, metadata, rules, roleRef, subjects, spec } = object;
  const { name } = metadata;
  switch (kind) {
    case 'Role':
    case 'ClusterRole':
      return list(rules).flatMap((rule) =>
        texts(rule.verbs).flatMap((verb) =>
          [...texts(rule.resources), ...texts(rule.nonResourceURLs)].map((what) => {
            const names = texts(rule.resourceNames);
            return `${kind} ${name}: ${verb} ${what}${names.length === 0 ? '' : ` ${names.join(' ')}`}`;
          }),
        ),
      );
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return list(subjects).map((subject) => `${fields(roleRef).kind} ${fields(roleRef).name} is given to ${subject.kind} ${subject.name}`);
    default: {
      const pod = podSpecOf(kind, spec);
      const of = ownerOf(object, nameOf);
      return [
        ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).flatMap((key) => (pod[key] === true ? [`${of}: ${key}`] : [])),
        ...(pod.automountServiceAccountToken === true ? [`${of}: the token of its account`] : []),
        ...list(pod.volumes).flatMap(({ hostPath }) => (hostPath === undefined ? [] : [`${of}: ${fields(hostPath).path} of its node`])),
        ...containersIn(pod).flatMap((container) =>
          powersOf(container, fields(pod.securityContext)).map((power) => `${of}, ${container.name}: ${power}`),
        ),
      ];
    }
  }
};

/** A right to some objects is none that is new where there was one to all. */
const withoutCovered = ({ gained: more, lost }: Gained): Gained => ({
  gained: more.filter((right) => !lost.some((all) => right.startsWith(`${all} `))),
  lost,
});

/** What the restricted standard for pods forbids. */
function powersOf({ securityContext }: Fields, ofPod: Fields): readonly string[] {
  const own = fields(securityContext);
  const isRoot = own.runAsUser === 0 || (own.runAsUser === undefined && ofPod.runAsUser === 0);
  return [
    ...(own.privileged === true ? ['privileged'] : []),
    ...(own.allowPrivilegeEscalation === true ? ['may gain privileges'] : []),
    ...(isRoot ? ['runs as root'] : []),
    ...(own.readOnlyRootFilesystem === true ? [] : ['may write into its image']),
    ...texts(fields(own.capabilities).add).map((capability) => `capability ${capability}`),
  ];
}

/** Which keys of which Secrets each service reads. One that another of its objects reads already is no news. */
function secretsBetween(before: Side, after: Side, nameOf: NameOf): Gained {
  const [then, now] = [before, after].map(({ own }) => own.flatMap(secretsOf)) as [Reading[], Reading[]];
  const text = ({ label, secret, key }: Reading): string => `${nameOf(label)}: ${secret}${key === undefined ? '' : ` (${key})`}`;
  const isNews = ({ label, secret, key }: Reading, other: Side): boolean =>
    label === undefined || !other.sharedSays(label, [secret, ...(key === undefined ? [] : [key])]);
  return gained(then.filter((one) => isNews(one, after)).map(text), now.filter((one) => isNews(one, before)).map(text));
}

interface Reading {
  readonly label: string | undefined;
  readonly secret: string;
  /** @default - all of it */
  readonly key?: string;
}

function secretsOf(object: Manifest): readonly Reading[] {
  const { kind, spec, metadata } = object;
  const label = labelOf(object);
  const pod = podSpecOf(kind, spec);
  const reading = (secret: unknown, key?: unknown): readonly Reading[] => {
    const name = textOf(secret);
    return name === undefined ? [] : [{ label, secret: name, key: textOf(key) }];
  };
  const inVolume = ({ secret, projected }: Fields): readonly Reading[] => [
    ...reading(fields(secret).secretName),
    ...list(fields(projected).sources).flatMap((source) => reading(fields(source.secret).name)),
  ];
  return [
    ...(kind === 'ExternalSecret' ? [{ label: label ?? 'ExternalSecret', secret: metadata.name }] : []),
    ...(kind === 'Ingress' ? list(fields(spec).tls).flatMap(({ secretName }) => reading(secretName)) : []),
    ...list(pod.imagePullSecrets).flatMap(({ name }) => reading(name)),
    ...list(pod.volumes).flatMap(inVolume),
    ...containersIn(pod).flatMap(({ env, envFrom }) => [
      ...list(env).flatMap(({ valueFrom }) => {
        const { name, key } = fields(valueFrom, 'secretKeyRef');
        return reading(name, key);
      }),
      ...list(envFrom).flatMap(({ secretRef }) => reading(fields(secretRef).name)),
    ]),
  ];
}

/** The pods of whatever makes pods; empty for everything else. */
export function podSpecOf(kind: string, spec: unknown): Fields {
  if (kind === 'Pod') return fields(spec);
  return kind === 'CronJob' ? fields(spec, 'jobTemplate', 'spec', 'template', 'spec') : fields(spec, 'template', 'spec');
}

export const containersIn = (pod: Fields): readonly Fields[] => [...list(pod.initContainers), ...list(pod.containers)];
