import { shopPlanOf } from '../../../support/cluster';
import { problemsOf } from '../../../support/problems';

/** What is said of it, from the path on. */
const problems = (text: string): readonly string[] =>
  problemsOf(() => shopPlanOf(`${text}\n`)).map((line) => line.replace(/^x\.yaml:\d+:\d+: /, ''));

const to = (said: string): string => `platform: { logging: existing, owner: true }\nlogging: { to: { ${said} } }`;
const OTLP = 'protocol: otlp, url: "https://logs.example.com/v1/logs"';

describe('where lines go', () => {
  it.each(['opensearch', 'elasticsearch', 'existing'])('needs whoever owns the cluster: %s', (which) => {
    const store = which === 'existing' ? `logging: { to: { ${OTLP} } }` : '';
    const expected = `platform.owner: expected true beside platform.logging: ${which}: a pod on each node reads what containers write there, and the owner of the cluster alone may have such pods, got false`;
    expect(problems(`platform: { logging: ${which} }\n${store}`)).toEqual([expected]);
    expect(problems(`platform: { logging: ${which}, owner: false }\n${store}`)).toEqual([expected]);
    expect(shopPlanOf(`platform: { logging: ${which}, owner: true }\n${store}`).profile.platform.logging).toBe(which);
  });

  it.each(['', 'platform: { monitoring: full, owner: true }', 'platform: { logging: none }'])('is nowhere by itself: %j', (text) => {
    expect(shopPlanOf(text).profile.platform.logging).toBe('none');
  });

  it('says its settings where a profile says none', () => {
    const { retentionDays, perDay } = shopPlanOf('').profile.logging;
    expect([retentionDays, String(perDay)]).toEqual([7, '2Gi']);
  });

  it('goes with the profile that another one extends', () => {
    const beside = { 'base.yaml': `extends: cluster\n${to(OTLP)}\n` };
    const { profile } = shopPlanOf('version: "1.30"', { extending: './base.yaml', beside });
    expect(profile.logging.to?.protocol).toBe('otlp');
  });

  it.each([
    ['platform: { logging: loki }', 'platform.logging: expected one of opensearch, elasticsearch, existing, none, got "loki"'],
    ['logging: []', 'logging: expected a map of retentionDays, perDay, to, got a list'],
    [
      'platform: { logging: opensearch, owner: true }\nlogging: { retentionDays: 0 }',
      'logging.retentionDays: expected a whole number from 1 to 3650, got 0',
    ],
    [
      'platform: { logging: opensearch, owner: true }\nlogging: { perDay: much }',
      'logging.perDay: expected memory such as 512Mi or 1.5Gi, got "much"',
    ],
    ['logging: { prDay: 2Gi }', 'logging.prDay: unknown key, did you mean perDay?'],
  ])('is refused where it is %j', (text, message) => {
    expect(problems(text)).toEqual([message]);
  });
});

describe('a store that is there', () => {
  it('has to be named', () => {
    expect(problems('platform: { logging: existing, owner: true }')).toEqual([
      'logging.to: expected the store that takes lines, got nothing',
    ]);
  });

  it.each(['opensearch', 'elasticsearch', 'otlp'])('speaks %s, asks for a password and is known everywhere', (protocol) => {
    expect(shopPlanOf(to(`protocol: ${protocol}, url: "https://logs.example.com"`)).profile.logging.to).toEqual({
      protocol,
      url: 'https://logs.example.com',
      credentials: 'basic',
      ownAuthority: false,
    });
  });

  it.each([
    'protocol: otlp, url: "http://collector.observability.svc.cluster.local:4318/v1/logs", credentials: none',
    'protocol: opensearch, url: "https://10.1.2.3:9200", ownAuthority: true',
    'protocol: opensearch, url: "http://logs.corp:9200", networks: [10.1.2.0/24]',
    'protocol: elasticsearch, url: "https://logs.example.com", credentials: bearer',
  ])('may be %s', (said) => {
    expect(shopPlanOf(to(said)).profile.logging.to).toBeDefined();
  });

  it.each([
    ['protocol: syslog, url: "https://a.example.com"', 'protocol: expected one of otlp, opensearch, elasticsearch, got "syslog"'],
    ['url: "https://a.example.com"', 'protocol: expected one of otlp, opensearch, elasticsearch, got nothing'],
    ['protocol: otlp', 'url: expected a URL such as https://logs.example.com:9200, got nothing'],
    ['protocol: otlp, url: "https://user:secret@a.example.com"', 'url: expected a URL such as https://logs.example.com:9200, got'],
    [
      'protocol: otlp, url: "https://logs.example.com:4318/a$b"',
      'url: expected a URL such as https://logs.example.com:9200, got "https://logs.example.com:4318/a$b" (a path has no "$": write %24)',
    ],
    ['protocol: otlp, url: "https://localhost:4318"', 'url: expected the address of the store: there each pod finds only itself'],
    ['protocol: otlp, url: "http://logs.example.com"', 'url: expected https, because on the internet others could read'],
    [
      'protocol: otlp, url: "http://logs.shop.svc.cluster.local"',
      "url: expected another namespace than the deployment's own, whose pods nobody else reaches, got shop",
    ],
    ['protocol: otlp, url: "https://logs.corp"', 'networks: expected the networks of logs.corp'],
    [
      'protocol: otlp, url: "https://10.1.2.3", networks: [10.2.0.0/16]',
      'networks: expected networks that hold the address of its url, 10.1.2.3',
    ],
    ['protocol: otlp, url: "https://a.example.com", networks: [0.0.0.0/0]', 'it is every address'],
    ['protocol: otlp, url: "https://a.example.com", credentials: cookie', 'credentials: expected one of basic, bearer, none, got "cookie"'],
    ['protocol: otlp, url: "https://a.example.com", ownAuthority: 1', 'ownAuthority: expected true or false, got 1'],
    [
      'protocol: otlp, url: "http://logs.corp", networks: [10.0.0.0/24], ownAuthority: true',
      'ownAuthority: expected false: the store at its url shows no certificate, got true',
    ],
    ['protocol: otlp, url: "https://a.example.com", user: me', 'user: unknown key'],
  ])('is not %s', (said, message) => {
    expect(problems(to(said))).toEqual([expect.stringContaining(message)]);
    expect(problems(to(said))[0]).toMatch(/^logging\.to\./);
  });
});
