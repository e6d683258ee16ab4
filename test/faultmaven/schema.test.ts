import { clusterPlanOf } from '../support/cluster';
import { problemsOf } from '../support/problems';

it.each([
  ['knowledge: { model: { volume: A_B } }', 'services.knowledge.model.volume: expected a name of lower case letters', 'got "A_B"'],
  ['knowledge: { model: { image: /tmp/models } }', 'services.knowledge.model.image: expected a folder of the image', ''],
  ['knowledge: { model: { image: /a/../b } }', 'services.knowledge.model.image: expected a folder of the image', ''],
  ['knowledge: { model: { volum: a } }', 'services.knowledge.model.volum: unknown key, did you mean volume?', ''],
  ['agent: { providers: [opnai] }', 'services.agent.providers.0: expected one of openai, anthropic', 'got "opnai"'],
  ['agent: { providers: [] }', 'services.agent.providers: expected a list of 1 to 8 providers, got an empty list', ''],
])('rejects %s', (text, expected, found) => {
  const [line = '', ...others] = problemsOf(() => clusterPlanOf(`services: { ${text} }\n`));
  expect(line).toMatch(/^x\.yaml:3:\d+: /);
  expect(line).toContain(expected);
  expect(line).toContain(found);
  expect(others).toEqual([]);
});

it('takes the name of a claim at the edge of what Kubernetes takes', () => {
  expect(() => clusterPlanOf('services: { knowledge: { model: { volume: models.v1 } } }\n')).not.toThrow();
});

it.each(['data-redis-0', 'data-postgres-2', 'data-chromadb-7', 'fm-case-service', 'fm-knowledge-service'])(
  'refuses the claim %s, the disk of a service, for the model',
  (name) => {
    expect(problemsOf(() => clusterPlanOf(`services: { knowledge: { model: { volume: ${name} } } }\n`))).toEqual([
      expect.stringMatching(new RegExp(`: services\\.knowledge\\.model\\.volume: expected a claim of your own: ${name} is the disk of `)),
    ]);
  },
);

it.each(['data-redis', 'data-redis-x', 'redis', 'data-fm-case-service-0'])('takes the claim %s', (name) => {
  expect(() => clusterPlanOf(`services: { knowledge: { model: { volume: ${name} } } }\n`)).not.toThrow();
});
