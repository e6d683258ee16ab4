import type { Service } from '../model/service';
import { variablesSet } from '../plan/configured';
import { type ClusterPlan, type ComposePlan, type Plan, sizeable } from '../plan/plan';
import type { ProfileValues } from '../profile/decode';
import { loadProfile } from '../profile/load';
import { asTable, type Grid } from '../table';
import { wrap } from '../wrap';
import { type Context, DOCUMENT_WIDTH } from './context';
import { findProfile, profilesFolder, shippedProfiles } from './profiles';

/** Everything that there is: services, whatever targets they exist for, and the shipped profiles. */
export function everythingText(context: Context): string {
  const services = everything(context);
  return tables(
    {
      headings: ['service', 'name', 'ports (laptop:container)', 'floor'],
      rows: services.map(({ kind, name, ports, floor }) => [kind, name, portsOnLaptop(ports), String(floor.memory)]),
    },
    repositories(services),
    {
      headings: ['profile', 'target', 'for'],
      rows: described(context).map(({ name, target, for: machine }) => [name, target, machine]),
    },
  );
}

export function everythingJson(context: Context): string {
  const profiles = described(context).map(({ for: _, ...profile }) => profile);
  return json({ services: everything(context).map(asData), profiles });
}

/** The services of a profile, with the most that each may take. `images` is the command that lists their builds. */
export function servicesText(plan: Plan, images: string): string {
  const sizes = plan.target === 'compose' ? laptopSizes(plan) : clusterSizes(plan);
  const sentences = [...told(plan.services), ...(plan.target === 'compose' ? onLaptop(plan) : [`images with their builds: ${images}`])];
  const services = [...plan.services.map(({ service }) => service), ...(plan.target === 'compose' ? plan.unsized : [])];
  return `${tables(sizes, repositories(services))}\n${sentences.map((line) => `${wrap(line, DOCUMENT_WIDTH, 2)}\n`).join('')}`;
}

/** Which variables the profile sets; what is in them, `--format json` tells. */
const told = (services: Plan['services']): readonly string[] => {
  const texts = services.flatMap((sized) => {
    const names = Object.keys(variablesSet(sized));
    return names.length === 0 ? [] : [`${sized.service.kind} (${names.join(', ')})`];
  });
  return texts.length === 0 ? [] : [`variables that the profile sets: ${texts.join(', ')}`];
};

const onLaptop = ({ unsized, off }: ComposePlan): readonly string[] => [
  ...(unsized.length === 0 ? [] : [`without any limit: ${unsized.map(({ kind }) => kind).join(', ')}`]),
  ...(off.length === 0 ? [] : [`switched off: ${off.map(({ kind }) => kind).join(', ')}`]),
  'which build of an image runs, the base file says',
];

export function servicesJson(plan: Plan): string {
  return json({
    profile: plan.profile.name,
    services: plan.services.map(({ service, size }) => ({ ...asData(service), size })),
    unsized: plan.unsized.map(({ kind }) => kind),
    off: plan.target === 'compose' ? plan.off.map(({ kind }) => kind) : [],
  });
}

const tables = (...grids: readonly Grid[]): string => grids.map(asTable).join('\n');

const json = (data: object): string => `${JSON.stringify({ format: 1, ...data }, null, 2)}\n`;

/** Those of a cluster are the laptop's and more. */
const everything = ({ application }: Context): readonly Service[] => application.services.kubernetes();

const repositories = (services: readonly Service[]): Grid => ({
  headings: ['service', 'image'],
  rows: services.map(({ kind, image }) => [kind, String(image)]),
});

const laptopSizes = ({ services }: ComposePlan): Grid => ({
  headings: ['service', 'name', 'ports', 'floor', 'cap', 'CPU'],
  numeric: new Set([3, 4, 5]),
  rows: services.map(({ service: { kind, name, ports, floor }, size: { memory, cpu } }) => [
    kind,
    name,
    portsOnLaptop(ports),
    String(floor.memory),
    String(memory.limit),
    cpu?.limit.toString() ?? '-',
  ]),
});

const clusterSizes = ({ services }: ClusterPlan): Grid => ({
  headings: ['service', 'name', 'ports', 'copies', 'floor', 'cap', 'CPU'],
  numeric: new Set([3, 4, 5, 6]),
  rows: services.map(({ service: { kind, name, ports, floor }, size: { copies, memory, cpu } }) => [
    kind,
    name,
    ports.map(({ cluster }) => String(cluster)).join(', ') || '-',
    typeof copies === 'number' ? String(copies) : `${copies.min}-${copies.max}`,
    String(floor.memory),
    String(memory.limit),
    String(cpu.limit),
  ]),
});

const portsOnLaptop = (ports: Service['ports']): string =>
  ports.map(({ laptop, container }) => `${laptop ?? '-'}:${container}`).join(', ') || '-';

const asData = ({ kind, name, image, ports, calls, declares, floor }: Service) => ({
  service: kind,
  name,
  image: String(image),
  ports: ports.map(({ name: port, container, laptop, cluster }) => ({ name: port, container, laptop, cluster })),
  calls: calls.map((called) => called.kind),
  declares: declares.map((called) => called.kind),
  floor: { memory: String(floor.memory), evidence: floor.evidence },
});

const described = (context: Context) =>
  shippedProfiles(context).map((name) => {
    const { file } = findProfile(name, context);
    const { values } = loadProfile({ file, cwd: context.cwd, services: sizeable(context.application), shipped: profilesFolder(context) });
    return { name, target: values.target, ...about(values) };
  });

/** What a profile is made for, as data and in words. */
function about(values: ProfileValues) {
  if (values.target === 'kubernetes') return { version: String(values.version), for: `Kubernetes ${values.version} or newer` };
  const machine = { memory: String(values.machine.memory), cpus: values.machine.cpus.cores, keep: String(values.machine.keep) };
  return { machine, for: `${machine.memory}, ${values.machine.cpus.inWords()}, ${machine.keep} kept` };
}
