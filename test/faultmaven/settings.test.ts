import { clusterPlanOf } from '../support/cluster';
import { HEAD, planFrom } from '../support/plans';
import { problemsOf } from '../support/problems';

const on = {
  laptop: (agent: string) => problemsOf(() => planFrom(`${HEAD}services: { agent: { memory: { limit: 1Gi }, ${agent} } }\n`)),
  cluster: (agent: string) => problemsOf(() => clusterPlanOf(`services: { agent: { ${agent} } }\n`)),
};

describe.each(['laptop', 'cluster'] as const)('settings of the agent on a %s', (target) => {
  it.each([
    ['settings: { logLevel: debug }', 'settings.logLevel: expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL, got "debug"'],
    ['settings: { strictProvider: "yes" }', 'settings.strictProvider: expected true or false, got "yes"'],
    ['settings: { openai: { model: 4 } }', 'settings.openai.model: expected the name of a model such as gpt-4o or llama3.1:8b, got 4'],
    ['settings: { openai: { url: "https://me:secret@api.example.com" } }', 'without a name and a password'],
    ['settings: { openai: { url: "ftp://x" } }', 'settings.openai.url: expected a URL'],
    ['settings: { openai: { modle: x } }', 'settings.openai.modle: unknown key, did you mean model?'],
    ['settings: { opnai: {} }', 'settings.opnai: unknown key, did you mean openai?'],
    ['settings: {}, environment: { LOG_LEVEL: DEBUG }', 'environment.LOG_LEVEL: expected none: settings.logLevel says it'],
    ['environment: { LOCAL_LLM_BASE_URL: "http://x" }', 'environment.LOCAL_LLM_BASE_URL: expected none: settings.local.url says it'],
    ['environment: { LITELLM_LOCAL_MODEL_COST_MAP: x }', 'expected another variable: the program sets this one itself'],
  ])('refuse %s', (text, expected) => expect(on[target](text).join('\n')).toContain(expected));
});

it('says of what only a cluster has that a laptop has it not', () => {
  expect(on.laptop('settings: { local: { networks: [10.0.0.0/8] } }').join()).toContain('belongs to a cluster profile');
});
