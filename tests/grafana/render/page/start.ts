// What Grafana's application fills in before a dashboard is shown.
import {
  createTheme, EventBusSrv, locationUtil, standardEditorsRegistry, standardTransformers,
  standardTransformersRegistry, TransformerRegistryItem,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config, setAppEvents, setDataSourceSrv, setPluginImportUtils, setRunRequest,
} from '@grafana/runtime';
import { loadResources, sceneGraph } from '@grafana/scenes';
import { Prometheus, settings } from './datasource';
import { nothing, registerFieldOptions } from './field_options';
import { plugins } from './panels';
import { runRequest } from './run_request';

export async function start(isDark: boolean) {
  config.theme2 = createTheme({ colors: { mode: isDark ? 'dark' : 'light' } });
  registerFieldOptions();
  standardEditorsRegistry.setInit(() => []);
  standardTransformersRegistry.setInit(transformers);
  registerServices();
  await initPluginTranslations('grafana-scenes', [loadResources]);
}

function transformers(): TransformerRegistryItem[] {
  const all = new Map(Object.values(standardTransformers).map((one) => [one.id, one]));
  return [...all.values()].map((transformation) => ({
    id: transformation.id, name: transformation.name, transformation, editor: nothing,
  })) as never;
}

function registerServices() {
  const source = new Prometheus(settings);
  const known = (uid?: string) => uid === undefined || uid === settings.uid;
  setDataSourceSrv({
    get: async (ref: any, scopedVars: any) => {
      const uid = typeof ref === 'string' ? ref : ref?.uid;
      const holder = scopedVars?.__sceneObject?.value.valueOf();
      const wanted = uid && holder ? sceneGraph.interpolate(holder, uid) : uid;
      if (!known(wanted)) {
        throw new Error(`no data source ${wanted}`);
      }
      return source;
    },
    getInstanceSettings: () => settings,
    getList: () => [settings],
    reload: nothing,
  } as never);
  setRunRequest(runRequest);
  setAppEvents(new EventBusSrv());
  setPluginImportUtils({
    importPanelPlugin: async (id) => plugins[id],
    getPanelPluginFromCache: (id) => plugins[id],
  });
  locationUtil.initialize({
    config: { appSubUrl: '' } as never,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
}
