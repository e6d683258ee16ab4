import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type DynamicConfigValue,
  type Panel,
  QueryVariableBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as GraphBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Board } from '../../lib/model/board';
import { textOf } from '../../lib/platform/monitoring/dashboards/shown';
import { needsOf } from './needs';

/** How a number is written. */
export type Unit = 'short' | 'percentunit' | 'bytes' | 'Bps' | 's' | 'ops' | 'reqps' | 'cores';

/** Grafana's word for it. It has none for cores. */
const UNITS: Readonly<Record<Unit, string>> = {
  short: 'short',
  percentunit: 'percentunit',
  bytes: 'bytes',
  Bps: 'Bps',
  s: 's',
  ops: 'ops',
  reqps: 'reqps',
  cores: 'suffix: cores',
};

interface Said {
  readonly title: string;
  /** What it shows, and when to worry. */
  readonly description: string;
  readonly unit: Unit;
  /** Where it says what to do: files of docs/runbooks, each with a heading in it. @default - there is nothing to do */
  readonly runbook?: string | readonly string[];
  /** From which values on it is yellow, and red. @default - it is never */
  readonly warns?: { readonly from: number; readonly at?: number };
  /** Of 24. */
  readonly width: number;
  /** @default 8 */
  readonly height?: number;
}

/** Lines over time. */
export interface Graph extends Said {
  readonly kind: 'graph';
  /** Expressions, by what their lines are called. */
  readonly lines: Readonly<Record<string, string>>;
  /** @default - it follows from the values */
  readonly most?: number;
}

/** The numbers of this moment. */
export interface Stat extends Said {
  readonly kind: 'stat';
  readonly numbers: Readonly<Record<string, string>>;
  /** What stands there if nothing matches. @default - Grafana's own words */
  readonly none?: string;
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  readonly expr: string;
  readonly unit: Unit;
  readonly warns?: Said['warns'];
}

/** A row for each value of a label, or for each pair of values. */
export interface Table extends Said {
  readonly kind: 'table';
  /** Labels, each with the title of its column. Expressions group by them. */
  readonly rows: Readonly<Record<string, string>>;
  readonly columns: readonly [Column, ...Column[]];
  /** Where a click on the first column leads: a dashboard that chooses by that label. @default - nowhere */
  readonly leadsTo?: Board;
}

export type Drawn = Graph | Stat | Table;

/** Who answers. It is chosen on the dashboard, so the same file works in any Grafana. */
const DATASOURCE = { type: 'prometheus', uid: `\${datasource}` };

/** A dashboard: what is chosen on it, and what it shows. */
export interface Drawing<Name extends string = string> {
  readonly board: Board<Name>;
  readonly description: string;
  /** Where the values of each choice come from: a metric with its labels. */
  readonly choices: Readonly<Record<string, { readonly from: string; readonly every: boolean }>>;
  readonly panels: Readonly<Record<Name, Drawn>>;
}

/** A drawing with a panel for each name of its board. */
export const drawing = <Name extends string>(of: Drawing<Name>): Drawing => of;

