import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POSTGRES_BOARD } from '../../../lib/data/postgres/board';
import { faultmaven } from '../../../lib/faultmaven/application';
import { runbookUrl } from '../../../lib/generator';
import type { MetricsSource } from '../../../lib/model/alert';
import { panelOf } from '../../../lib/model/board';
import { NODES, OVERVIEW, SERVICE } from '../../../lib/platform/monitoring/dashboards/boards';
import { dashboardFiles, dashboardsFor } from '../../../lib/platform/monitoring/dashboards/dashboards';
import { pathTo } from '../../../lib/platform/monitoring/dashboards/link';
import { rulesFor } from '../../../lib/platform/monitoring/rules/groups';
import { DRAWINGS, dashboardTexts } from '../../../scripts/dashboards/all';
import { needsOf } from '../../../scripts/dashboards/needs';
import { complaintsAboutExpression, knownWith, read } from '../../platform/alerts/checks';
import { OWN_SAMPLES } from '../../platform/alerts/faultmaven';
import { SAMPLES } from '../../platform/alerts/services';
import { EVERY_SOURCE } from '../../platform/alerts/sources';
import { ROOT } from '../../support/cli';
import { anchorsOf } from '../../support/markdown';

interface Target {
  readonly expr: string;
  readonly refId: string;
  readonly legendFormat?: string;
  readonly format?: string;
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly targets: readonly Target[];
  readonly links: readonly { readonly url: string }[];
  readonly fieldConfig: {
    readonly defaults: { readonly unit?: string };
    readonly overrides: readonly {
      readonly matcher: { readonly options: string };
      readonly properties: readonly { readonly id: string }[];
    }[];
  };
  readonly transformations?: readonly {
    readonly id: string;
    readonly options: { readonly renameByName?: Readonly<Record<string, string>> };
  }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource: { readonly uid: string };
}
interface File {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string; readonly query: string | { readonly query: string } }[];
  };
}

const TEXTS = [...dashboardTexts()];
const FILES = TEXTS.map(([path, text]) => ({ path, file: JSON.parse(text) as File }));
const PANELS = FILES.flatMap(({ path, file }) => file.panels.map((panel) => ({ name: `${path}: ${panel.title}`, panel, file })));

const { groups } = rulesFor([...SAMPLES, ...OWN_SAMPLES], EVERY_SOURCE);
const KNOWN = knownWith(groups);
const ALERTS = groups.flatMap(({ rules }) => rules.alerts);

/** As Prometheus would get it. */
const asked = (expr: string): string => expr.replaceAll('$__rate_interval', '2m');

describe('the files of dashboards', () => {
  it.each(TEXTS)('%s is what npm run update writes', (path, text) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
  });

  it('are the same each time', () => {
    expect([...dashboardTexts()]).toEqual(TEXTS);
  });

  it('have each a uid and a title of their own', () => {
    for (const key of ['uid', 'title'] as const) expect(new Set(FILES.map(({ file }) => file[key])).size).toBe(FILES.length);
  });

  it('name no service where they are for any', () => {
    const names = faultmaven.services.filter(({ compartment }) => compartment === undefined).flatMap(({ name, kind }) => [name, kind]);
    const general = TEXTS.filter(([path]) => path.startsWith('lib/platform/'));
    const found = general.flatMap(([path, text]) =>
      (text.match(/"[^"\\]*"/g) ?? []).filter((word) => names.includes(word.slice(1, -1) as never)).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('are loaded by nothing that starts, only where they are written', () => {
    const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const texts = sources.map((path) => readFileSync(join(ROOT, 'lib', path), 'utf8'));
    expect(texts.filter((text) => /^import .*board\.json/m.test(text))).toEqual([]);
    const loads = texts.flatMap((text) => [...text.matchAll(/.*require\(.*/g)].map(([line]) => line));
    expect(loads).toHaveLength(TEXTS.length);
    for (const line of loads) expect(line).toMatch(/json: \(\) => require\('\.\/\w+\.board\.json'\)/);
  });
});

describe.each(PANELS)('$name', ({ panel, file }) => {
  it('says what it shows, in which unit', () => {
    expect(panel.description).toMatch(/^[A-Z].*[.]$/s);
    expect(panel.fieldConfig.defaults.unit).toMatch(/./);
    expect(panel.datasource.uid).toBe('${datasource}');
  });

  it('asks for what exporters and rules show', () => {
    expect(panel.targets.length).toBeGreaterThan(0);
    expect(panel.targets.flatMap(({ expr }) => complaintsAboutExpression(asked(expr), KNOWN))).toEqual([]);
  });

  it('selects by what is chosen, and by no other choice', () => {
    const chosen = file.templating.list.map(({ name }) => name);
    const used = panel.targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name));
    expect(used.filter((name) => !['__rate_interval', '1', ...chosen].includes(name))).toEqual([]);
  });

  it('names its lines by labels that they have', () => {
    const wrong = panel.targets.flatMap(({ expr, legendFormat = '' }) => {
      const { metrics, grouped } = read(asked(expr));
      const has = new Set([...grouped, ...metrics.flatMap(({ name }) => [...(KNOWN.get(name) ?? [])])]);
      return [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)]
        .filter(([, label = '']) => !has.has(label))
        .map(([label]) => `${label} of ${expr}`);
    });
    expect(wrong).toEqual([]);
  });

  it('leads to runbooks that there are', () => {
    for (const { url } of panel.links) {
      const [name = '', heading] = url.slice('{{runbooks}}/'.length).split('#');
      expect(existsSync(join(ROOT, 'docs/runbooks', name))).toBe(true);
      if (heading !== undefined) expect(anchorsOf(join('docs/runbooks', name))).toContain(heading);
    }
  });
});

