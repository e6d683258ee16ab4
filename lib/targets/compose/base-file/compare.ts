import type { Service } from '../../../model/service';
import { inWords } from '../../../text';
import type { ComposePlan } from '../plan/plan';
import { overrideServices } from '../render/compose';
import type { ComposeService } from '../render/compose-service';
import { capsTogether, type OwnCap, ownCapOf } from './caps';
import { hasVariable } from './node';
import { type BaseFile, type BaseService, said } from './parse';
import { isPublished, type PublishedPort, publishedBy, TakenPorts } from './port';
import type { BaseRule, Pair, Remark } from './remark';
import type { BaseFinding } from './rules/codes';
import { command } from './rules/command';
import { data, mountTargets } from './rules/data';
import { environment } from './rules/environment';
import { hardening, repeatedOptions } from './rules/hardening';
import { healthcheck } from './rules/healthcheck';
import { otherImage, runnable } from './rules/image';
import { fileKeys, serviceKeys } from './rules/keys';
import { logging } from './rules/logging';
import { listens, openPorts, ports } from './rules/ports';
import { references } from './rules/references';
import { replicas, replicasOf } from './rules/replicas';
import { conflictingCpus, contradictingResources, killsAtCap, ownLimits, reservationAboveCap } from './rules/resources';
import { restartPolicy } from './rules/restart';
import { shapes } from './rules/shapes';
import { shown, shownText } from './shown';

/** The result of comparing a base file with a plan. */
export interface Comparison {
  readonly findings: readonly BaseFinding[];
  /** How many services were compared. */
  readonly services: number;
  /** Keys that were left out because they depend on a variable, such as `cart.ports`. */
  readonly unread: readonly string[];
  /** Services that run only with one of their profiles. */
  readonly inactive: readonly string[];
}

/** In the order in which their findings are shown. */
const rules: readonly BaseRule[] = [
  contradictingResources,
  reservationAboveCap,
  conflictingCpus,
  killsAtCap,
  restartPolicy,
  replicas,
  command,
  data,
  environment,
  healthcheck,
  hardening,
  repeatedOptions,
  logging,
  ports,
  listens,
  otherImage,
];

/** A subject, the place of its name, and what is said about it. */
interface About {
  readonly subject: string;
  readonly base: BaseService;
  readonly remarks: readonly Remark[];
}

/**
 * What Compose and the engine will make of the override over this base file, before they say so: errors where they refuse it, warnings
 * where a promise of the profile does not come true.
 *
 * @param resolving a command line that resolves what is not read here
 */
export function compareWithBase(plan: ComposePlan, file: BaseFile, resolving: string): Comparison {
  const written = overrideServices(plan);
  const services = [...plan.services.map(({ service }) => service), ...plan.off];
  const readable = isWhole(file);
  const pairs = services.flatMap((service): Pair[] => {
    const base = file.services.get(service.name);
    const ours = written[service.name];
    return base === undefined || ours === undefined || !readable ? [] : [{ service, ours, base, file, plan }];
  });
  const compared = pairs.filter(({ base }) => !base.extends);
  const known = new Set<string>(services.map(({ name }) => name));
  const others = readable ? [...file.services.values()].filter(({ name, extends: more }) => !known.has(name) && !more) : [];
  const about: readonly About[] = [
    ...others.map((base) => ({ ...naming(base, plan), remarks: [...byItself(base, file), ...ownLimits(base), ...uncounted(base, plan)] })),
    ...compared.map((pair) => ({
      subject: pair.service.kind,
      base: pair.base,
      remarks: [...byItself(pair.base, file, pair.ours), ...rules.flatMap((rule) => rule(pair))],
    })),
    ...repeatedNames([...compared.map(({ base }) => base), ...others]),
    ...collisions([...compared, ...others.map((base) => ({ base, ours: {} }))]),
  ];
  const missing = services.filter(({ name }) => !file.services.has(name));
  return {
    findings: bounded([
      ...unresolved(file, pairs, missing, resolving),
      ...(file.elsewhere.length > 0 || file.resolved ? [] : missing.map((service) => missingService(service, plan, file))),
      ...(readable ? ofFile(file) : []),
      ...about.flatMap((one) => findingsOf(one, file)),
      ...capsTogether(plan, file, others),
    ]),
    services: compared.length,
    unread: [
      ...new Set(about.flatMap(({ base, remarks }) => remarks.flatMap((one) => ('unread' in one ? [`${base.name}.${one.unread}`] : [])))),
    ],
    inactive: compared.filter(({ base }) => base.profiles.length > 0).map(({ base }) => base.name),
  };
}

