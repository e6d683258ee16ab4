/** What a dashboard of Grafana is called, and where its panels are: what alerts and other dashboards refer to. */
export interface Board<Panel extends string = string> {
  /** Unique in a Grafana, and part of its URL. */
  readonly uid: string;
  readonly title: string;
  /** What is chosen on it: each is a variable, and the label of series that it selects by. */
  readonly choices: readonly string[];
  /** The number of each panel. Alerts that were sent long ago lead to it, so a panel keeps its number. */
  readonly panels: Readonly<Record<Panel, number>>;
}

/** A panel that shows what an alert is about. */
export interface PanelPlace extends Pick<Board, 'uid' | 'choices'> {
  readonly panel: number;
}

/** Where a panel is. */
export const panelOf = <Panel extends string>({ uid, choices, panels }: Board<Panel>, name: NoInfer<Panel>): PanelPlace => ({
  uid,
  choices,
  panel: panels[name],
});
