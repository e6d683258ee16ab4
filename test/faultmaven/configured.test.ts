import { clusterPlan, clusterPlanOf, find, objectsOf } from '../support/cluster';
import { servicesOfOverride } from '../support/compose';
import { EVERY_SIZE, HEAD, planFrom } from '../support/plans';
import { problemsOf } from '../support/problems';

describe('in an override', () => {
  const agent = (text: string) =>
    servicesOfOverride(planFrom(`${HEAD}services: { agent: { memory: { limit: 1Gi }, ${text} } }\n`))['fm-agent-service'];

  it('sets what settings and variables say, as it stands', () => {
    const said = "settings: { openai: { model: gpt-4o } }, environment: { A: 'it costs $5, $$ and ${B}' }";
    expect(agent(said)?.environment).toEqual({
      ...{ LITELLM_LOCAL_MODEL_COST_MAP: 'True', OPENAI_MODEL: 'gpt-4o', A: 'it costs $$5, $$$$ and $${B}' },
    });
  });

  it('lets a service find its machine, where it is sent there', () => {
    expect(agent('settings: { local: { url: "http://host.docker.internal:11434/v1" } }')).toMatchObject({
      environment: { LOCAL_LLM_BASE_URL: 'http://host.docker.internal:11434/v1' },
      extra_hosts: ['host.docker.internal:host-gateway'],
    });
    expect(agent('settings: { local: { url: "http://gpu.lan:11434/v1" } }')).not.toHaveProperty('extra_hosts');
  });

  it('sends nobody into their own container', () => {
    expect(problemsOf(() => agent('settings: { local: { url: "http://localhost:11434/v1" } }')).join()).toContain(
      'services.agent.settings.local.url: expected an address outside of the container',
    );
  });

  it.each([
    ['local: { model: x }', 'local.url: expected the URL of your own server, because local has a model'],
    ['chatProvider: local', 'local.url: expected the URL of your own server, because chatProvider is local'],
    [
      'local: { model: x }, chatProvider: local, strictProvider: true',
      'local.url: expected the URL of your own server, because chatProvider is local',
    ],
    ['local: { url: "http://169.254.169.254/v1" }', 'local.url: expected the address of a server'],
    ['strictProvider: true', 'strictProvider: expected chatProvider beside it'],
  ])('says what cannot be: %s', (settings, said) => {
    const [problem = '', ...more] = problemsOf(() => agent(`settings: { ${settings} }`));
    expect(problem).toContain(`services.agent.settings.${said}`);
    expect(more).toEqual([]);
  });

  it.each(['strictProvider: false', 'chatProvider: openai, strictProvider: true', 'openai: { model: gpt-4o }'])('takes %s', (settings) => {
    expect(() => agent(`settings: { ${settings} }`)).not.toThrow();
  });

  it.each([
    ['knowledge', 'HF_HOME'],
    ['evidence', 'STORAGE_LOCAL_PATH'],
  ])('leaves it to persist where %s keeps its data', (kind, name) => {
    expect(problemsOf(() => planFrom(EVERY_SIZE, [`services.${kind}.environment.${name}=/x`])).join()).toContain(
      `services.${kind}.environment.${name}: expected another variable`,
    );
  });

  it.each([
    [
      'knowledge',
      'chroma_persist_dir',
      'expected another variable: the program sets CHROMA_PERSIST_DIR itself, and to the code both are one',
    ],
    ['session', 'Session_ttl_Seconds', 'expected none: settings.ttl says it'],
  ])('takes names that differ in their case alone for one, as the code of %s does: %s', (kind, name, said) => {
    expect(problemsOf(() => planFrom(EVERY_SIZE, [`services.${kind}.environment.${name}=x`])).join()).toContain(
      `services.${kind}.environment.${name}: ${said}`,
    );
  });
});