/** What is refused about a service of the base file, unless the override replaces it. */
const byItself = (base: BaseService, file: BaseFile, ours?: ComposeService): readonly Remark[] => [
  ...shapes(base),
  ...serviceKeys(base),
  ...runnable(base),
  ...references(base, file, ours),
  ...(ours?.scale === 0 || replicasOf(base) === 0 ? [] : mountTargets(base)),
];

const ofFile = ({ document, at }: BaseFile): readonly BaseFinding[] =>
  fileKeys(document).flatMap((remark): BaseFinding[] =>
    'unread' in remark
      ? []
      : [
          {
            code: remark.code,
            severity: remark.severity,
            subject: 'base file',
            message: remark.message,
            source: remark.at && at(remark.at),
          },
        ],
  );

/** With several documents, a later one may change anything that the first one says. */
const isWhole = (file: BaseFile): boolean => file.documents === 1;

function findingsOf({ subject, base, remarks }: About, file: BaseFile): readonly BaseFinding[] {
  return remarks.flatMap((remark): readonly BaseFinding[] => {
    if ('unread' in remark) return [];
    const { code, severity, message, alike, always, at } = remark;
    const source = at === undefined ? base.source : file.at(at);
    if (base.profiles.length === 0 || severity === 'warning' || always) return [{ code, severity, subject, message, alike, source }];
    // Compose leaves it out by itself, and refuses nothing about it.
    return [
      {
        code,
        severity: 'warning',
        subject,
        message: `${message} (once its profile ${shownText(inWords(base.profiles, 'or'))} is active)`,
        source,
      },
    ];
  });
}

const FORGOTTEN = 'is in the base file, and the profile has no size for it: ';
const UNCAPPED = 'it runs without a limit and may take the whole machine';

/** The override says nothing about it, so nothing of the profile caps it, and its ports stay as they are. */
function uncounted(base: BaseService, plan: ComposePlan): readonly Remark[] {
  if (replicasOf(base) === 0 || said(base, 'provider') !== undefined) return [];
  const cap = ownCapOf(base);
  const forgotten = plan.unsized.find(({ name }) => name === base.name);
  if (forgotten !== undefined) return [withoutSize(forgotten, cap), ...openPorts(base, plan)];
  const uncapped: Remark = {
    code: 'base-service-without-cap',
    severity: 'warning',
    message: `is in the base file but not in the profile: ${UNCAPPED}`,
  };
  return [...(cap === undefined ? [uncapped] : cap.bytes === 'unknown' ? [{ unread: cap.path }] : []), ...openPorts(base, plan)];
}

/** `null` says that it is not in the base file, so nothing counts the cap that it may have there. */
function withoutSize({ kind }: Service, cap: OwnCap | undefined): Remark {
  const consequence =
    cap === undefined ? UNCAPPED : `its own ${cap.path} of ${shown(cap.node)} is all that holds it, and no sum of the profile counts it`;
  return {
    code: 'base-service-without-cap',
    severity: 'error',
    message: `${FORGOTTEN}${consequence}; give services.${kind} a size, or off, so that it does not run`,
    alike: {
      message: `${FORGOTTEN}${cap === undefined ? UNCAPPED : 'no sum of the profile counts it'}; give each a size under services, or off, so that it does not run`,
    },
  };
}

/** A service by the name that a profile has for it. */
function naming(base: BaseService, { unsized }: ComposePlan): Pick<About, 'subject' | 'base'> {
  return { subject: unsized.find(({ name }) => name === base.name)?.kind ?? shownText(base.name), base };
}

/** Compose refuses a service that only the override knows. */
function missingService({ kind, name }: Service, { off }: ComposePlan, { source }: BaseFile): BaseFinding {
  const refused = 'in the profile but not in the base file: Compose refuses it (neither an image nor a build context); remove it with';
  const where = off.some((service) => service.kind === kind) ? 'instead of off' : 'in a profile of your own';
  return {
    code: 'base-service-missing',
    severity: 'error',
    subject: kind,
    message: `${name} is ${refused} services.${kind}: null ${where}`,
    alike: { message: `are ${refused} null for each under services, ${where}` },
    source,
  };
}

