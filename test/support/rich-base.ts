/** A base file with every key that a comparison looks at, each with a value that agrees. */
export const RICH_BASE = {
  name: 'faultmaven',
  services: {
    redis: {
      image: 'redis:7-alpine',
      container_name: 'faultmaven-redis',
      command: 'redis-server',
      ports: ['127.0.0.1:6379:6379'],
      volumes: ['redis-data:/data'],
      mem_limit: '1g',
      memswap_limit: '1g',
      mem_reservation: '128m',
      mem_swappiness: 10,
      cpus: 0.5,
      restart: 'always',
      scale: 1,
      init: false,
      pids_limit: 100,
      privileged: false,
      oom_kill_disable: false,
      cap_add: ['SETUID'],
      cap_drop: ['NET_RAW'],
      security_opt: ['label:disable'],
      logging: { driver: 'json-file', options: { 'max-size': '1m' } },
      healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '30s', disable: false },
    },
    chromadb: {
      image: 'chromadb/chroma:latest',
      ports: [{ target: 8000, published: '8007', host_ip: '127.0.0.1', protocol: 'tcp' }],
      volumes: [{ type: 'volume', source: 'chromadb-data', target: '/data' }],
      tmpfs: ['/tmp'],
      deploy: {
        replicas: 1,
        resources: { limits: { memory: '1024m', cpus: '0.5', pids: 512 }, reservations: { memory: '512m' } },
        restart_policy: { condition: 'unless-stopped' },
      },
      profiles: [],
    },
    'fm-evidence-service': {
      image: 'ghcr.io/faultmaven/fm-evidence-service:${TAG:-latest}',
      environment: ['STORAGE_LOCAL_PATH=/data/uploads', 'A=b'],
      volumes: ['./data:/data'],
      ports: ['127.0.0.1:8005:8000'],
      depends_on: ['redis'],
    },
    'fm-knowledge-service': {
      image: 'ghcr.io/faultmaven/fm-knowledge-service:latest',
      environment: { CHROMA_PERSIST_DIR: '/data/chroma', HF_HOME: '/data/hf', B: '${B}' },
      volumes: ['./data:/data'],
      ports: ['127.0.0.1:8004:8000'],
    },
    extra: { image: 'busybox', mem_limit: '8m', network_mode: 'none' },
  },
  volumes: { 'redis-data': null, 'chromadb-data': {} },
};

/** What of it a profile sizes. */
export const RICH_KINDS: readonly string[] = ['redis', 'chromadb', 'evidence', 'knowledge'];
