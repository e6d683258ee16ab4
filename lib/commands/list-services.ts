import { profileTells } from '../model/configured';
import type { Service } from '../model/service';
import type { Plan } from '../plan/plan';
import { loadProfile } from '../profile/load';
import { asTable, type Grid } from '../table';
import { shapesOf, targetNamed } from '../targets/target';
import { DOCUMENT_WIDTH, wrap } from '../wrap';
import type { Context } from './context';
import type { Planned } from './plan-options';
import { findProfile, profilesFolder, shippedProfiles } from './profiles';

/** Everything that there is: services, whatever targets they exist for, and the shipped profiles. */
export function everythingText(context: Context): string {
  const { services } = context.application;
  return tables(
    {
      headings: ['service', 'name', 'ports', 'floor'],
      rows: services.map(({ kind, name, ports, floor }) => [kind, name, portsIn(ports), String(floor.memory)]),
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
  return json({ services: context.application.services.map(asData), profiles });
}

/** The services of a profile, with the most that each may take. `images` is the command that lists their builds. */
export async function servicesText({ plan, target }: Pick<Planned, 'plan' | 'target'>, images: string): Promise<string> {
  const { sizes, sentences, besides = [] } = await target.listed(plan, images);
  const services = [...plan.services.map(({ service }) => service), ...besides];
  const lines = [...told(plan.services), ...sentences].map((line) => `${wrap(line, DOCUMENT_WIDTH, 2)}\n`);
  return `${tables(sizes, repositories(services))}\n${lines.join('')}`;
}

/** Which variables the profile sets; what is in them, `--format json` tells. */
const told = (services: Plan['services']): readonly string[] => {
  const texts = services.flatMap((sized) => {
    const names = Object.keys(profileTells(sized));
    return names.length === 0 ? [] : [`${sized.service.kind} (${names.join(', ')})`];
  });
  return texts.length === 0 ? [] : [`variables that the profile sets: ${texts.join(', ')}`];
};

export function servicesJson(plan: Plan): string {
  return json({
    profile: plan.profile.name,
    services: plan.services.map(({ service, size }) => ({ ...asData(service), size })),
    unsized: plan.unsized.map(({ kind }) => kind),
    off: plan.off.map(({ kind }) => kind),
  });
}

const tables = (...grids: readonly Grid[]): string => grids.map(asTable).join('\n');

const json = (data: object): string => `${JSON.stringify({ format: 1, ...data }, null, 2)}\n`;

const repositories = (services: readonly Service[]): Grid => ({
  headings: ['service', 'image'],
  rows: services.map(({ kind, image }) => [kind, String(image)]),
});

/** Where its container listens: under which number others find that, each target says. */
const portsIn = (ports: Service['ports']): string => ports.map(({ container }) => String(container)).join(', ') || '-';

const asData = ({ kind, name, image, ports, calls, declares, floor, workload: { role } }: Service) => ({
  service: kind,
  name,
  role,
  image: String(image),
  ports: ports.map(({ name: port, container, laptop, cluster }) => ({ name: port, container, laptop, cluster })),
  calls: calls.map((called) => called.kind),
  declares: declares.map((called) => called.kind),
  floor: { memory: String(floor.memory), evidence: floor.evidence },
});

const described = (context: Context) =>
  shippedProfiles(context).map((name) => {
    const { file } = findProfile(name, context);
    const shapes = shapesOf(context.targets, context.application);
    const { values } = loadProfile({ file, cwd: context.cwd, shapes, shipped: profilesFolder(context) });
    const { words, data } = targetNamed(values.target, context.targets).madeFor(values);
    return { name, target: values.target, ...data, for: words };
  });