/** The dashboard as Grafana reads it, and in each query who shows what it asks for. */
export function render({ board, description, choices, panels }: Drawing): string {
  const dashboard = new DashboardBuilder(board.title)
    .uid(board.uid)
    .description(description)
    .tags(['fmsynth'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .link(new DashboardLinkBuilder('Others').type(DashboardLinkType.Dashboards).tags(['fmsynth']).asDropdown(true).keepTime(true))
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const choice of board.choices) dashboard.withVariable(variable(choice, choices[choice]));
  const drawn = Object.entries(panels) as [string, Drawn][];
  for (const [name, panel] of drawn) dashboard.withPanel(draw(panel, board.panels[name] ?? 0));
  const { panels: built = [], ...rest } = dashboard.build();
  return textOf({ ...rest, panels: built.map((one) => ('targets' in one ? { ...one, targets: one.targets?.map(withNeeds) } : one)) });
}

function withNeeds(target: Dataquery): object {
  const { expr = '' } = target as { readonly expr?: string };
  const needs = needsOf(expr);
  return needs.length === 0 ? target : { ...target, needs };
}

function variable(name: string, of: Drawing['choices'][string] | undefined): QueryVariableBuilder {
  if (of === undefined) throw new RangeError(`nothing says where the values of ${name} come from`);
  const query = `label_values(${of.from}, ${name})`;
  const made = new QueryVariableBuilder(name)
    .label(name.charAt(0).toUpperCase() + name.slice(1))
    .datasource(DATASOURCE)
    .query({ query, refId: name, qryType: 1 })
    .definition(query)
    // Series of pods that belong to no service have an empty label.
    .regex('/.+/')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(of.every);
  return of.every ? made.includeAll(true).allValue('.+').current({ text: 'All', value: '$__all' }) : made;
}

function draw(panel: Drawn, id: number): Builder<Panel> {
  switch (panel.kind) {
    case 'graph':
      return graph(panel, id);
    case 'stat':
      return stat(panel, id);
    case 'table':
      return table(panel, id);
  }
}

type Builders = GraphBuilder | StatBuilder | TableBuilder;

/** What all panels have. */
function common<Made extends Builders>(made: Made, { title, description, unit, width, height = 8, runbook }: Said, id: number): Made {
  made.id(id).title(title).description(description).unit(UNITS[unit]).datasource(DATASOURCE).span(width).height(height);
  const runbooks = [runbook ?? []].flat();
  made.links(runbooks.map((one) => new DashboardLinkBuilder(`Runbook: ${one}`).url(`{{runbooks}}/${one}`).targetBlank(true)));
  return made;
}

const thresholds = (warns: Said['warns']): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([
      { value: null, color: 'green' },
      ...(warns === undefined ? [] : [{ value: warns.from, color: warns.at === undefined ? 'red' : 'yellow' }]),
      ...(warns?.at === undefined ? [] : [{ value: warns.at, color: 'red' }]),
    ]);

const letter = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at);

const query = (expr: string, at: number): DataqueryBuilder => new DataqueryBuilder().refId(letter(at)).expr(expr).datasource(DATASOURCE);

function graph(panel: Graph, id: number): GraphBuilder {
  const lines = Object.entries(panel.lines).map(([name, expr], at): Builder<Dataquery> => query(expr, at).legendFormat(name).range());
  const made = common(new GraphBuilder(), panel, id)
    .targets(lines)
    .min(0)
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .calcs(['lastNotNull']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  if (panel.most !== undefined) made.max(panel.most);
  return panel.warns === undefined ? made : made.thresholds(thresholds(panel.warns));
}

function stat(panel: Stat, id: number): StatBuilder {
  const made = common(new StatBuilder(), panel, id)
    .targets(Object.entries(panel.numbers).map(([name, expr], at) => query(expr, at).legendFormat(name).instant()))
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .thresholds(thresholds(panel.warns));
  return panel.none === undefined ? made : made.noValue(panel.none);
}

function table(panel: Table, id: number): TableBuilder {
  const { rows, columns, leadsTo } = panel;
  const labels = Object.keys(rows);
  const value = (at: number): string => `Value #${letter(at)}`;
  const made = common(new TableBuilder(), panel, id)
    .targets(columns.map(({ expr }, at) => query(expr, at).instant().format(PromQueryFormat.Table)))
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries([...labels, ...columns.map((_, at) => value(at))].map((name, at) => [name, at])),
        renameByName: { ...rows, ...Object.fromEntries(columns.map(({ title }, at) => [value(at), title])) },
      },
    })
    .filterable(true);
  for (const { title, unit, warns } of columns) made.overrideByName(title, columnOf(unit, warns));
  const [first = ''] = labels;
  if (leadsTo !== undefined) {
    const others = leadsTo.choices.filter((choice) => choice !== first);
    const kept = ['datasource', ...others].map((name) => `\${${name}:queryparam}`).join('&');
    made.overrideByName(rows[first] ?? '', [
      { id: 'links', value: [{ title: leadsTo.title, url: `/d/${leadsTo.uid}?var-${first}=\${__value.raw}&${kept}` }] },
    ]);
  }
  return made;
}

const columnOf = (unit: Unit, warns: Said['warns']): DynamicConfigValue[] => [
  { id: 'unit', value: UNITS[unit] },
  ...(warns === undefined
    ? []
    : [
        { id: 'thresholds', value: thresholds(warns).build() },
        { id: 'custom.cellOptions', value: { type: 'color-text' } },
      ]),
];
