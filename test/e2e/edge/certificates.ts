import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as a Secret of the type kubernetes.io/tls has them. */
export interface Certificate {
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
}

/** A certificate that vouches for itself. @param name its common name, by which a test knows it. @default - the host */
export function certificate(host: string, name = host, days = 2): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'fm-certificate-'));
  const [crt, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const args = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', `${days}`, '-subj', `/CN=${name}`];
  execFileSync('openssl', ['req', ...args, '-addext', `subjectAltName=DNS:${host}`, '-keyout', key, '-out', crt], { stdio: 'ignore' });
  const made = { 'tls.crt': readFileSync(crt, 'utf8'), 'tls.key': readFileSync(key, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}

/** Who vouches for the certificate of a server. */
export interface Vouched {
  /** The certificate of the authority, which clients trust. */
  readonly authority: string;
  /** The certificate of the server, and after it those of the authorities between the two. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate for a host, and a new authority that vouches for it through others. @param between how many others there are */
export function vouched(host: string, between: number): Vouched {
  const folder = mkdtempSync(join(tmpdir(), 'fm-authority-'));
  const file = (name: string): string => join(folder, name);
  const make = (name: string, by: string | undefined, ...extensions: readonly string[]): string => {
    const args = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
    const signed = by === undefined ? [] : ['-CA', file(`${by}.crt`), '-CAkey', file(`${by}.key`)];
    const out = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    const options = [...args, ...signed, ...out, '-config', file('empty.cnf'), ...extensions.flatMap((one) => ['-addext', one])];
    execFileSync('openssl', ['req', ...options], { stdio: 'pipe' });
    return name;
  };
  // The configuration of the machine would say of every certificate that it is one of an authority.
  writeFileSync(file('empty.cnf'), '[req]\ndistinguished_name = none\n[none]\n');
  const authority = make('root', undefined, 'basicConstraints=critical,CA:TRUE');
  const others: string[] = [];
  for (let n = 0; n < between; n++) others.unshift(make(`between-${n}`, others[0] ?? authority, 'basicConstraints=critical,CA:TRUE'));
  const own = make('server', others[0] ?? authority, 'basicConstraints=critical,CA:FALSE', `subjectAltName=DNS:${host}`);
  const read = (name: string): string => readFileSync(file(name), 'utf8');
  const made = {
    authority: read(`${authority}.crt`),
    cert: [own, ...others].map((name) => read(`${name}.crt`)).join(''),
    key: read(`${own}.key`),
  };
  rmSync(folder, { recursive: true });
  return made;
}

/** Certificates by the name of their Secret. */
type Secrets = Readonly<Record<string, Certificate>>;

/**
 * A mounted volume of Secrets, which changes as a kubelet changes it: all files are written into a new folder, and then a link to it takes the
 * place of the link to the old one (AtomicWriter in pkg/volume/util/atomic_writer.go of Kubernetes).
 */
export class CertificateVolume {
  private versions = 0;
  private live?: string;

  /** @param folder where it is mounted */
  constructor(readonly folder: string) {
    mkdirSync(folder);
  }

  replace(secrets: Secrets): void {
    const version = this.next();
    for (const _ of this.write(version, secrets));
    this.swap(version, secrets);
  }

  /** @param between what is done after each file that is written, while none of them counts */
  async replaceSlowly(secrets: Secrets, between: (file: string) => Promise<void>): Promise<void> {
    const version = this.next();
    for (const file of this.write(version, secrets)) await between(file);
    this.swap(version, secrets);
  }

  private next(): string {
    const version = `..version_${++this.versions}`;
    mkdirSync(join(this.folder, version));
    return version;
  }

  private *write(version: string, secrets: Secrets): Generator<string> {
    for (const [secret, files] of Object.entries(secrets)) {
      mkdirSync(join(this.folder, version, secret));
      for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(this.folder, version, secret, file), text);
        yield file;
      }
    }
  }

  private swap(version: string, secrets: Secrets): void {
    symlinkSync(version, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, '..data'));
    const there = readdirSync(this.folder);
    for (const secret of Object.keys(secrets).filter((name) => !there.includes(name)))
      symlinkSync(join('..data', secret), join(this.folder, secret));
    if (this.live !== undefined) rmSync(join(this.folder, this.live), { recursive: true });
    this.live = version;
  }
}
