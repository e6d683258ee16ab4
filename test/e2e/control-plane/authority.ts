import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of a certificate and its key. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Who a certificate is for: Kubernetes reads the common name as the user and the organization as the group. */
export interface Subject {
  readonly user: string;
  readonly group?: string;
  /** The names of a server. @default - a client */
  readonly hosts?: readonly string[];
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const VALIDITY = ['-days', '2'];

/** A certificate authority in a folder. */
export class Authority {
  readonly certificate: string;
  private readonly key: string;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    const own = this.request('authority', '/CN=test-authority', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'], []);
    this.certificate = own.certificate;
    this.key = own.key;
  }

  issue(name: string, { user, group, hosts = [] }: Subject): KeyPair {
    const extensions = ['basicConstraints=CA:FALSE', 'keyUsage=digitalSignature', 'extendedKeyUsage=clientAuth,serverAuth'];
    if (hosts.length > 0) extensions.push(`subjectAltName=${hosts.map((host) => `${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`)}`);
    const subject = `${group === undefined ? '' : `/O=${group}`}/CN=${user}`;
    return this.request(name, subject, extensions, ['-CA', this.certificate, '-CAkey', this.key]);
  }

  private request(name: string, subject: string, extensions: readonly string[], signer: readonly string[]): KeyPair {
    const pair = { certificate: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
    // Without the machine's configuration, which may add extensions: Go refuses a certificate with duplicates.
    const configuration = join(this.folder, `${name}.cnf`);
    writeFileSync(
      configuration,
      `[req]\ndistinguished_name=name\nx509_extensions=extensions\n[name]\n[extensions]\n${extensions.join('\n')}\n`,
    );
    const output = ['-keyout', pair.key, '-out', pair.certificate];
    execFileSync('openssl', ['req', '-x509', '-config', configuration, '-subj', subject, ...VALIDITY, ...NEW_KEY, ...signer, ...output], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return pair;
  }
}
