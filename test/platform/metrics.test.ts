import { knownMetrics, metricsFiles } from '../support/metrics';

const FILES = metricsFiles();

describe.each(FILES)('what is known of $name', ({ version, state, source, metrics, deployed }) => {
  it('says of which version it is, and how that is known', () => {
    expect([version, source].every((text) => text.length > 0)).toBe(true);
    expect(['measured', 'documented']).toContain(state);
  });

  it('lists series in order, with labels in order', () => {
    const names = Object.keys(metrics);
    expect(names).not.toEqual([]);
    expect(names).toEqual([...names].sort());
    for (const labels of Object.values(metrics)) expect(labels).toEqual([...new Set(labels)].sort());
  });

  it('says of the deployed version only what differs', () => {
    for (const name of deployed?.without ?? []) expect(metrics).toHaveProperty([name]);
    for (const name of Object.keys(deployed?.also ?? {})) expect(metrics).not.toHaveProperty([name]);
  });
});

describe('what is known of all exporters', () => {
  const known = knownMetrics();

  it('has a series of each file with its labels', () => {
    expect(known.get('redis_key_size')).toEqual(new Set(['db', 'key']));
    expect(known.get('kube_pod_status_phase')).toEqual(new Set(['namespace', 'phase', 'pod', 'uid']));
    expect(known.get('up')).toEqual(new Set());
  });

  it('leaves out what only the older exporter of the tests has', () => {
    expect(known.has('nginxexporter_build_info')).toBe(false);
    expect(known.get('pg_settings_max_connections')).toEqual(new Set());
  });

  it('has what only the deployed exporter has', () => {
    expect(known.get('pg_replication_lag_seconds')).toEqual(new Set());
  });
});
