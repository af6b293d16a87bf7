// A dashboard's JSON as a scene of Grafana's.
import {
  behaviors, dataLayers, EmbeddedScene, SceneControlsSpacer, SceneDataLayerControls,
  SceneDataLayerSet, SceneDataTransformer, SceneGridItem, SceneGridItemLike, SceneGridLayout,
  SceneGridRow, SceneQueryRunner, SceneRefreshPicker, SceneTimePicker, SceneTimeRange,
  VariableValueSelectors, VizPanel,
} from '@grafana/scenes';
import { DashboardLinks } from './links';
import { variablesOf } from './variable_set';

export function sceneOf(dashboard: any): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ ...dashboard.time, timeZone: dashboard.timezone || 'utc' }),
    $variables: variablesOf(dashboard.templating?.list ?? []),
    $data: new SceneDataLayerSet({ name: 'Annotations', layers: (dashboard.annotations?.list ?? [])
      .filter((one: any) => !one.builtIn).map(layerOf) }),
    $behaviors: [new behaviors.CursorSync({ key: 'sync', sync: dashboard.graphTooltip ?? 0 })],
    controls: [
      new VariableValueSelectors({}), new SceneDataLayerControls(), new SceneControlsSpacer(),
      new DashboardLinks({ links: dashboard.links ?? [] }),
      new SceneTimePicker({}), new SceneRefreshPicker({ refresh: dashboard.refresh || '' }),
    ],
    body: new SceneGridLayout({ children: rowsOf(dashboard.panels) }),
  });
}

function layerOf(query: any) {
  return new dataLayers.AnnotationsDataLayer({
    key: query.name, name: query.name, query, isEnabled: query.enable, isHidden: query.hide,
  });
}

// A row that is open holds nothing in the file: what follows is its own.
function rowsOf(panels: any[]): SceneGridItemLike[] {
  const top: SceneGridItemLike[] = [];
  let children = top;
  for (const panel of panels) {
    if (panel.type !== 'row') {
      children.push(itemOf(panel));
      continue;
    }
    const row: SceneGridItemLike[] = panel.panels?.map(itemOf) ?? [];
    const isCollapsed = Boolean(panel.collapsed);
    children = isCollapsed ? top : row;
    const { gridPos: { y }, title } = panel;
    top.push(new SceneGridRow({ key: `row-${panel.id}`, title, isCollapsed, y, children: row }));
  }
  return top;
}

function itemOf(panel: any): SceneGridItem {
  const { x, y, w, h } = panel.gridPos;
  return new SceneGridItem({ x, y, width: w, height: h, body: panelOf(panel) });
}

function panelOf(panel: any): VizPanel {
  return new VizPanel({
    key: `panel-${panel.id}`, pluginId: panel.type, pluginVersion: panel.pluginVersion,
    title: panel.title ?? '', description: panel.description,
    options: panel.options ?? {}, fieldConfig: panel.fieldConfig,
    displayMode: panel.transparent ? 'transparent' : 'default',
    $data: panel.targets?.length ? dataOf(panel) : undefined,
  });
}

function dataOf(panel: any) {
  return new SceneDataTransformer({
    transformations: panel.transformations ?? [],
    $data: new SceneQueryRunner({
      datasource: panel.datasource, queries: panel.targets, minInterval: panel.interval,
      maxDataPoints: panel.maxDataPoints, maxDataPointsFromWidth: true,
    }),
  });
}
