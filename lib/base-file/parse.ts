import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { InputError, type Source } from '../problem';
import { placeIn, refuseDeepNesting } from '../yaml-text';

/** What matters here of FaultMaven's Compose file, as it is written: values with a variable in them are left out. */
export interface BaseFile {
  readonly source: Source;
  readonly services: ReadonlyMap<string, BaseService>;
}

export interface BaseService {
  readonly source: Source;
  readonly image?: string;
  /** What is published; undefined for what cannot be read without an environment. */
  readonly ports: readonly (BasePort | undefined)[];
  readonly capped: boolean;
  /** `deploy.resources`, present if the file has it; a value that cannot be read without an environment is `unknown`. */
  readonly limits?: { readonly bytes: Known; readonly cpus: Known; readonly pids: Known };
  readonly reservations?: { readonly bytes: Known };
}

export interface BasePort {
  readonly published: number;
  readonly container: number;
}

/** Zero is what Compose takes for an absent value. */
export type Known = number | 'unknown';

/**
 * Reads a Compose file in YAML, or what `docker compose config --format json` prints.
 *
 * @throws InputError if it is not YAML, is nested too deep, or has no services
 */
export function parseBaseFile(text: string, file: string): BaseFile {
  const lines = new LineCounter();
  const at = placeIn(file, lines);
  refuseDeepNesting(text, file);
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) {
    throw new InputError(document.errors.map(({ pos, message }) => ({ source: at(pos[0]), message: `not valid YAML: ${message}` })));
  }
  const services = document.get('services');
  if (!isMap(document.contents) || !isMap(services)) {
    throw new InputError([{ source: at(0), message: 'expected a Compose file with a map of services' }]);
  }
  return {
    source: at(services.range?.[0] ?? 0),
    services: new Map(
      Object.entries(plain(document, file).services).map(([name, service]) => {
        const node = services.items.find(({ key }) => String(key) === name)?.key;
        return [name, readService(service, at(isNode(node) ? (node.range?.[0] ?? 0) : 0))];
      }),
    ),
  };
}

function plain(document: Document, file: string): { readonly services: Readonly<Record<string, unknown>> } {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError([{ message: `${file}: cannot be read: ${(error as Error).message}` }]);
  }
}

function readService(value: unknown, source: Source): BaseService {
  const service = record(value);
  const resources = record(record(service.deploy).resources);
  const limits = 'limits' in resources ? record(resources.limits) : undefined;
  return {
    source,
    image: typeof service.image === 'string' && !service.image.includes('$') ? service.image : undefined,
    ports: Array.isArray(service.ports) ? service.ports.map(readPort) : [],
    capped: bytes(service.mem_limit) !== 0 || bytes(limits?.memory) !== 0,
    limits: limits && { bytes: bytes(limits.memory), cpus: number(limits.cpus), pids: number(limits.pids) },
    reservations: 'reservations' in resources ? { bytes: bytes(record(resources.reservations).memory) } : undefined,
  };
}

/** `8001:8000`, `127.0.0.1:8001:8000/tcp` or the long form; undefined for ranges, variables and unpublished ports. */
function readPort(value: unknown): BasePort | undefined {
  const { published, target } = record(value);
  const text = typeof value === 'string' ? value : `${published}:${target}`;
  const match = /(?:^|:)(\d+):(\d+)(?:\/\w+)?$/.exec(text);
  return match === null ? undefined : { published: Number(match[1]), container: Number(match[2]) };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Sizes as Compose reads them: `1536m`, `1.5gb`, plain bytes. */
function bytes(value: unknown): Known {
  if (value === undefined || value === null) return 0;
  const match = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/i.exec(String(value));
  const unit = UNITS[match?.[2]?.toLowerCase() ?? ''];
  return match === null || unit === undefined ? 'unknown' : Math.floor(Number(match[1]) * unit);
}

function number(value: unknown): Known {
  if (value === undefined || value === null) return 0;
  return Number.isFinite(Number(value)) ? Number(value) : 'unknown';
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