/** Two services cannot have one container name, even if one of them does not run. Services with an inactive profile do not count. */
function repeatedNames(all: readonly BaseService[]): readonly About[] {
  const owners = new Map<string, BaseService>();
  return all.flatMap((base): About[] => {
    const name = said(base, 'container_name');
    if (name?.kind !== 'scalar' || name.text === '' || hasVariable(name.text)) return [];
    const first = owners.get(name.text);
    if (first === undefined) owners.set(name.text, base);
    if (first === undefined) return [];
    const message = `names its container ${shown(name)}, as ${shownText(first.name)} does: Compose refuses a name that two services have`;
    const severity = first.profiles.length > 0 ? 'warning' : 'error';
    return [{ subject: shownText(base.name), base, remarks: [{ code: 'base-refused', severity, message, at: name }] }];
  });
}

/** A port of the host goes to one container only. */
function collisions(all: readonly Pick<Pair, 'base' | 'ours'>[]): readonly About[] {
  const taken = new TakenPorts<{ readonly base: BaseService; readonly port: PublishedPort }>();
  return all.flatMap(({ base, ours }): About[] => {
    if (ours.scale === 0 || replicasOf(base) === 0 || said(base, 'network_mode') !== undefined) return [];
    return publishedBy(base, ours)
      .filter(isPublished)
      .flatMap((port): About[] => {
        const first = taken.take(port, { base, port });
        if (first === undefined) return [];
        const message =
          first.base === base
            ? `publishes ${shownText(first.port.written)} and ${shownText(port.written)}, which is the same port of the host: the engine gives it away once only`
            : `would publish ${shownText(port.written)}, and ${shownText(first.base.name)} ${shownText(first.port.written)}: the engine gives a port to one container only`;
        const severity = first.base.profiles.length > 0 ? 'warning' : 'error';
        return [{ subject: shownText(base.name), base, remarks: [{ code: 'base-refused', severity, message }] }];
      });
  });
}

/** One finding for everything that other files or variables decide, with the command that shows it. */
function unresolved(file: BaseFile, pairs: readonly Pair[], missing: readonly Service[], resolving: string): readonly BaseFinding[] {
  const extending = pairs.filter(({ base }) => base.extends).map(({ base }) => base.name);
  const reasons = [
    ...file.elsewhere,
    ...(extending.length > 0 ? [`${listed(extending)} ${extending.length > 1 ? 'extend' : 'extends'} another service`] : []),
    ...(file.resolved && missing.length > 0
      ? [
          `it does not have ${listed(missing.map(({ name }) => name))}: docker compose config leaves out services whose profile is not active, and where the base file lacks them indeed, Compose refuses the override`,
        ]
      : []),
  ];
  if (reasons.length === 0) return [];
  return [
    {
      code: 'base-unresolved',
      severity: 'warning',
      subject: 'base file',
      message: `${reasons.join('; ')}. None of this is resolved here, and nothing is said about it; Compose resolves it: ${resolving}`,
      source: file.source,
    },
  ];
}

const MOST_NAMES = 12;

const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.map(shownText).join(', ')
    : `${names.slice(0, MOST_NAMES).map(shownText).join(', ')} and ${names.length - MOST_NAMES} more`;

/** How many examples of one kind are named. */
const MOST_ALIKE = 20;

function bounded(findings: readonly BaseFinding[]): readonly BaseFinding[] {
  const counts = new Map<string, number>();
  const kindOf = ({ code, severity }: BaseFinding): string => `${severity} ${code}`;
  const shown = findings.filter((finding) => {
    const count = (counts.get(kindOf(finding)) ?? 0) + 1;
    counts.set(kindOf(finding), count);
    return count <= MOST_ALIKE;
  });
  const rest = shown.filter(
    (finding, index) =>
      shown.findIndex((one) => kindOf(one) === kindOf(finding)) === index && (counts.get(kindOf(finding)) ?? 0) > MOST_ALIKE,
  );
  return [
    ...shown,
    ...rest.map((finding) => ({
      ...finding,
      subject: 'base file',
      message: `and ${(counts.get(kindOf(finding)) ?? 0) - MOST_ALIKE} more of this kind`,
    })),
  ];
}
