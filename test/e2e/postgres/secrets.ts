/** Has every character that breaks a URL, a shell, an SQL statement or a header. */
const AWKWARD = `p@ss:w/rd#%25$HOME'"\\ x`;

/** The keys of a Secret for a database role. */
export const role = (name: string) => ({ username: name, password: `${name} ${AWKWARD}` });

/** The keys of the Secrets that the manifests name. */
export const secrets = {
  postgres: {
    'superuser-password': `superuser ${AWKWARD}`,
    'replication-password': `replication ${AWKWARD}`,
    'rewind-password': `rewind ${AWKWARD}`,
    'patroni-password': `patroni ${AWKWARD}`,
  },
  'fm-evidence-service-database': role('evidence'),
  'fm-evidence-service-database-owner': role('evidence_owner'),
  'fm-knowledge-service-database': role('knowledge'),
  'fm-knowledge-service-database-owner': role('knowledge_owner'),
  'fm-evidence-service-bucket': { 'access-key-id': 'key', 'secret-access-key': AWKWARD },
  'postgres-backup': { 'access-key-id': 'key', 'secret-access-key': AWKWARD },
};
