import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFor } from '../../lib/platform/monitoring/rules/groups';
import { allSecretsOf } from '../../lib/targets/kubernetes/plan/secrets';
import { monitoredIn } from '../../lib/targets/kubernetes/render/monitored';
import { EVERY_SOURCE } from '../platform/alerts/sources';
import { ROOT } from '../support/cli';
import { clusterPlanOf, objectsOf, ofKind } from '../support/cluster';
import { blocksOf, proseOf, sectionOf } from '../support/markdown';
import { DOCUMENTS } from '../support/reader';

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

const COMMAND = /\bkubectl\b|\bopenssl\b|\bcurl\b|\bnpm run\b/;
/** What changes something. */
const CHANGES =
  /kubectl (--namespace \S+ )?(delete|scale|patch|apply|taint|rollout restart|create|drain)|patronictl \S+ \S+ (failover|switchover|reinit|restart|resume|pause)|curl .*--request/;

it.each(FILES)('%s deletes nothing that may be running and that it does not name', (document) => {
  const blind = typedIn(document).filter(
    (line) =>
      /kubectl.* delete (?!hpa\b).*(--field-selector|--selector|--all\b)/.test(line) &&
      // What these do can be done again, and they run for seconds.
      !/--selector app\.kubernetes\.io\/component=(bootstrap|monitor|setup)\b/.test(line) &&
      !/--field-selector status\.phase=(Failed|Succeeded)\b/.test(line),
  );
  expect(blind).toEqual([]);
});

it('looks in one block and destroys in the next, so that whoever pastes a block has read what he saw', () => {
  const destroying = DOCUMENTS.flatMap(blocksOf).filter(({ text }) =>
    /(kubectl \S*.*\bget (?!.*--output)|patronictl .* list\b)[\s\S]*(patronictl .* (reinit|failover) .*--force|\bdelete pvc\b)/.test(text),
  );
  expect(destroying.map(({ at }) => at)).toEqual([]);
});

it('lets no line stand behind one that does not return', () => {
  const stuck = DOCUMENTS.flatMap(blocksOf).filter(({ text }) => /port-forward.*\n+(?!#)\S/.test(text));
  expect(stuck.map(({ at }) => at)).toEqual([]);
});

/** Members of services that have several. */
const MEMBERS = ofKind(objectsOf(PLAN), 'StatefulSet').flatMap(({ metadata, spec }) =>
  Array.from({ length: spec.replicas > 1 ? spec.replicas : 0 }, (_, ordinal) => `${metadata.name}-${ordinal}`),
);
/** The first one is what a restore begins with, and Chroma has its data on none of the others. */
const CHOSEN = ['data-redis-0', 'data-chromadb-0', 'chromadb-0'];

it.each(FILES)('%s harms no member of which only an example stands there: whoever follows it says which', (document) => {
  const harmed = typedIn(document).flatMap((line) => {
    const words = / delete (?:pod|pvc) (.*)/.exec(line)?.[1] ?? / (?:reinit \S+|--candidate) (\S+)/.exec(line)?.[1] ?? '';
    const named = words.split(/\s+/).filter((word) => MEMBERS.includes(word.replace(/^data-/, '')) && !CHOSEN.includes(word));
    return named.length === 1 ? [line] : [];
  });
  expect(harmed).toEqual([]);
});

it.each(FILES)('%s says in which namespace before it changes all of one', (document) => {
  const lines = typedIn(document);
  const all = lines.findIndex((line) => / --all\b/.test(line) && CHANGES.test(line));
  expect(all < 0 || lines.slice(0, all).some((line) => line.includes('set-context --current --namespace faultmaven'))).toBe(true);
});

it.each(DOCUMENTS)('%s makes Jobs of a name that is new each time: the one of an earlier try is still there', (document) => {
  const blocks = blocksOf(document).map(({ text }) => text);
  const made = blocks.flatMap((text) =>
    [...text.matchAll(/ create job --from=\S+ (\S+)/g)].map(([, name = '']) =>
      name.replace(/^"\$(\w+)"$/, (_, variable: string) => new RegExp(`^${variable}=(.*)$`, 'm').exec(text)?.[1] ?? ''),
    ),
  );
  expect(made.filter((name) => !name.includes('-$(date +%s)'))).toEqual([]);
});

it.each(FILES)('%s gives each question to the store of the logs as a command', (document) => {
  expect(proseOf(document).filter((line) => /`(GET|POST|PUT|DELETE) \S/.test(line))).toEqual([]);
});

describe('what reads the logs of several pods', () => {
  interface Pods {
    readonly labels: Readonly<Record<string, string>>;
    readonly containers: readonly string[];
  }
  const PODS: readonly Pods[] = objectsOf(PLAN).flatMap(({ spec }) => {
    const template = (spec?.jobTemplate?.spec ?? spec)?.template;
    if (template?.spec?.containers === undefined) return [];
    const { containers, initContainers = [] } = template.spec;
    return [{ labels: template.metadata.labels, containers: [...initContainers, ...containers].map(({ name }) => name) }];
  });
  const COMPONENT = 'app.kubernetes.io/component';
  const reading = FILES.flatMap((document) => {
    const lines = typedIn(document);
    const given = new Map(lines.flatMap((line) => [...line.matchAll(/\b([A-Z]+)=(\S+)/g)].map(([, name, value]) => [name, value])));
    return lines
      .filter((line) => / logs .*--selector/.test(line))
      .map((line) => [document, line.replaceAll(/\$([A-Z]+)/g, (all, name) => given.get(name) ?? all)] as const);
  });

  it.each(reading)('goes on behind a pod that gives none, in %s: %s', (_, line) => {
    expect(line).toContain(' --ignore-errors');
  });

  it.each(reading.filter(([, line]) => !line.includes('batch.kubernetes.io')))('asks pods of one kind, in %s: %s', (_, line) => {
    const selector = /--selector "?([^" ]+)/.exec(line)?.[1] ?? '';
    const wanted = selector.split(',').map((pair) => pair.split('='));
    const asked = PODS.filter(({ labels }) => wanted.every(([label = '', value]) => labels[label] === value));
    expect(new Set(asked.map(({ labels }) => labels[COMPONENT])).size).toBe(1);
    const [, container] = /--container (\S+)/.exec(line) ?? [];
    if (container !== undefined) expect(asked.filter(({ containers }) => !containers.includes(container))).toEqual([]);
  });
});

describe('a restore deletes the last disks only when what takes their place has proved good', () => {
  it.each([
    ['postgres-restore.md', 'ready to accept connections', 'kubectl delete pvc'],
    ['postgres-restore.md', 'ready to accept connections', 'kubectl delete configmap'],
    ['redis-restore.md', 'redis-check-rdb', 'kubectl delete pvc'],
    ['redis-restore.md', 'mv /data/restore.part', 'kubectl delete pvc data-redis-1 data-redis-2'],
  ])('%s: "%s" stands before "%s"', (file, proof, deletion) => {
    const text = readFileSync(join(ROOT, 'docs/runbooks', file), 'utf8');
    expect(text).toContain(proof);
    expect(text.indexOf(deletion)).toBeGreaterThan(text.indexOf(proof));
  });
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
