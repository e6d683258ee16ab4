import { persistence } from '../../../../lib/targets/compose/rules/persistence';
import { found } from '../../../support/findings';
import { EVERY_SIZE, planFrom, sizes } from '../../../support/plans';

it('warns of everything that a recreated container destroys', () => {
  const plan = planFrom(`${EVERY_SIZE}switches: { persist: false }\n`);
  expect(found(persistence, plan)).toEqual(
    ['chromadb', 'knowledge', 'evidence'].map((kind) => `warning data-inside-container ${kind} x.yaml:16:22`),
  );
  const messages = persistence(plan).map(({ message }) => message);
  expect(messages[1]).toContain('vectors in /app/data/chroma and the model cache in /root/.cache/huggingface');
  expect(messages[2]).toContain('uploads in /app/data/uploads');
  for (const message of messages) expect(message).toContain('switches.persist');
});

it('finds nothing to say when the data is kept outside', () => {
  expect(persistence(planFrom(`${EVERY_SIZE}switches: { persist: true }\n`))).toEqual([]);
});

it('finds nothing to say about services that keep nothing', () => {
  expect(persistence(planFrom(sizes('  redis: { memory: { limit: 512Mi } }')))).toEqual([]);
});
