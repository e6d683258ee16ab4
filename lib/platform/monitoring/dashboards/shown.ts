import type { MetricsSource } from '../../../model/alert';

/** A dashboard as it is drawn: each query says who shows what it asks for. */
export interface Drawn {
  readonly panels: readonly DrawnPanel[];
}

export interface DrawnPanel {
  readonly type: string;
  readonly gridPos: Place;
  readonly targets: readonly DrawnTarget[];
  readonly transformations?: readonly Transformation[];
}

interface DrawnTarget {
  readonly refId: string;
  readonly needs?: readonly MetricsSource[];
}

interface Transformation {
  readonly id: string;
  readonly options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** How large a panel is, and where: Grafana divides its width into 24. */
interface Place {
  readonly h: number;
  readonly w: number;
  readonly x: number;
  readonly y: number;
}

const WIDTH = 24;

/** A line for each panel, so that a change of one is a change of one line. */
export function textOf({ panels, ...rest }: { readonly panels: readonly object[] }): string {
  const head = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')}"panels": [\n${panels.map((panel) => JSON.stringify(panel)).join(',\n')}\n]\n}\n`;
}

/**
 * What a dashboard shows where only some metrics are scraped: queries that nobody answers are left out, and so is a panel without any. The
 * others move together.
 *
 * @param sources who is scraped besides the services that the dashboard is about
 */
export function shownWith(drawn: Drawn, sources: ReadonlySet<MetricsSource>): Drawn {
  const panels = drawn.panels.flatMap((panel) => {
    const targets = panel.targets.filter(({ needs = [] }) => needs.every((source) => sources.has(source)));
    return targets.length === 0 ? [] : [withTargets(panel, targets)];
  });
  return { ...drawn, panels: placed(panels) };
}

function withTargets(panel: DrawnPanel, targets: readonly DrawnTarget[]): DrawnPanel {
  const shown = targets.map(({ needs: _, ...target }) => target);
  const [only] = shown.length === 1 ? shown : [];
  const { transformations = [] } = panel;
  return {
    ...panel,
    targets: shown,
    ...(only === undefined || panel.type !== 'table' ? {} : { transformations: transformations.map((one) => ofOne(one, only.refId)) }),
  };
}

/** Grafana calls the column of a query `Value #A`, and that of the only one `Value`. */
const ofOne = ({ id, options }: Transformation, refId: string): Transformation => ({
  id,
  options: Object.fromEntries(
    Object.entries(options).map(([name, of]) => [name, `Value #${refId}` in of ? { ...of, Value: of[`Value #${refId}`] } : of]),
  ),
});

/** From left to right, and a row below the last one where there is no room beside it. */
function placed(panels: readonly DrawnPanel[]): readonly DrawnPanel[] {
  let [x, y, height] = [0, 0, 0];
  return panels.map((panel) => {
    const { h, w } = panel.gridPos;
    if (x + w > WIDTH) [x, y, height] = [0, y + height, 0];
    const gridPos = { h, w, x, y };
    [x, height] = [x + w, Math.max(height, h)];
    return { ...panel, gridPos };
  });
}
