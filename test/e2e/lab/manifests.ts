import type { Any } from '../support/manifests';

type Values = Readonly<Record<string, string>>;

/** The ConfigMaps and Secrets of a pod. A missing one is an error, as the pod would not start. */
export class Manifests {
  constructor(
    private readonly objects: readonly Any[],
    private readonly secrets: Readonly<Record<string, Values>>,
  ) {}

  configMap(name: string): Values {
    const found = this.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
    if (found === undefined) throw new Error(`no ConfigMap ${name}`);
    return found.data;
  }

  secret(name: string): Values {
    const found = this.secrets[name];
    if (found === undefined) throw new Error(`no Secret ${name}`);
    return found;
  }
}
