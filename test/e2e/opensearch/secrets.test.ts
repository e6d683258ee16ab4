import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/scratch';
import { describeWith, OPENSSL } from '../support/tools';
import { madeBy, RENEWING, typed } from './secrets';

jest.setTimeout(120_000);

describeWith([OPENSSL], 'the commands that make the Secrets of the store, and those that renew its certificates', () => {
  const folder = scratch();
  const openssl = (...args: readonly string[]): string => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  const facts = (file: string): string => openssl('x509', '-noout', '-subject', '-ext', 'subjectAltName', '-in', file);
  const serial = (file: string): string => openssl('x509', '-noout', '-serial', '-in', file);
  const commands = madeBy({ profile: () => ['--profile', 'cluster'] });
  const STORE = ['opensearch', 'opensearch-admin'];

  it('leave nothing that others may read, and say what to keep and what to remove', () => {
    const made = typed(commands, folder);
    expect(Object.keys(made).sort()).toContain('opensearch-admin');
    const open = readdirSync(folder).filter((file) => (statSync(join(folder, file)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(commands.replaceAll(/\n *# /g, ' ')).toMatch(/Keep authority\.key and ca\.crt.* Remove all other files/);
  });

  it('sign anew for the same names with the same authority', () => {
    const read = () => STORE.map((name) => [facts(`${name}.crt`), serial(`${name}.crt`)] as const);
    const authority = readFileSync(join(folder, 'ca.crt'), 'utf8');
    const before = read();
    const { 'opensearch-tls': members = {}, 'opensearch-admin': admin = {} } = typed(RENEWING, folder);
    const after = read();
    expect(after.map(([names]) => names)).toEqual(before.map(([names]) => names));
    expect(after.filter(([, number], index) => number === before[index]?.[1])).toEqual([]);
    for (const secret of [members, admin]) {
      expect(Object.keys(secret)).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
      expect(secret['ca.crt']).toBe(authority);
    }
    for (const name of STORE) expect(openssl('verify', '-CAfile', 'ca.crt', `${name}.crt`)).toContain('OK');
  });

  it('take the authority that is in the folder when all are typed again', () => {
    const authority = readFileSync(join(folder, 'ca.crt'), 'utf8');
    expect(typed(commands, folder)['opensearch-tls']?.['ca.crt']).toBe(authority);
  });
});
