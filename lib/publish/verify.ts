import { sha256 } from '../digest';
import type { Writer } from '../output/index-file';
import { type Contents, type Difference, type Verified, verifyOutput } from '../output/verify';
import { InputError, type Problem } from '../problem';
import { inMessage } from '../text';
import { Unreadable } from '../text-file';
import { ANNOTATIONS, blobPath, type Descriptor, LAYOUT, LAYOUT_INDEX, MEDIA_TYPES } from './artifact';
import { type Archived, contentsOfTar, MOST_BYTES, unpacked } from './contents';

/** What verifying a layout found. */
export interface VerifiedLayout {
  readonly artifacts: readonly VerifiedArtifact[];
  readonly differences: readonly Difference[];
  /** Why it is no layout of this program's artifacts, or cannot be read. */
  readonly problems: readonly Problem[];
}

/** An artifact in a layout whose manifest is as its digest says. */
export interface VerifiedArtifact {
  /** Of its manifest. */
  readonly digest: string;
  /** The commit that it is said to come from. */
  readonly revision?: string;
  /** Its files. @default - its layer is not as the manifest says */
  readonly files?: Verified;
}

export const looksLikeLayout = ({ names }: Contents): boolean => names.includes(LAYOUT) || names.includes(LAYOUT_INDEX);

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Of manifests in a layout, and of layers in a manifest. */
const MOST_DESCRIPTORS = 1000;
const MOST_BYTES_OF_JSON = 4 * 1024 * 1024;

/** Recomputes every digest of an OCI image layout, and verifies the files in its layers. */
export function verifyLayout(contents: Contents, writers: readonly Writer[]): VerifiedLayout {
  return new LayoutVerifier(contents, writers).verify();
}

class LayoutVerifier {
  private readonly differences: Difference[] = [];
  private readonly problems: Problem[] = [];
  private readonly known = new Set<string>([LAYOUT, LAYOUT_INDEX]);

  constructor(
    private readonly contents: Contents,
    private readonly writers: readonly Writer[],
  ) {}

  verify(): VerifiedLayout {
    this.marker();
    const descriptors = this.manifests();
    const ours = descriptors.filter(({ mediaType }) => mediaType === MEDIA_TYPES.manifest);
    for (const { digest, mediaType } of descriptors) if (mediaType !== MEDIA_TYPES.manifest) this.foreign(digest, mediaType);
    const artifacts = ours.flatMap((descriptor) => this.artifact(descriptor) ?? []);
    for (const name of this.contents.names) if (!this.known.has(name)) this.differs(name, 'foreign', 'no manifest in the layout names it');
    const isNone = artifacts.length === 0 && this.differences.every(({ kind }) => kind === 'foreign') && this.problems.length === 0;
    if (isNone)
      this.problem(LAYOUT_INDEX, `names no artifact of this program: expected ${MEDIA_TYPES.manifest} with ${MEDIA_TYPES.config}`);
    return { artifacts, differences: this.differences, problems: this.problems };
  }

  private marker(): void {
    const layout = this.json(LAYOUT);
    if (layout !== undefined && layout.imageLayoutVersion !== '1.0.0')
      this.problem(LAYOUT, `expected imageLayoutVersion "1.0.0", got ${told(layout.imageLayoutVersion)}`);
  }

  private manifests(): readonly Descriptor[] {
    const index = this.json(LAYOUT_INDEX);
    if (index === undefined) return [];
    const { manifests } = index;
    if (!Array.isArray(manifests) || manifests.length === 0 || manifests.length > MOST_DESCRIPTORS) {
      this.problem(LAYOUT_INDEX, 'expected a list of manifests');
      return [];
    }
    const found = new Map<string, Descriptor>();
    manifests.forEach((entry, n) => {
      const descriptor = this.descriptor(entry, LAYOUT_INDEX, `manifests[${n}]`);
      if (descriptor !== undefined) found.set(descriptor.digest, descriptor);
    });
    return [...found.values()];
  }

  private artifact(of: Descriptor): VerifiedArtifact | undefined {
    const path = blobPath(of.digest);
    const bytes = this.blob(of);
    const manifest = bytes === undefined ? undefined : this.parsed(path, bytes);
    if (manifest === undefined) return undefined;
    const config = this.descriptor(manifest.config, path, 'config');
    const layers = Array.isArray(manifest.layers) ? manifest.layers.slice(0, MOST_DESCRIPTORS) : [];
    const descriptors = layers.flatMap((layer, n) => this.descriptor(layer, path, `layers[${n}]`) ?? []);
    if (config?.mediaType !== MEDIA_TYPES.config) {
      this.foreign(of.digest, `a config ${config?.mediaType ?? 'of no media type'}`);
      for (const { digest } of [...(config === undefined ? [] : [config]), ...descriptors]) this.known.add(blobPath(digest));
      return undefined;
    }
    this.blob(config);
    const [layer, ...more] = descriptors;
    if (layer === undefined || more.length > 0 || layer.mediaType !== MEDIA_TYPES.layer) {
      this.problem(path, `layers: expected one of ${MEDIA_TYPES.layer}, got ${told(descriptors.map(({ mediaType }) => mediaType))}`);
      for (const { digest } of descriptors) this.known.add(blobPath(digest));
      return undefined;
    }
    const annotations = textsIn(manifest.annotations);
    return { digest: of.digest, revision: annotations[ANNOTATIONS.revision], files: this.files(layer, annotations) };
  }