describe('in a cluster', () => {
  const LOCAL = 'services: { agent: { providers: [local], settings: { local: { model: "llama3.1:8b", ';
  const agentOf = (text: string) => {
    const objects = objectsOf(clusterPlanOf(text));
    const [container] = find(objects, 'Deployment', 'fm-agent-service').spec.template.spec.containers;
    const { egress } = find(objects, 'NetworkPolicy', 'fm-agent-service').spec;
    return { env: container.env, egress };
  };

  it('sets what settings and variables say, as it stands, in every container of the image', () => {
    const text = "services: { evidence: { settings: { fileTypes: [.log, .txt] }, environment: { A: 'it costs $5, $$ and $(HOME)' } } }\n";
    const objects = objectsOf(clusterPlanOf(text));
    const pod = find(objects, 'Deployment', 'fm-evidence-service').spec.template.spec;
    const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('fm-evidence-service-migrate'));
    for (const { env } of [...pod.initContainers, ...pod.containers, ...job.spec.template.spec.containers])
      expect(env).toEqual(
        expect.arrayContaining([
          { name: 'ALLOWED_FILE_TYPES', value: '.log,.txt' },
          { name: 'A', value: 'it costs $$5, $$$$ and $$(HOME)' },
        ]),
      );
  });

  it.each([
    ['agent', 'FM_CASE_SERVICE_URL'],
    ['evidence', 'DATABASE_URL'],
    ['evidence', 'PGUSER'],
    ['evidence', 'STORAGE_PROVIDER'],
    ['knowledge', 'HF_HOME'],
    ['redis', 'REDIS_MEMBERS'],
    ['chromadb', 'PERSIST_DIRECTORY'],
    ['job-worker', 'REDIS_HOST'],
  ])('lets nobody set what it sets of %s itself: %s', (kind, name) => {
    expect(problemsOf(() => clusterPlan('cluster', [`services.${kind}.environment.${name}=x`]))).toEqual([
      `--set: services.${kind}.environment.${name}: expected another variable: the program sets this one itself`,
    ]);
  });

  it.each([
    ['evidence', 'max_file_size_mb', 'expected none: settings.maxFileSize says it'],
    ['session', 'redis_host', 'expected another variable: the program sets REDIS_HOST itself, and to the code both are one'],
    ['api-gateway', 'rate_limit_enabled', 'expected another variable: the program sets RATE_LIMIT_ENABLED itself'],
    ['evidence', 'Database_Url', 'expected another variable: the program sets DATABASE_URL itself'],
  ])('lets nobody set it by a name of another case either, which the code reads as the same: %s, %s', (kind, name, said) => {
    const [problem = '', ...more] = problemsOf(() => clusterPlan('cluster', [`services.${kind}.environment.${name}=x`]));
    expect(problem).toContain(`--set: services.${kind}.environment.${name}: ${said}`);
    expect(more).toEqual([]);
  });

  it.each([
    [
      'a Service',
      'url: "http://ollama.models.svc.cluster.local:11434/v1/"',
      [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'models' } } }],
    ],
    ['a private address', 'url: "http://10.1.2.3:11434/v1/"', [{ ipBlock: { cidr: '10.1.2.3/32' } }]],
    [
      'a name of its own network',
      'url: "http://gpu.corp.internal:11434/v1/", networks: [10.0.0.0/8]',
      [{ ipBlock: { cidr: '10.0.0.0/8' } }],
    ],
  ])('reaches a model at %s', (_, where, to) => {
    const { env, egress } = agentOf(`${LOCAL}${where} } } } }\n`);
    const [url = ''] = /http[^"]*/.exec(where) ?? [];
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'LOCAL_LLM_API_KEY', valueFrom: { secretKeyRef: { name: 'fm-agent-service-llm', key: 'local' } } },
        { name: 'LOCAL_LLM_MODEL', value: 'llama3.1:8b' },
        { name: 'LOCAL_LLM_BASE_URL', value: url.replace(/\/$/, '') },
      ]),
    );
    expect(egress).toContainEqual(expect.objectContaining({ to }));
  });

  it.each([
    [
      'services: { agent: { providers: [local] } }\n',
      'services.agent.settings.local.url: expected the URL of your own server, because services.agent.providers names local',
    ],
    [`${LOCAL}url: "http://localhost:11434" } } } }\n`, 'services.agent.settings.local.url: expected the address of a server'],
    [
      `${LOCAL}url: "http://ollama.models:11434" } } } }\n`,
      'settings.local.url: expected a full name such as http://ollama.models.svc.cluster',
    ],
    [`${LOCAL}url: "http://169.254.169.254/v1" } } } }\n`, 'settings.local.url: expected the address of a server: at link-local'],
    [
      `namespace: x\n${LOCAL}url: "http://ollama.x.svc.cluster.local" } } } }\n`,
      "local.url: expected another namespace than the deployment's own",
    ],
    [`clusterDomain: k8s\n${LOCAL}url: "http://ollama.x.svc.cluster.local" } } } }\n`, 'http://SERVICE.NAMESPACE.svc.k8s'],
    ['services: { agent: { settings: { strictProvider: true } } }\n', 'settings.strictProvider: expected chatProvider beside it'],
    [`${LOCAL}url: "http://ollama:11434" } } } }\n`, 'services.agent.settings.local.networks: expected the networks of ollama'],
    [
      'services: { agent: { settings: { groq: { model: x } } } }\n',
      'services.agent.settings.groq: expected groq among services.agent.providers',
    ],
    [
      'services: { agent: { settings: { chatProvider: groq } } }\n',
      'services.agent.settings.chatProvider: expected groq among services.agent.providers',
    ],
    ['services: { agent: { settings: { openai: { networks: [10.0.0.0/8] } } } }\n', 'networks: expected none without a url'],
  ])('says what cannot be: %s', (text, expected) => {
    expect(problemsOf(() => clusterPlanOf(text)).join('\n')).toContain(expected);
  });

  it('points at what asks for a URL, in the profile of the user', () => {
    expect(problemsOf(() => clusterPlanOf('services: { agent: { providers: [anthropic, local] } }\n')).join()).toMatch(
      /^x\.yaml:3:33: services\.agent\.settings\.local\.url: expected the URL of your own server/,
    );
  });

  it('lets larger files through its edge', () => {
    const nginx = (text: string): string =>
      objectsOf(clusterPlanOf(text)).find(({ kind, data }) => kind === 'ConfigMap' && 'nginx.conf' in data).data['nginx.conf'];
    expect(nginx('')).toContain('client_max_body_size 53m;');
    expect(nginx('services: { evidence: { settings: { maxFileSize: 120Mi } } }\n')).toContain('client_max_body_size 123m;');
  });
});
