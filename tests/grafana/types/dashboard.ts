// What a dashboard's JSON may hold, from @grafana/schema. That has enums, where
// JSON has their values, and knows a panel's options, but not as part of the
// dashboard: both are put together here.
import type * as schema from '@grafana/schema';
import type * as barGauge from 'panelcfg/bargauge';
import type * as stat from 'panelcfg/stat';
import type * as stateTimeline from 'panelcfg/statetimeline';
import type * as table from 'panelcfg/table';
import type * as text from 'panelcfg/text';
import type * as timeSeries from 'panelcfg/timeseries';
import type { PrometheusQuery } from '../render/page/query';

/** The values of enums instead of the enums. */
type Json<T> =
  unknown extends T ? any
    : T extends string ? `${T}`
    : T extends number ? (`${T}` extends `${infer N extends number}` ? N : number)
    : T extends Array<infer E> ? Json<E>[]
    : T extends object ? { [K in keyof T]: Json<T[K]> }
    : T;

type Source = { type: 'prometheus'; uid: '${datasource}' };
type Query = Json<Omit<PrometheusQuery, 'datasource'>> & { datasource: Source };

// The schema leaves these open.
interface Link { title: string; url: string; targetBlank?: boolean; oneClick?: boolean }
interface Defaults<Custom> extends Omit<Json<schema.FieldConfig>, 'custom' | 'links'> {
  custom?: Partial<Json<Custom>>;
  links?: Link[];
}

/** A property of an override, with the value that goes with it. */
type Property<Custom> =
  | { [K in Exclude<keyof Defaults<Custom>, 'custom'>]-?:
    { id: K; value: Exclude<Defaults<Custom>[K], undefined> } }[
    Exclude<keyof Defaults<Custom>, 'custom'>]
  | { [K in keyof Custom & string]-?:
    { id: `custom.${K}`; value: Exclude<Json<Custom[K]>, undefined> } }[keyof Custom & string];

type Matcher =
  | { id: 'byName' | 'byRegexp' | 'byFrameRefID'; options: string }
  | { id: 'byType'; options: 'number' | 'string' | 'time' }
  | { id: 'byNames'; options: { mode: 'include' | 'exclude'; names: string[] } };

interface Panel<Type, Options, Custom> extends Omit<Json<schema.Panel>,
  'type' | 'id' | 'options' | 'fieldConfig' | 'targets' | 'datasource'> {
  type: Type;
  id: number;
  datasource?: Source;
  targets?: Query[];
  options: Partial<Json<Options>>;
  fieldConfig: {
    defaults: Defaults<Custom>;
    overrides: Array<{ matcher: Matcher; properties: Array<Property<Custom>> }>;
  };
}

type Shown =
  | Panel<'bargauge', barGauge.Options, {}>
  | Panel<'stat', stat.Options, {}>
  | Panel<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig>
  | Panel<'table', table.Options, table.FieldConfig>
  | Panel<'text', text.Options, {}>
  | Panel<'timeseries', timeSeries.Options, timeSeries.FieldConfig>;

interface Row extends Omit<Json<schema.RowPanel>, 'panels' | 'datasource'> {
  panels: Shown[];
}

type Annotation =
  | (Omit<Json<schema.AnnotationQuery>, 'datasource' | 'target'> & {
    datasource: Source; expr: string; step?: string; titleFormat?: string; textFormat?: string;
    tagKeys?: string; useValueForTime?: boolean;
  })
  | (Omit<Json<schema.AnnotationQuery>, 'target'> & { builtIn: 1 });

type Variable = Omit<Json<schema.VariableModel>, 'datasource'> & {
  datasource?: Source; definition?: string;
};

export interface Dashboard extends Omit<Json<schema.Dashboard>,
  'panels' | 'annotations' | 'templating' | 'id'> {
  id: null;
  panels: Array<Shown | Row>;
  annotations: { list: Annotation[] };
  templating: { list: Variable[] };
}
