// What Grafana would leave out without a word, a dashboard's author wants to
// know: names that nothing has.
import { getFieldDisplayName, LoadingState, standardTransformersRegistry } from '@grafana/data';
import {
  EmbeddedScene, sceneGraph, SceneDataTransformer, SceneGridRow, VizPanel,
} from '@grafana/scenes';
import { complain } from './complaints';
import { plugins } from './panels';

const inner = (panels: any[]): any[] =>
  panels.flatMap((panel) => panel.type === 'row' ? inner(panel.panels ?? []) : [panel]);

/** Types, transformations and properties that do not exist. */
export function checkDashboard(dashboard: any) {
  for (const panel of inner(dashboard.panels)) {
    const plugin = plugins[panel.type];
    if (!plugin) {
      complain(`${panel.title}: no panel ${panel.type}`);
      continue;
    }
    for (const { id } of panel.transformations ?? []) {
      if (!standardTransformersRegistry.getIfExists(id)) {
        complain(`${panel.title}: no transformation ${id}`);
      }
    }
    for (const { properties } of panel.fieldConfig?.overrides ?? []) {
      for (const { id } of properties) {
        if (!plugin.fieldConfigRegistry.getIfExists(id)) {
          complain(`${panel.title}: no property ${id}`);
        }
      }
    }
  }
}

/** How many panels still load, and what they lack once they do not. */
export function checkScene(scene: EmbeddedScene) {
  const panels = sceneGraph.findAllObjects(scene, (one) => one instanceof VizPanel) as VizPanel[];
  const loading: string[] = [];
  const problems: string[] = [];
  for (const panel of panels.filter((one) => one.state.$data && !isHidden(one))) {
    const { data } = sceneGraph.getData(panel).state;
    // Before it is asked, a panel is done with nothing.
    if (!data?.request || data.state === LoadingState.Loading) {
      loading.push(panel.state.title);
    } else {
      problems.push(...lacking(panel).map((text) => `${panel.state.title}: ${text}`));
    }
  }
  return { loading, problems };
}

const isHidden = (panel: VizPanel) => {
  const row = panel.parent?.parent;
  return row instanceof SceneGridRow && row.state.isCollapsed;
};

function lacking(panel: VizPanel): string[] {
  const { data } = sceneGraph.getData(panel).state;
  const series = data?.series ?? [];
  if (!series.some((frame) => frame.length)) {
    return ['no data'];
  }
  const names = new Set(series.flatMap((frame) => frame.fields.flatMap(
    (field) => [field.name, getFieldDisplayName(field, frame, series)])));
  return wanted(panel).filter((name) => !names.has(name)).map((name) => `no field ${name}`);
}

// A table's columns are always there; a chart's series come and go.
function wanted(panel: VizPanel): string[] {
  if (panel.state.pluginId !== 'table') {
    return [];
  }
  const { overrides } = panel.state.fieldConfig;
  return [
    ...overrides.filter(({ matcher }) => matcher.id === 'byName')
      .map(({ matcher }) => matcher.options as string),
    ...renames(panel),
  ];
}

function renames(panel: VizPanel): string[] {
  const all = (panel.state.$data as SceneDataTransformer).state.transformations as any[];
  const last = all.map((one) => one.id).lastIndexOf('organize');
  const { renameByName = {}, excludeByName = {} } = all[last]?.options ?? {};
  return Object.entries(renameByName).filter(([name, to]) => to && !excludeByName[name])
    .map(([, to]) => to as string);
}
