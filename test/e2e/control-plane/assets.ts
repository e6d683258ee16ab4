import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from '../support/installed';
import { SETPRIV, type Tool } from '../support/tools';

/** Where install.sh puts the programs, kwok's stages and the schemas; KUBEBUILDER_ASSETS is envtest's convention. */
export const ASSETS = process.env.KUBEBUILDER_ASSETS || installed('kubernetes');

/** A program among the assets, otherwise the one on PATH. */
export function program(name: string): string {
  const asset = join(ASSETS, name);
  return existsSync(asset) ? asset : name;
}

const tool = (name: string, ...probe: readonly string[]): Tool => ({
  name: `${name} (run test/e2e/control-plane/install.sh)`,
  probe: [program(name), ...probe],
});

const folder = (name: string): Tool => ({
  name: `${name} (run test/e2e/control-plane/install.sh)`,
  probe: ['test', '-f', join(ASSETS, name, 'VERSION')],
});

export const KUBECTL = tool('kubectl', 'version', '--client');
export const KUBECONFORM = tool('kubeconform', '-v');
export const KUBE_SCORE = tool('kube-score', 'version');
export const CHECKOV: Tool = { name: 'checkov', probe: [join(installed('checkov'), 'bin/checkov'), '--version'] };
export const GATEWAY_API = folder('gateway-api');
export const OPERATOR = folder('prometheus-operator');
export const SCHEMAS = folder('kubernetes-json-schema');

/** Everything that `ControlPlane.start()` starts or reads. */
export const CONTROL_PLANE: readonly Tool[] = [
  tool('etcd', '--version'),
  tool('kube-apiserver', '--version'),
  tool('kube-controller-manager', '--version'),
  tool('kube-scheduler', '--version'),
  tool('kwok', '--version'),
  KUBECTL,
  folder('stages'),
  { name: 'openssl 3', probe: ['sh', '-c', 'openssl version | grep -q "^OpenSSL 3"'] },
  SETPRIV,
];

/** What kubeconform takes as `-schema-location`, so that `-kubernetes-version` chooses among the minors 1.25 – 1.37. */
export const SCHEMA_LOCATION = join(
  ASSETS,
  'kubernetes-json-schema/{{.NormalizedKubernetesVersion}}-local{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json',
);
