import { Command, Option } from 'commander';
import { sizeable } from '../plan/plan';
import { UsageError } from '../problem';
import type { ProfileValues } from '../profile/decode';
import { loadProfile } from '../profile/load';
import type { Service } from '../service/service';
import type { Context } from './context';
import { type PlanOptions, planOf, withPlanOptions } from './plan-options';
import { findProfile, shippedProfiles } from './profiles';

interface ListOptions extends PlanOptions {
  readonly format: 'table' | 'json';
}

/** `fmsynth list`: what there is. */
export const listCommand = (context: Context): Command =>
  withPlanOptions(
    new Command('list').description('print the services, their images and ports, and the shipped profiles; or the secrets of a profile'),
  )
    .argument('[what]', 'secrets: every Secret that a cluster profile needs, who reads it and how to rotate it')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} list
  ${context.program} list secrets --profile cluster
  ${context.program} list --format json | jq -r '.services[].image'`,
    )
    .action(async (what: string | undefined, options: ListOptions) => {
      const { out } = context.terminal;
      if (what === 'secrets') return out(await secrets(options, context));
      if (what !== undefined) throw new UsageError(`list: expected nothing or secrets, got "${what}"`);
      out(options.format === 'json' ? asJson(context) : await asTables(context));
    });

async function secrets(options: ListOptions, context: Context): Promise<string> {
  const { plan } = await planOf(options, context);
  if (plan.target !== 'kubernetes') throw new UsageError('list secrets: a laptop has none: give a cluster profile');
  const { secretsJson, secretsTable } = await import('./list-secrets');
  return options.format === 'json' ? secretsJson(plan) : secretsTable(plan);
}

/** Every service, whatever targets it exists for: those of a cluster are the laptop's and more. */
const everything = ({ catalogues }: Context): readonly Service[] => catalogues.kubernetes();

const described = (context: Context) =>
  shippedProfiles(context).map((name) => {
    const { values } = loadProfile({ file: findProfile(name, context).file, cwd: context.cwd, services: sizeable(context.catalogues) });
    return { name, target: values.target, ...about(values) };
  });

/** What a profile is made for, as data and in words. */
function about(values: ProfileValues) {
  if (values.target === 'kubernetes') return { version: String(values.version), for: `Kubernetes ${values.version} or newer` };
  const machine = { memory: String(values.machine.memory), cpus: values.machine.cpus.cores, keep: String(values.machine.keep) };
  return { machine, for: `${machine.memory}, ${values.machine.cpus.inWords()}, ${machine.keep} kept` };
}

function asJson(context: Context): string {
  const services = everything(context).map(({ kind, name, image, ports, calls, declares, floor }) => ({
    service: kind,
    name,
    image: String(image),
    ports: ports.map(({ name: port, container, laptop, cluster }) => ({ name: port, container, laptop, cluster })),
    calls: calls.map((called) => called.kind),
    declares: declares.map((called) => called.kind),
    floor: { memory: String(floor.memory), evidence: floor.evidence },
  }));
  const profiles = described(context).map(({ for: _, ...profile }) => profile);
  return `${JSON.stringify({ format: 1, services, profiles }, null, 2)}\n`;
}

async function asTables(context: Context): Promise<string> {
  const { asTable } = await import('./table');
  const services = asTable({
    headings: ['service', 'name', 'image', 'ports (laptop:container)', 'floor'],
    rows: everything(context).map(({ kind, name, image, ports, floor }) => [
      kind,
      name,
      String(image),
      ports.map(({ laptop, container }) => `${laptop ?? '-'}:${container}`).join(', ') || '-',
      String(floor.memory),
    ]),
  });
  const profiles = asTable({
    headings: ['profile', 'target', 'for'],
    rows: described(context).map(({ name, target, for: machine }) => [name, target, machine]),
  });
  return `${services}\n${profiles}`;
}