const TABLES = PANELS.filter(({ panel }) => panel.type === 'table');

describe.each(TABLES)('the table $name', ({ panel }) => {
  const names = panel.transformations?.find(({ id }) => id === 'organize')?.options.renameByName ?? {};

  it('has a title and a unit for each column', () => {
    const columns = panel.targets.map(({ refId }) => names[`Value #${refId}`]);
    expect(columns).not.toContain(undefined);
    const units = panel.fieldConfig.overrides.filter(({ properties }) => properties.some(({ id }) => id === 'unit'));
    expect(units.map(({ matcher }) => matcher.options)).toEqual(columns);
  });

  it('has a row for the same labels in each column', () => {
    const rows = Object.keys(names).filter((name) => !name.startsWith('Value #'));
    for (const { expr } of panel.targets) {
      const groupings = [...expr.matchAll(/\bby \(([^)]*)\)/g)].map(([, labels = '']) => labels.split(', ').sort().join());
      expect(groupings).toContain([...rows].sort().join());
    }
  });
});

describe.each(FILES)('$path', ({ file }) => {
  it('gives each panel a number and a place of its own', () => {
    expect(new Set(file.panels.map(({ id }) => id)).size).toBe(file.panels.length);
    expect(new Set(file.panels.map(({ title }) => title)).size).toBe(file.panels.length);
    for (const { gridPos } of file.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    const cells = file.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('takes the values of each choice from series that there are', () => {
    const [source, ...choices] = file.templating.list;
    expect(source).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' });
    for (const { name, query } of choices) {
      const [, from = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec((query as { query: string }).query) ?? [];
      expect(complaintsAboutExpression(from, KNOWN)).toEqual([]);
      expect(label).toBe(name);
    }
  });
});

describe('an alert', () => {
  const withPanel = ALERTS.flatMap(({ name, panel, runbook }) => (panel === undefined ? [] : [{ name, panel, runbook }]));

  it('has a panel that shows what it is about', () => {
    expect(ALERTS.filter(({ panel }) => panel === undefined).map(({ name }) => name)).toEqual(['Watchdog']);
  });

  it.each(withPanel)(
    '$name leads to a panel, and the panel to the same runbook',
    ({ name: alertName, panel: { uid, panel: number, choices }, runbook }) => {
      const file = FILES.find((one) => one.file.uid === uid)?.file;
      const panel = file?.panels.find(({ id }) => id === number);
      // What is about no namespace chooses nothing, and is shown all.
      if (choices.length > 0) expect(file?.templating.list.map(({ name }) => name)).toEqual(['datasource', ...choices]);
      const [name = ''] = runbook.split('#');
      // A panel of one service knows no runbooks of another.
      const about = groups.find(({ rules }) => rules.alerts.some((alert) => alert.name === alertName))?.service;
      const itsOwn = faultmaven.services.find((one) => one.name === about)?.dashboards.some(({ board }) => board.uid === uid);
      expect(panel).toBeDefined();
      if (about === undefined || itsOwn) expect(panel?.links.map(({ url }) => url.split('#')[0])).toContain(`{{runbooks}}/${name}`);
    },
  );

  it('says the path to its panel, with what it is about', () => {
    expect(pathTo(panelOf(POSTGRES_BOARD, 'lag'))).toBe('/d/fmsynth-postgres?viewPanel=panel-3&var-namespace={{ $labels.namespace }}');
    expect(pathTo(panelOf(SERVICE, 'restarts'), 'shop')).toBe(
      '/d/fmsynth-service?viewPanel=panel-8&var-namespace={{ $labels.namespace }}&var-service=shop',
    );
  });
});

describe('the dashboards of a deployment', () => {
  const own = { board: { uid: 'shop', title: 'Shop', choices: [], panels: {} }, json: () => '{"panels":[]}' };
  const uids = (...all: Parameters<typeof dashboardsFor>) => dashboardsFor(...all).map(({ board }) => board.uid);

  const without = (left: MetricsSource) => new Set([...EVERY_SOURCE].filter((source) => source !== left));

  it('are those of any service, and those of the services that run', () => {
    const general = [OVERVIEW.uid, SERVICE.uid, NODES.uid];
    expect(uids([], EVERY_SOURCE)).toEqual(general);
    expect(uids([{ dashboards: [own] }, { dashboards: [] }], EVERY_SOURCE)).toEqual([...general, 'shop']);
  });

  it('have none of nodes where nobody tells of nodes', () => {
    expect(uids([], without('kube-state-metrics of nodes'))).toEqual([OVERVIEW.uid, SERVICE.uid]);
  });

  const filesWith = (sources: ReadonlySet<MetricsSource>) => dashboardFiles(dashboardsFor([{ dashboards: [own] }], sources), sources);
  const nodesWith = (sources: ReadonlySet<MetricsSource>): File => JSON.parse(filesWith(sources)[`${NODES.uid}.json`] ?? '');
  const COMMITTED = readFileSync(join(ROOT, 'lib/platform/monitoring/dashboards/nodes.board.json'), 'utf8');

  it('are files named by their uid, with the drawn panels and the addresses of runbooks', () => {
    const files = filesWith(EVERY_SOURCE);
    expect(Object.keys(files)).toEqual([`${OVERVIEW.uid}.json`, `${SERVICE.uid}.json`, `${NODES.uid}.json`, 'shop.json']);
    const drawn = COMMITTED.replaceAll('{{runbooks}}/', runbookUrl('')).replaceAll(/,"needs":\[[^\]]*\]/g, '');
    const oneColumn = /"Value #A":(3|"Holds"|"Evicted")(?=\})/g;
    expect(files[`${NODES.uid}.json`]).toBe(drawn.replaceAll(oneColumn, '"Value #A":$1,"Value":$1'));
    expect(files[`${NODES.uid}.json`]).toContain('"https://github.com/FaultMaven/faultmaven-infra/blob/main/docs/runbooks/node-lost.md"');
  });

  it('lack what nobody shows, and leave no gap', () => {
    const { panels } = nodesWith(without('node-exporter'));
    expect(panels.map(({ title }) => title)).toEqual(
      nodesWith(EVERY_SOURCE).panels.flatMap(({ title }) => (/^(Waiting|File|Disks)/.test(title) ? [] : [title])),
    );
    expect(panels.map(({ gridPos: { x, y, w } }) => [x, y, w]).slice(-3)).toEqual([
      [0, 24, 12],
      [12, 24, 12],
      [0, 32, 12],
    ]);
    const [table] = nodesWith(without('cadvisor')).panels;
    expect(table?.targets.map(({ refId }) => refId)).toEqual(['A', 'B', 'C', 'D', 'F', 'G']);
  });

  it.each([...EVERY_SOURCE])('ask nobody for %s who does not show it', (source) => {
    const sources = without(source);
    const all = dashboardFiles(dashboardsFor(faultmaven.services, sources), sources);
    const asking = Object.values(all).flatMap((text) => (JSON.parse(text) as File).panels.flatMap(({ targets }) => targets));
    expect(asking.filter(({ expr }) => needsOf(expr).includes(source))).toEqual([]);
  });

  it('are all of some service or of all of them', () => {
    // Two stores of lines, of which only one runs, have the same.
    const listed = [...new Set(dashboardsFor(faultmaven.services, EVERY_SOURCE))];
    expect(listed.map(({ json }) => json()).sort()).toEqual(TEXTS.map(([, text]) => text).sort());
    // Each panel of a board is drawn, and no other one.
    for (const { board } of listed) {
      const drawn = FILES.find(({ file }) => file.uid === board.uid)?.file.panels ?? [];
      expect(drawn.map(({ id }) => id).sort()).toEqual(Object.values(board.panels).sort());
    }
    expect(Object.values(DRAWINGS).map(({ board }) => board)).toEqual(expect.arrayContaining(listed.map(({ board }) => board)));
  });
});
