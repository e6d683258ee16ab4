/** What a fault of a suite has to set off. */
export interface Foreseen {
  /** Alerts that fire. */
  readonly fires: readonly string[];
  /** Alerts that fire or not: the condition of each holds for about as long as it has to. Every other alert stays silent. @default - none */
  readonly may?: readonly string[];
}

/** While another primary is looked for, which takes six to ten seconds. */
const FAILOVER = ['RedisNoPrimary', 'RedisProxyWithoutPrimary'];
/** Replicas that follow a new primary, and writes that it refuses until they do. */
const AFTERWARDS = ['RedisReplicaNotFollowing', 'RedisRefusesWrites'];

/** While another primary of PostgreSQL takes over: its lock has to expire first, which takes up to 20 seconds. */
const NO_LEADER = ['PostgresNoPrimary', 'TargetDown'];
/** While members learn whom to follow, and catch up with it: one that was frozen lags as much as was written meanwhile. */
const FOLLOWING = ['PostgresNoSynchronousStandby', 'PostgresReplicaNotStreaming', 'PostgresReplicaLagging'];

/** The faults that the suites play while a real Prometheus watches, by suite. */
export const FAULTS = {
  redis: {
    'kill -9': { fires: [...FAILOVER, 'RedisNotAnswering'], may: AFTERWARDS },
    'kill -9, and the first vote is lost': {
      fires: [...FAILOVER, 'RedisReplicaNotFollowing', 'RedisNotAnswering'],
      may: AFTERWARDS,
    },
    // The old master waits until the Sentinels have finished: it calls itself one for up to three seconds, and the alert waits for two.
    'graceful stop': { fires: [], may: [...AFTERWARDS, 'RedisTwoPrimaries'] },
    'frozen master': { fires: FAILOVER, may: [...AFTERWARDS, 'RedisNotAnswering', 'RedisTwoPrimaries'] },
    partition: { fires: [...FAILOVER, 'RedisNotAnswering'], may: [...AFTERWARDS, 'RedisTwoPrimaries'] },
    'partition between the members': { fires: ['RedisTwoPrimaries'], may: [...AFTERWARDS, 'RedisProxyWithoutPrimary'] },
    'restart of all': { fires: [], may: [...FAILOVER, ...AFTERWARDS] },
    'no DNS': { fires: ['CeleryQueueGrowing'] },
    'partition, and half of the DNS gone': { fires: [...FAILOVER, 'RedisNotAnswering'], may: [...AFTERWARDS, 'RedisTwoPrimaries'] },
    'partition, and no DNS': { fires: [...FAILOVER, 'RedisNotAnswering'], may: [...AFTERWARDS, 'RedisTwoPrimaries'] },
    'restart of all, and no DNS': { fires: [], may: [...FAILOVER, ...AFTERWARDS] },
    'Services replaced': { fires: [] },
    'kill -9 after the Services were replaced': { fires: FAILOVER, may: [...AFTERWARDS, 'RedisNotAnswering'] },
  },
  worker: {
    'both replicas killed, with their Sentinels': {
      // The proxy trusts a primary that stands alone as little as the primary does itself.
      fires: ['RedisProxyWithoutPrimary', 'RedisRefusesWrites', 'RedisSentinelsWithoutQuorum', 'RedisNotAnswering'],
      may: ['RedisReplicaNotFollowing'],
    },
  },
  memory: {
    'a full Redis': { fires: ['RedisMemoryNearMaximum'] },
  },
  databases: {
    'Patroni paused, and most connections taken': { fires: ['PostgresPaused', 'PostgresConnectionsNearMaximum'] },
    'a replica that lags': { fires: ['PostgresReplicaLagging'] },
  },
  postgres: {
    switchover: { fires: [], may: ['PostgresNoPrimary', ...FOLLOWING] },
    'leader killed': { fires: [...NO_LEADER, 'PostgresNotAnswering', 'PostgresReplicaNotStreaming'], may: FOLLOWING },
    'leader frozen': { fires: NO_LEADER, may: [...FOLLOWING, 'PostgresNotAnswering', 'PostgresTwoPrimaries'] },
    'leader cut off': { fires: NO_LEADER, may: [...FOLLOWING, 'PostgresNotAnswering', 'PostgresTwoPrimaries'] },
    'synchronous member killed': { fires: ['PostgresNotAnswering'], may: [...FOLLOWING, 'TargetDown'] },
    'synchronous member frozen': { fires: [], may: [...FOLLOWING, 'TargetDown', 'PostgresNotAnswering'] },
    'API server away': { fires: ['PostgresFailsafe', 'PostgresArchivingFailing'] },
  },
  notifications: {
    'configurations that cannot be read': { fires: ['PrometheusConfigReloadFailed', 'AlertmanagerConfigReloadFailed'] },
    'no Alertmanager answers, and a rule fails': { fires: ['PrometheusNotSending', 'PrometheusRulesFailing'] },
    'a store outside that takes nothing': { fires: ['PrometheusRemoteWriteBehind'] },
    'a store outside that refuses': { fires: ['PrometheusRemoteWriteRefused'] },
    'a receiver that refuses': { fires: ['AlertmanagerNotificationsFailing'] },
    'an Alertmanager killed': { fires: ['AlertmanagerMembersMissing', 'TargetDown'] },
  },
  edge: {
    'a service behind the gateway gone': { fires: ['RouteDown'] },
    'all workers of nginx frozen': { fires: ['RouteDown', 'EdgeNotAnswering'], may: ['TargetDown'] },
    'slow answers, many requests that do not end, a certificate for two days': {
      fires: ['RouteSlow', 'EdgeConnectionsNearMaximum', 'CertificateNearlyExpired'],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Foreseen>>>>;

/** Alerts that no suite sets off with the real parts. */
export const PROMTOOL_ALONE: readonly { readonly alerts: readonly string[]; readonly why: string }[] = [
  {
    alerts: [
      ...['MemoryNearLimit', 'MemoryAtLimit', 'ContainerOomKilled', 'ProcessOomKilled', 'ContainerRestarts', 'ContainerCrashLooping'],
      ...['ContainerWaiting', 'CpuThrottled', 'ReplicasMissing', 'ServiceWithoutReplicas', 'AutoscalerAtMaximum', 'AutoscalerBlind'],
      ...[
        'RolloutStuck',
        'NoDisruptionAllowed',
        'PodUnschedulable',
        'NodeGone',
        'NodeVanished',
        'NodePressure',
        'NodeMemoryHigh',
        'PodEvicted',
      ],
      ...['VolumeNearlyFull', 'VolumeFull', 'VolumeFilling', 'QuotaNearlyUsed', 'JobFailed', 'BackupLate', 'BackupMissing'],
      ...['ObjectMetricsMissing', 'ContainerMetricsMissing', 'NodeMetricsMissing', 'CeleryWorkerRestarting', 'CeleryBeatRestarting'],
      ...['LogShipperMissing', 'LogStoreRetentionLate', 'ServiceStoppedLogging', 'LogEventsStopped'],
    ],
    why: 'They need kube-state-metrics, a kubelet or cAdvisor, of which none runs in the tests.',
  },
  { alerts: ['CertificateExpires'], why: 'It waits for an hour, which is two minutes here. The one of the last three days was seen.' },
  { alerts: ['PostgresTwoPrimaries'], why: 'It may fire when a primary that was cut off comes back: Patroni demotes it within seconds.' },
  { alerts: ['PostgresNoSynchronousStandby'], why: 'It may fire in a failover: another replica becomes synchronous within seconds.' },
  { alerts: ['RedisAppendOnlyFileFailing', 'RedisSnapshotFailing'], why: 'No suite gives Redis a disk that fails.' },
  { alerts: ['RedisProxyConnectionsNearMaximum'], why: 'No suite opens as many connections.' },
  { alerts: ['PrometheusDataAboveLimit'], why: 'It waits until Prometheus fails to delete its data, which no suite brings about.' },
  { alerts: ['ProbesMissing'], why: 'No suite takes the blackbox exporter away.' },
  {
    alerts: [
      ...['LogStoreRed', 'LogStoreYellow', 'LogStoreMembersMissing', 'LogStoreNotAnswering', 'LogStoreHeapHigh', 'LogStoreFilling'],
      ...['LogStoreAlmostFull', 'LogStoreFilesNearMaximum', 'LogStoreRefusesWrites'],
    ],
    why: 'The exporter of the store is in no registry of Go modules, so it does not run in the tests. It was built from its source and run by hand against a real store.',
  },
  {
    alerts: [
      ...[
        'LogShipperQueueFilling',
        'LogShipperQueueFull',
        'LogShipperNotSending',
        'LogShipperRefusing',
        'LogLinesRejected',
        'LogLinesRefused',
      ],
      ...['LogLinesDropped', 'LogEventsNotSending', 'EdgeErrors', 'EdgeRouteSlow'],
    ],
    why: 'No Prometheus watches the suites of the logging. They look themselves at what the collector counts.',
  },
];
