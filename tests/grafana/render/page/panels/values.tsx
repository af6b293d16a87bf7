// What stat and bar gauge share: values of fields, repeated over the
// panel, each with its links.
import {
  FieldDisplay, getDisplayValueAlignmentFactors, getFieldDisplayValues, PanelProps, VizOrientation,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { DataLinksContextMenu, VizRepeater, VizRepeaterRenderValueProps } from '@grafana/ui';
import type { ReactElement } from 'react';
import { NoData } from './no_data';

export type Draw = (
  one: VizRepeaterRenderValueProps<FieldDisplay, any>, onClick?: any) => ReactElement;

export function valuesOf(props: PanelProps<any>, sparkline = false): FieldDisplay[] {
  const { data, options, fieldConfig, replaceVariables, timeZone } = props;
  return getFieldDisplayValues({
    fieldConfig, replaceVariables, timeZone, sparkline, theme: config.theme2,
    reduceOptions: options.reduceOptions, data: data.series,
  });
}

export function Repeated(props: PanelProps<any> & {
  draw: Draw; values: FieldDisplay[]; spacing?: number; more?: object;
}) {
  const { data, draw, values, width, height, options, renderCounter } = props;
  if (!data.series.some((frame) => frame.length)) {
    return <NoData fieldConfig={props.fieldConfig} />;
  }
  return (
    <VizRepeater getValues={() => values} source={data} renderCounter={renderCounter}
      getAlignmentFactors={getDisplayValueAlignmentFactors} width={width} height={height}
      itemSpacing={props.spacing ?? 3} orientation={options.orientation} autoGrid {...props.more}
      renderValue={(one) => withLinks(one, draw)} />);
}

function withLinks(one: VizRepeaterRenderValueProps<FieldDisplay, any>, draw: Draw) {
  const { hasLinks, getLinks } = one.value;
  if (!hasLinks || !getLinks) {
    return draw(one);
  }
  return (
    <DataLinksContextMenu links={() => getLinks()} style={{ flexGrow: 1 }}>
      {(menu) => draw(one, menu.openMenu)}
    </DataLinksContextMenu>);
}

export const reduced = {
  reduceOptions: { values: false, calcs: ['lastNotNull'], fields: '' },
  orientation: VizOrientation.Auto,
};
