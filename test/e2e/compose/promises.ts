import { servicesIn } from '../../../lib/model/application';
import type { Base } from '../../support/bases';
import { workbench } from '../../support/workbench';
import type { MergedService } from './deployment';

type Services = Readonly<Record<string, MergedService>>;

interface Merge {
  /** What Compose makes of the base file alone. */
  readonly before: Services;
  /** What it makes of the base file and the override. */
  readonly after: Services;
  readonly row: Base;
}

const services = servicesIn(workbench, 'laptop');
type Service = (typeof services)[number];

/** The promises of a profile that the merged project breaks, as `code subject`, derived from Compose's output alone. */
export function brokenPromises({ before, after, row }: Merge): readonly string[] {
  const isOn = (name: string): boolean => row.set?.includes(`${name}=true`) ?? false;
  const broken = Object.entries(after).flatMap(([name, merged]) => {
    const base = before[name];
    const service = services.find((one) => one.name === name);
    const sized = service !== undefined && row.sizes.includes(service.kind);
    const subject = service?.kind ?? name;
    if (base === undefined || merged.scale === 0 || merged.deploy?.replicas === 0) return [];
    const codes = [
      ...(isCapped(merged) && (service === undefined || sized) ? [] : ['base-service-without-cap']),
      ...(isOn('switches.loopbackPorts') ? ports(base, merged) : []),
      ...(sized ? ofSized(service, base, merged, isOn) : []),
    ];
    return [...new Set(codes)].map((code) => `${code} ${subject}`);
  });
  return [...broken, ...caps(after, row)].sort();
}

/** Bytes that the machine of the workbench can give. */
const AVAILABLE = 6 * 1024 ** 3;

/** Whether replicas that the base file adds make the caps exceed the machine. */
function caps(after: Services, row: Base): readonly string[] {
  const all = Object.entries(after).map(([name, service]) => {
    const cap = capOf(service);
    const counted = services.some((one) => one.name === name && row.sizes.includes(one.kind)) ? cap : 0;
    return { counted, whole: cap * replicasOf(service) };
  });
  const added = all.reduce((sum, { counted, whole }) => sum + Math.max(0, whole - counted), 0);
  const total = all.reduce((sum, { counted }) => sum + counted, added);
  return added > 0 && total > AVAILABLE ? ['base-caps-exceed-machine base file'] : [];
}

const replicasOf = ({ scale, deploy }: MergedService): number => scale ?? deploy?.replicas ?? 1;

const capOf = ({ mem_limit, deploy }: MergedService): number => Number(mem_limit ?? deploy?.resources?.limits?.memory ?? 0);

const isCapped = (service: MergedService): boolean => capOf(service) > 0;

function ports(base: MergedService, merged: MergedService): readonly string[] {
  const mapped = (service: MergedService) => (service.ports ?? []).map(({ published, target }) => `${published}:${target}`).join();
  const open = (merged.ports ?? []).some(({ host_ip }) => !host_ip?.startsWith('127.'));
  if (merged.network_mode === 'host' || open) return ['base-port-open'];
  return mapped(base) === mapped(merged) ? [] : ['base-port-differs'];
}

function ofSized(service: Service, base: MergedService, merged: MergedService, isOn: (name: string) => boolean): readonly string[] {
  const { restart_policy: policy } = merged.deploy ?? {};
  return [
    ...(merged.mem_limit === merged.memswap_limit ? [] : ['no cap on swap']),
    ...(merged.restart === 'unless-stopped' ? [] : ['no restart']),
    ...(policy === undefined || policy.condition === 'unless-stopped' ? [] : ['base-restart-overruled']),
    ...(replicasOf(merged) > 1 ? ['base-replicas'] : []),
    ...(merged.oom_kill_disable ? ['base-kills-disabled'] : []),
    ...(isOn('services.redis.maxmemory') && service.kind === 'redis' ? command(base, merged) : []),
    ...(isOn('switches.hardening') ? hardening(service, base, merged) : []),
    ...(isOn('services.chromadb.healthcheck') && service.kind === 'chromadb' ? healthcheck(base, merged) : []),
    ...variables(service, base, merged),
    ...(isOn('switches.persist') ? service.persists.flatMap((folder) => data(folder, base, merged)) : []),
  ];
}

/** Variables of the base file must stay set, except those for folders of data. */
function variables({ persists }: Service, base: MergedService, merged: MergedService): readonly string[] {
  const folders = persists.flatMap(({ through }) => ('variable' in through ? [through.variable] : []));
  return Object.entries(base.environment ?? {})
    .filter(([name, value]) => !folders.includes(name) && value && merged.environment?.[name] !== value)
    .map(() => 'base-environment-replaced');
}

function command(base: MergedService, merged: MergedService): readonly string[] {
  const kept = base.command?.every((word) => merged.command?.includes(word)) ?? true;
  return kept && !merged.entrypoint ? [] : ['base-command-replaced'];
}

function hardening(service: Service, base: MergedService, merged: MergedService): readonly string[] {
  const needed = new Set<string>(service.capabilities);
  const extra = (merged.cap_add ?? []).map((name) => name.toUpperCase().replace(/^CAP_/, '')).filter((name) => !needed.has(name));
  const driver = base.logging?.driver;
  return [
    ...(extra.length > 0 || merged.privileged ? ['base-hardening-weakened'] : []),
    ...(driver !== undefined && driver !== '' && driver !== merged.logging?.driver ? ['base-logging-replaced'] : []),
  ];
}

function healthcheck(base: MergedService, merged: MergedService): readonly string[] {
  const theirs = base.healthcheck?.test ?? [];
  const replaced = theirs.length > 0 && theirs[0] !== 'NONE' && theirs.join() !== merged.healthcheck?.test?.join();
  return merged.healthcheck?.disable || replaced ? ['base-healthcheck-differs'] : [];
}

type Folder = Service['persists'][number];
interface Mounted {
  readonly target: string;
  readonly place?: string;
}

function data(folder: Folder, base: MergedService, merged: MergedService): readonly string[] {
  const now = covering(merged, folder.path);
  if (now?.place === undefined) return ['base-data-lost'];
  const variable = 'variable' in folder.through ? folder.through.variable : undefined;
  const set = (variable === undefined ? undefined : base.environment?.[variable]) || undefined;
  const before = variable === undefined ? folder.path : (set ?? folder.unset);
  const old = covering(base, before);
  if (old?.place !== undefined) return old.place === now.place ? [] : ['base-data-moved'];
  return set === undefined || set === folder.path ? [] : ['base-environment-replaced'];
}

/** The mount that holds a path of the container, and the path on the host. No place if data there are lost or cannot be written. */
function covering({ volumes = [], tmpfs = [] }: MergedService, path: string): Mounted | undefined {
  const mounts: readonly Mounted[] = [
    ...volumes.map(({ source, target, read_only, type }) => ({ target, place: read_only || type === 'tmpfs' ? undefined : source })),
    ...tmpfs.map((text) => ({ target: text.replace(/:.*$/, '').replace(/\/$/, '') })),
  ].filter(({ target }) => path === target || path.startsWith(`${target}/`));
  const best = mounts.reduce<Mounted | undefined>(
    (most, one) => (most !== undefined && most.target.length > one.target.length ? most : one),
    undefined,
  );
  return best?.place === undefined ? best : { target: best.target, place: `${best.place}${path.slice(best.target.length)}` };
}
