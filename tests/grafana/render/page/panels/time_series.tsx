import {
  applyNullInsertThreshold, DataFrame, Field, FieldType, PanelProps, TimeRange,
} from '@grafana/data';
import { TimeSeries as Chart, TooltipPlugin } from '@grafana/ui';
import { useMemo } from 'react';
import { Events } from './events';
import { NoData } from './no_data';
import { pluginOf } from './plugin';

const isShown = (type: FieldType) => type === FieldType.time || type === FieldType.number;

// A value that is no number is a gap.
const plain = (field: Field): Field =>
  field.type === FieldType.number
    ? { ...field, values: field.values.map((value) => Number.isFinite(value) ? value : null) }
    : field;

/** Frames with a time and numbers; nothing else can be drawn. */
function drawable(series: DataFrame[], range: TimeRange): DataFrame[] {
  return series
    .filter((frame) => frame.length && frame.fields.some((field) => field.type === FieldType.time))
    .map((frame) => ({
      ...frame, fields: frame.fields.filter((field) => isShown(field.type)).map(plain),
    }))
    .filter((frame) => frame.fields.length > 1)
    // Steps without a value are a gap.
    .map((frame) => applyNullInsertThreshold({
      frame, refFieldPseudoMin: range.from.valueOf(), refFieldPseudoMax: range.to.valueOf(),
    }));
}

function TimeSeries(props: PanelProps<any>) {
  const { data, options, fieldConfig, timeRange, timeZone, width, height } = props;
  const frames = useMemo(() => drawable(data.series, timeRange), [data.series, timeRange]);
  if (!frames.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  return (
    <Chart frames={frames} structureRev={data.structureRev} timeRange={timeRange}
      timeZone={timeZone} width={width} height={height} legend={options.legend} options={options}>
      {(config, frame) => (
        <>
          <Events config={config} annotations={data.annotations ?? []} />
          <TooltipPlugin config={config} data={frame} frames={frames} timeZone={timeZone}
            mode={options.tooltip.mode} sortOrder={options.tooltip.sort} />
        </>)}
    </Chart>);
}

const none = { mode: 'none', group: 'A' };

export const timeSeries = pluginOf(TimeSeries, {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'single', sort: 'none' },
}, {
  drawStyle: 'line', lineInterpolation: 'linear', lineWidth: 1, fillOpacity: 0,
  gradientMode: 'none', lineStyle: { fill: 'solid' }, spanNulls: false, insertNulls: false,
  showPoints: 'auto', pointSize: 5, stacking: none, barAlignment: 0, barWidthFactor: 0.6,
  barMaxWidth: undefined, axisPlacement: 'auto', axisLabel: '', axisColorMode: 'text',
  axisBorderShow: false, axisCenteredZero: false, axisGridShow: undefined, axisSoftMin: undefined,
  axisSoftMax: undefined, axisWidth: undefined, scaleDistribution: { type: 'linear' },
  thresholdsStyle: { mode: 'off' }, transform: undefined, fillBelowTo: undefined,
  lineColor: undefined, fillColor: undefined, pointColor: undefined, showValues: false,
  hideFrom: { tooltip: false, viz: false, legend: false },
}, 'palette-classic');
