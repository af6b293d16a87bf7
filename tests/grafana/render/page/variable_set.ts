// The variables of a dashboard's JSON.
import {
  ConstantVariable, CustomVariable, DataSourceVariable, IntervalVariable, QueryVariable,
  SceneVariable, SceneVariableSet, TextBoxVariable,
} from '@grafana/scenes';
import { settings } from './datasource';

const many = (variable: any) => ({
  isMulti: variable.multi, includeAll: variable.includeAll,
  allValue: variable.allValue || undefined, defaultToAll: Boolean(variable.includeAll),
  value: variable.current?.value ?? '', text: variable.current?.text ?? '',
});

const kinds: Record<string, (variable: any, common: any) => SceneVariable> = {
  query: (variable, common) => new QueryVariable({
    ...common, ...many(variable), datasource: variable.datasource, regex: variable.regex ?? '',
    query: variable.query, sort: variable.sort, refresh: variable.refresh,
    definition: variable.definition,
  }),
  datasource: (variable, common) => new DataSourceVariable({
    ...common, pluginId: variable.query, regex: variable.regex ?? '', value: settings.uid,
    text: settings.name,
  }),
  custom: (variable, common) =>
    new CustomVariable({ ...common, ...many(variable), query: variable.query }),
  interval: (variable, common) => new IntervalVariable({
    ...common, value: variable.current?.value, intervals: variable.query.split(','),
  }),
  textbox: (variable, common) =>
    new TextBoxVariable({ ...common, value: variable.current?.value ?? variable.query }),
  constant: (variable, common) => new ConstantVariable({ ...common, value: variable.query }),
};

export function variablesOf(list: any[]): SceneVariableSet {
  return new SceneVariableSet({ variables: list.map((variable) => {
    const { name, label, description, hide, skipUrlSync } = variable;
    return kinds[variable.type](variable, { name, label, description, hide, skipUrlSync });
  }) });
}