  private files(layer: Descriptor, annotations: Readonly<Record<string, string>>): Verified | undefined {
    const path = blobPath(layer.digest);
    const bytes = this.blob(layer);
    if (bytes === undefined) return undefined;
    const within = (name: string): string => `${path}: ${name}`;
    const archived = this.unpack(path, bytes);
    if (archived === undefined) return undefined;
    const verified = verifyOutput(archived, this.writers);
    for (const { path: name, kind, why } of [...archived.strange, ...verified.differences]) this.differs(within(name), kind, why);
    for (const { message } of verified.problems) this.problem(path, message);
    const claims: readonly (readonly [string, string | undefined])[] = [
      [ANNOTATIONS.profile, verified.index?.profile],
      [ANNOTATIONS.target, verified.index?.target],
      [ANNOTATIONS.index, verified.indexDigest],
    ];
    for (const [name, actual] of claims) {
      const claimed = annotations[name];
      if (actual !== undefined && claimed !== actual)
        this.differs(within(name), 'edited', `the manifest says ${claimed ?? 'nothing'}, and its files say ${actual}`);
    }
    return verified;
  }

  private unpack(path: string, bytes: Buffer): Archived | undefined {
    try {
      return contentsOfTar(unpacked(bytes));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.problem(path, error.message);
      return undefined;
    }
  }

  /** The bytes of a blob, if they are those of its digest. */
  private blob({ digest, size }: Descriptor): Buffer | undefined {
    const path = blobPath(digest);
    const bytes = this.bytes(path, MOST_BYTES);
    if (bytes === undefined) return undefined;
    if (bytes.length !== size) this.differs(path, 'edited', `has ${bytes.length} bytes, expected ${size}`);
    else if (`sha256:${sha256(bytes)}` !== digest) this.differs(path, 'edited', `has the digest sha256:${sha256(bytes)}`);
    else return bytes;
    return undefined;
  }

  private bytes(path: string, most: number): Buffer | undefined {
    this.known.add(path);
    try {
      const found = this.contents.look(path, most);
      if (found.kind === 'file') return found.bytes;
      if (found.kind === 'nothing') this.differs(path, 'missing', 'the layout needs it');
      else this.differs(path, 'edited', found.kind === 'link' ? 'is a link' : 'is larger than anything that this program publishes');
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.problems.push(...error.problems);
    }
    return undefined;
  }

  private json(path: string): Json | undefined {
    const bytes = this.bytes(path, MOST_BYTES_OF_JSON);
    return bytes === undefined ? undefined : this.parsed(path, bytes);
  }

  private parsed(path: string, bytes: Buffer): Json | undefined {
    try {
      const value: unknown = JSON.parse(bytes.toString());
      if (isObject(value)) return value;
    } catch {
      // The same is said of it.
    }
    this.problem(path, 'expected a JSON object');
    return undefined;
  }

  private descriptor(value: unknown, path: string, at: string): Descriptor | undefined {
    const { mediaType, digest, size } = isObject(value) ? value : {};
    if (typeof digest !== 'string' || !DIGEST.test(digest)) this.problem(path, `${at}.digest: expected a SHA-256, got ${told(digest)}`);
    else if (typeof mediaType !== 'string') this.problem(path, `${at}.mediaType: expected a text, got ${told(mediaType)}`);
    else if (typeof size !== 'number') this.problem(path, `${at}.size: expected a number of bytes, got ${told(size)}`);
    else return { mediaType, digest, size };
    return undefined;
  }

  private foreign(digest: string, what: string): void {
    this.known.add(blobPath(digest));
    this.differs(blobPath(digest), 'foreign', `is no artifact of this program: is ${what}`);
  }

  private differs(path: string, kind: Difference['kind'], why: string): void {
    this.differences.push({ path, kind, why });
  }

  private problem(path: string, message: string): void {
    this.problems.push({ message: `${path}: ${message}` });
  }
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

const LONGEST_TOLD = 120;

/** What stands in the place of a value. What is nested is only named: it may be nested deeper than can be shown. */
function told(value: unknown): string {
  if (isObject(value)) return 'an object';
  if (Array.isArray(value) && !value.every((one) => typeof one === 'string')) return 'a list';
  const text = inMessage(JSON.stringify(value) ?? 'nothing');
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD - 3)}...` : text;
}
