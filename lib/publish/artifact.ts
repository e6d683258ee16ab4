import { sha256 } from '../digest';
import { indexFile, type Output } from '../output/index-file';
import { storedGzip } from './gzip';
import { tar } from './tar';

/** The form that Flux' OCIRepository takes, and that registries take as an image. */
export const MEDIA_TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.cncf.flux.config.v1+json',
  layer: 'application/vnd.cncf.flux.content.v1.tar+gzip',
} as const;

/** What an artifact says of itself. The first two are those of every OCI image. */
export const ANNOTATIONS = {
  created: 'org.opencontainers.image.created',
  revision: 'org.opencontainers.image.revision',
  /** Of a layer: the name of the file that `oras pull` makes of it. */
  title: 'org.opencontainers.image.title',
  /** Of an image in a layout: its tag. */
  tag: 'org.opencontainers.image.ref.name',
  profile: 'io.github.faultmaven-infra.profile',
  target: 'io.github.faultmaven-infra.target',
  generator: 'io.github.faultmaven-infra.generator',
  /** SHA-256 of the index of its files. */
  index: 'io.github.faultmaven-infra.index.digest',
} as const;

/** What an artifact is made of. The same gives the same digest, wherever and whenever. */
export interface Published {
  readonly output: Omit<Output, 'writers'>;
  /** The commit of the profile, which is the artifact's tag as well. */
  readonly revision: string;
  /** When that was committed, in ISO 8601. */
  readonly created: string;
  /** The program and its version. */
  readonly generator: string;
}

/** What another part of a layout is named by. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A published output. */
export interface Artifact {
  readonly profile: string;
  readonly tag: string;
  /** Of its manifest, by which it is pulled. */
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** The files of its OCI image layout. */
  readonly layout: readonly { readonly path: string; readonly content: Buffer }[];
}

/** Files as an artifact. */
export function artifactOf({ output, revision, created, generator }: Published): Artifact {
  const { profile, target, files } = output;
  const index = indexFile(output);
  const archive = tar([...files, index].sort((a, b) => (a.path < b.path ? -1 : 1)));
  const annotations = {
    [ANNOTATIONS.created]: created,
    [ANNOTATIONS.revision]: revision,
    [ANNOTATIONS.profile]: profile,
    [ANNOTATIONS.target]: target,
    [ANNOTATIONS.generator]: generator,
    [ANNOTATIONS.index]: `sha256:${sha256(index.content)}`,
  };
  const layer = blobOf(MEDIA_TYPES.layer, storedGzip(archive), { [ANNOTATIONS.title]: `${profile}.tar.gz` });
  const config = blobOf(MEDIA_TYPES.config, json(configOf(created, `sha256:${sha256(archive)}`)));
  const manifest = blobOf(
    MEDIA_TYPES.manifest,
    json({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: config.descriptor,
      layers: [layer.descriptor],
      annotations,
    }),
  );
  const entry = { ...manifest.descriptor, annotations: { [ANNOTATIONS.tag]: revision } };
  return {
    profile,
    tag: revision,
    digest: manifest.descriptor.digest,
    annotations,
    layout: [
      { path: LAYOUT, content: json({ imageLayoutVersion: '1.0.0' }) },
      { path: LAYOUT_INDEX, content: json({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [entry] }) },
      ...[config, layer, manifest].map(({ descriptor, content }) => ({ path: blobPath(descriptor.digest), content })),
    ],
  };
}

/** The file by which a folder is known as an OCI image layout. */
export const LAYOUT = 'oci-layout';
/** The file of a layout that lists its manifests. */
export const LAYOUT_INDEX = 'index.json';

/** Where a layout has what is named by a digest. */
export const blobPath = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** As Flux writes it: programs that know images alone find the digest of the layer as it is unpacked. */
const configOf = (created: string, layer: string): object => ({
  created,
  architecture: '',
  os: '',
  config: {},
  rootfs: { type: 'layers', diff_ids: [layer] },
});

const blobOf = (
  mediaType: string,
  content: Buffer,
  annotations?: Readonly<Record<string, string>>,
): { readonly descriptor: Descriptor; readonly content: Buffer } => ({
  descriptor: { mediaType, digest: `sha256:${sha256(content)}`, size: content.length, ...(annotations && { annotations }) },
  content,
});
