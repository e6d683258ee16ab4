import { Command, Option } from 'commander';
import { loadProfile } from '../profile/load';
import type { Context } from './context';
import { findProfile, shippedProfiles } from './profiles';

/** `fmsynth list`: what there is. */
export const listCommand = (context: Context): Command =>
  new Command('list')
    .description('print the services, their images and ports, and the shipped profiles')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      `
Examples:
  ${context.program} list
  ${context.program} list --format json
  ${context.program} list --format json | jq -r '.services[].image'`,
    )
    .action(async ({ format }: { readonly format: 'table' | 'json' }) => {
      context.terminal.out(format === 'json' ? asJson(context) : await asTables(context));
    });

const described = (context: Context) =>
  shippedProfiles(context).map((name) => {
    const { machine, target } = loadProfile({ ...findProfile(name, context), cwd: context.cwd, services: context.services }).values;
    return { name, target, machine: { memory: String(machine.memory), cpus: machine.cpus.cores, keep: String(machine.keep) } };
  });

function asJson(context: Context): string {
  const services = context.services.map(({ kind, name, image, ports, calls, declares, floor }) => ({
    service: kind,
    name,
    image: String(image),
    ports: ports.map(({ name: port, container, laptop }) => ({ name: port, container, laptop })),
    calls: calls.map((called) => called.kind),
    declares: declares.map((called) => called.kind),
    floor: { memory: String(floor.memory), evidence: floor.evidence },
  }));
  return `${JSON.stringify({ format: 1, services, profiles: described(context) }, null, 2)}\n`;
}

async function asTables(context: Context): Promise<string> {
  const { asTable } = await import('./table');
  const services = asTable({
    headings: ['service', 'name', 'image', 'ports (laptop:container)', 'floor'],
    rows: context.services.map(({ kind, name, image, ports, floor }) => [
      kind,
      name,
      String(image),
      ports.map(({ laptop, container }) => `${laptop}:${container}`).join(', ') || '-',
      String(floor.memory),
    ]),
  });
  const profiles = asTable({
    headings: ['profile', 'target', 'machine'],
    rows: described(context).map(({ name, target, machine }) => [
      name,
      target,
      `${machine.memory}, ${machine.cpus} CPUs, ${machine.keep} kept`,
    ]),
  });
  return `${services}\n${profiles}`;
}
