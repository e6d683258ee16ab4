import { sealed } from '../../../output/seal';
import { toYaml } from '../../../yaml-writer';

/** An object of the Kubernetes API as it is written into a file. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Manifests as one YAML stream, in the order given; `header` is a comment at its top. */
export const stream = (header: string, manifests: readonly object[]): string =>
  sealed(header, manifests.map((manifest) => `---\n${toYaml(manifest)}`).join(''));
