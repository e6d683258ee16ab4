/** All services, and the share that they have of what they may use. */
export const OVERVIEW = {
  uid: 'fmsynth-overview',
  title: 'Platform at a glance',
  choices: ['namespace'],
  panels: {
    alerts: 1,
    cpu: 2,
    memory: 3,
    missing: 4,
    services: 5,
    replicas: 6,
    quota: 7,
    volumes: 8,
    jobs: 9,
    copies: 10,
    routes: 11,
    certificates: 12,
    targets: 13,
  },
} as const;

/** One service. */
export const SERVICE = {
  uid: 'fmsynth-service',
  title: 'One service',
  choices: ['namespace', 'service'],
  panels: {
    replicas: 1,
    autoscaler: 2,
    budget: 3,
    waiting: 4,
    memoryShare: 5,
    memory: 6,
    killed: 7,
    restarts: 8,
    cpu: 9,
    throttled: 10,
    network: 11,
    pods: 12,
    rollout: 13,
    lines: 14,
    evicted: 15,
  },
} as const;

/** The nodes of the cluster. */
export const NODES = {
  uid: 'fmsynth-nodes',
  title: 'Nodes',
  choices: ['node'],
  panels: {
    nodes: 1,
    conditions: 2,
    memory: 3,
    requested: 4,
    evicted: 5,
    cpu: 6,
    pressure: 7,
    filesystems: 8,
    disks: 9,
    network: 10,
    ready: 11,
  },
} as const;

/** What watches everything else. */
export const MONITORING = {
  uid: 'fmsynth-monitoring',
  title: 'Prometheus and Alertmanager',
  choices: ['namespace'],
  panels: {
    configuration: 1,
    rules: 2,
    disk: 3,
    sending: 4,
    series: 5,
    members: 6,
    notifications: 7,
    sent: 8,
  },
} as const;
