import { toYaml } from './yaml';

/** An object of the Kubernetes API as it is written into a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Manifests as one YAML stream, in the order given; `header` are comment lines at its top. */
export function stream(header: readonly string[], manifests: readonly object[]): string {
  return header.map((line) => `# ${line}\n`).join('') + manifests.map((manifest) => `---\n${toYaml(manifest)}`).join('');
}
