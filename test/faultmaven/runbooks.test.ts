import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFor } from '../../lib/platform/monitoring/rules/groups';
import { allSecretsOf } from '../../lib/targets/kubernetes/plan/secrets';
import { monitoredIn } from '../../lib/targets/kubernetes/render/monitored';
import { EVERY_SOURCE } from '../platform/alerts/sources';
import { ROOT } from '../support/cli';
import { clusterPlanOf, objectsOf, ofKind } from '../support/cluster';
import { blocksOf, sectionOf } from '../support/markdown';

const PLAN = clusterPlanOf('nodes: [{ name: all, count: 6 }]\n');
const { groups } = rulesFor(monitoredIn(PLAN), EVERY_SOURCE);
const FILES = readdirSync(join(ROOT, 'docs/runbooks')).map((file) => `docs/runbooks/${file}`);

/** The lines that somebody types, whether a test types them or not. */
const typedIn = (document: string, heading?: string): readonly string[] => {
  const { from, to } = sectionOf(document, heading);
  return blocksOf(document)
    .filter(({ at, language, marks }) => {
      const line = Number(at.split(':')[1]);
      return line > from && line <= to && (language === 'sh' || marks.includes('example'));
    })
    .flatMap(({ text }) => text.split('\n'));
};

/** Where an alert leads to: what is typed below its heading, or, where nothing is, what its file begins with. */
const followed = (runbook: string): readonly string[] => {
  const [file, heading] = runbook.split('#');
  const document = join('docs/runbooks', file as string);
  const below = typedIn(document, heading);
  return below.length > 0 ? below : typedIn(document);
};

const COMMAND = /\bkubectl\b|\bopenssl\b|\bnpm run\b/;
/** What changes something. */
const CHANGES =
  /kubectl (--namespace \S+ )?(delete|scale|patch|apply|taint|rollout restart|create|drain)|patronictl \S+ \S+ (failover|switchover|reinit|restart|resume|pause)/;

it.each(FILES)('%s deletes nothing that may be running and that it does not name', (document) => {
  const blind = typedIn(document).filter(
    (line) =>
      /kubectl.* delete (?!hpa\b).*(--field-selector|--all\b)/.test(line) &&
      !/--field-selector status\.phase=(Failed|Succeeded)\b/.test(line),
  );
  expect(blind).toEqual([]);
});

const ALERTS = groups.flatMap(({ rules }) => rules.alerts);

it.each([...new Set(ALERTS.map(({ runbook }) => runbook))])('%s begins with a command that looks and changes nothing', (runbook) => {
  const first = followed(runbook).filter((line) => COMMAND.test(line) && !line.includes('set-context'))[0];
  expect(first).toBeDefined();
  expect(first).not.toMatch(CHANGES);
});

/** Alerts about any service, in whatever namespace it runs. */
const ANYWHERE = (groups.find(({ name }) => name === 'services')?.rules.alerts ?? []).filter(
  ({ expr, name }) => /by \(namespace|ratio\{namespace|namespace=~/.test(expr) && !/^(Node|.*MetricsMissing)/.test(name),
);

// Those of the platform itself name its namespaces.
it.each([...new Set(ANYWHERE.map(({ runbook }) => runbook))].filter((runbook) => !/^(monitoring|log-)/.test(runbook)))(
  '%s looks into the namespace that the alert names',
  (runbook) => {
    const lines = followed(runbook).filter((line) => line.includes('kubectl'));
    const chosen = lines.findIndex((line) => /set-context .*the label namespace/.test(line));
    const before = chosen < 0 ? lines : lines.slice(0, chosen);
    expect(before.filter((line) => !/--namespace |--all-namespaces| nodes?\b/.test(line))).toEqual([]);
  },
);

it('restarts exactly the readers of the password of Redis, in rotate-password.md', () => {
  const readers = allSecretsOf(PLAN).flatMap(({ name, keys }) => (name === 'redis' ? keys.flatMap(({ consumers }) => consumers) : []));
  const tasks = ofKind(objectsOf(PLAN), 'CronJob').map(({ metadata }) => metadata.name);
  const restarted = typedIn('docs/runbooks/rotate-password.md', 'redis').flatMap((line) => {
    const [, names = ''] = /kubectl (?:delete pod|scale deployment|rollout restart deployment) ((?:(?!--|#|&)\S+\s*)+)/.exec(line) ?? [];
    return names
      .trim()
      .split(/\s+/)
      .map((name) => name.replace(/^redis-\d$/, 'redis'));
  });
  expect([...new Set(restarted)].filter((name) => name !== '').sort()).toEqual(readers.filter((name) => !tasks.includes(name)).sort());
});
