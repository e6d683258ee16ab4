import { sha256 } from '../digest';
import { addressOf, type Repository } from './repository';

/** How a program that talks to registries is called. */
export interface Pusher {
  readonly name: string;
  readonly version: readonly string[];
  /** Prints the digest, or the manifest, under a reference. */
  lookup(reference: string, plainHttp: boolean): readonly string[];
  /** The digest in what that printed. */
  digestIn(stdout: Buffer): string;
  /** Pushes what a layout has under a tag, by its digest: the registry gets no tag. */
  push(layout: string, tag: string, reference: string, plainHttp: boolean): readonly string[];
  /** Gives a tag to what a registry has. */
  tag(repository: Repository, digest: string, tag: string, plainHttp: boolean): readonly string[];
  /** Whether it would fall back to plain HTTP at this registry by itself. */
  fallsBack(repository: Repository): boolean;
}

const printed = (stdout: Buffer): string => stdout.toString().trim();

const never = (): boolean => false;

const oras: Pusher = {
  name: 'oras',
  version: ['version'],
  lookup: (reference, plainHttp) => ['resolve', `--plain-http=${plainHttp}`, reference],
  digestIn: printed,
  push: (layout, tag, reference, plainHttp) => [
    'cp',
    '--no-tty',
    '--from-oci-layout',
    `--to-plain-http=${plainHttp}`,
    `${layout}:${tag}`,
    reference,
  ],
  tag: (repository, digest, tag, plainHttp) => ['tag', `--plain-http=${plainHttp}`, `${addressOf(repository)}@${digest}`, tag],
  fallsBack: never,
};

const crane: Pusher = {
  name: 'crane',
  version: ['version'],
  lookup: (reference, plainHttp) => ['digest', ...insecure(plainHttp), reference],
  digestIn: printed,
  push: (layout, _, reference, plainHttp) => ['push', ...insecure(plainHttp), layout, reference],
  tag: (repository, digest, tag, plainHttp) => ['tag', ...insecure(plainHttp), `${addressOf(repository)}@${digest}`, tag],
  fallsBack: ({ host }) => /^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|^localhost(?::|$)|^\[|\.local(?:host)?(?::|$)/i.test(host),
};

const insecure = (plainHttp: boolean): readonly string[] => (plainHttp ? ['--insecure'] : []);

/*
 * skopeo copies nothing on a machine without a policy, which says whose signatures images need. None is needed here: the source is the
 * layout that this program wrote, or what it pushed from there.
 */
const COPY = ['--insecure-policy', 'copy', '--preserve-digests'] as const;

const skopeo: Pusher = {
  name: 'skopeo',
  version: ['--version'],
  lookup: (reference, plainHttp) => ['inspect', '--raw', `--tls-verify=${!plainHttp}`, `docker://${reference}`],
  digestIn: (stdout) => `sha256:${sha256(stdout)}`,
  push: (layout, tag, reference, plainHttp) => [
    ...COPY,
    `--dest-tls-verify=${!plainHttp}`,
    `oci:${layout}:${tag}`,
    `docker://${reference}`,
  ],
  tag: (repository, digest, tag, plainHttp) => [
    ...COPY,
    `--src-tls-verify=${!plainHttp}`,
    `--dest-tls-verify=${!plainHttp}`,
    `docker://${addressOf(repository)}@${digest}`,
    `docker://${addressOf(repository)}:${tag}`,
  ],
  fallsBack: never,
};

/** In the order in which they are looked for. */
export const PUSHERS: readonly Pusher[] = [oras, crane, skopeo];
