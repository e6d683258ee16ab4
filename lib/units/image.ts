import { UnitError } from './unit-error';

/** Where an image is from whose name says no host. */
const DOCKER_HUB = 'docker.io';

const EXPECTED = 'an image repository such as ghcr.io/owner/name, in lower case and without a tag';

/** The repository of a container image. Which tag or digest of it runs is said elsewhere: the base file's matter on a laptop. */
export class ImageRepository {
  static readonly pattern = /^([a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;

  /** @throws UnitError if `text` carries a tag, a digest or what no registry accepts */
  static parse(text: string): ImageRepository {
    if (!ImageRepository.pattern.test(text)) throw new UnitError(EXPECTED, text);
    return new ImageRepository(text);
  }

  private constructor(private readonly text: string) {}

  /** Whether a reference as Compose writes it (`repository[:tag][@digest]`) names this repository. */
  isOf(reference: string): boolean {
    const [name = ''] = reference.split('@', 1);
    const untagged = name.replace(/:[^/:]*$/, '');
    return withoutDefaults(untagged) === withoutDefaults(this.text);
  }

  /** The repository without its registry: `zalando/spilo-18`, `nginx`. */
  get path(): string {
    const [first = '', ...rest] = this.text.split('/');
    return rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : this.text;
  }

  /** The host of the registry that it is published in. */
  get upstream(): string {
    return this.path === this.text ? DOCKER_HUB : (this.text.split('/')[0] ?? DOCKER_HUB);
  }

  /** The repository as its registry calls it: Docker Hub keeps `nginx` as `library/nginx`, and so does whatever stands in for it. */
  get pathAtUpstream(): string {
    return this.upstream === DOCKER_HUB && !this.path.includes('/') ? `library/${this.path}` : this.path;
  }

  toString(): string {
    return this.text;
  }
}

/** `docker.io/library/nginx` and `nginx` are one repository. */
const withoutDefaults = (repository: string): string => repository.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
