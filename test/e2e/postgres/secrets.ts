/** With everything that has ever broken a URL, a shell, a statement or a header. */
const AWKWARD = `p@ss:w/rd#%25$HOME'"\\ x`;

/** A role of a database, as its Secret holds it. */
export const role = (name: string) => ({ username: name, password: `${name} ${AWKWARD}` });

/** What the Secrets hold of which the manifests know only the names. */
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
