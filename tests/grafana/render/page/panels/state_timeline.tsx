// States over time. Grafana's drawing of these is part of its application;
// this one is of the page's own: a row a field, a bar a state.
import { dateTimeFormat, Field, FieldType, getFieldDisplayName, PanelProps } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { NoData } from './no_data';
import { pluginOf } from './plugin';

interface Bar { from: number; to: number; text: string; color: string }
interface Row { name: string; bars: Bar[] }

const NAMES_PX = 180;  // at most
const TIMES_PX = 20;

// Equal neighbours become one bar, unless a gap is between them.
function barsOf(times: number[], field: Field, stepMs: number): Bar[] {
  const bars: Bar[] = [];
  times.forEach((time, i) => {
    const value = field.values[i];
    if (value === null || value === undefined) {
      return;
    }
    const { text, color } = field.display!(value);
    const last = bars[bars.length - 1];
    if (last?.text === text && time - last.to <= stepMs) {
      last.to = time + stepMs;
    } else {
      if (last && time < last.to) {
        last.to = time;
      }
      bars.push({ from: time, to: time + stepMs, text, color: color ?? 'gray' });
    }
  });
  return bars;
}

function rowsOf(series: PanelProps['data']['series']): Row[] {
  return series.flatMap((frame) => {
    const time = frame.fields.find((field) => field.type === FieldType.time);
    if (!time) {
      return [];
    }
    const stepMs = time.config.interval ?? Infinity;
    return frame.fields
      .filter((field) => field !== time && !field.config.custom?.hideFrom?.viz)
      .map((field) => ({
        name: getFieldDisplayName(field, frame, series), bars: barsOf(time.values, field, stepMs),
      }));
  });
}

function StateTimeline({ data, fieldConfig, options, timeRange, timeZone, width, height }:
  PanelProps<any>) {
  const theme = useTheme2();
  const rows = rowsOf(data.series);
  if (!rows.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const legend = options.legend.showLegend ? 24 : 0;
  const namesPx = Math.min(NAMES_PX, 16 + 7 * Math.max(...rows.map((row) => row.name.length)));
  const rowPx = (height - TIMES_PX - legend) / rows.length;
  const x = (time: number) => namesPx + (width - namesPx) *
    (Math.min(Math.max(time, from), to) - from) / (to - from);
  return (
    <>
      <svg className="state-timeline" width={width} height={height - legend}
        fill={theme.colors.text.primary} fontSize={12}>
        {rows.map((row, i) => (
          <g key={row.name} transform={`translate(0 ${i * rowPx})`}>
            <text x={namesPx - 8} y={rowPx / 2 + 4} textAnchor="end">{short(row.name)}</text>
            {row.bars.map((bar) => drawBar(bar, x, rowPx * options.rowHeight, options, theme))}
          </g>))}
        {ticks(from, to, width - namesPx).map((time) => (
          <text key={time} x={x(time)} y={height - legend - 4} textAnchor="middle"
            fill={theme.colors.text.secondary}>
            {dateTimeFormat(time, { timeZone, format: 'MM-DD HH:mm' })}
          </text>))}
      </svg>
      {legend > 0 && <Legend rows={rows} />}
    </>);
}

function ticks(from: number, to: number, widthPx: number): number[] {
  const count = Math.max(1, Math.floor(widthPx / 100));
  return Array.from({ length: count }, (_, i) => from + (to - from) * (i + 0.5) / count);
}

const short = (name: string) => name.length > 26 ? `${name.slice(0, 25)}…` : name;

function drawBar(bar: Bar, x: (time: number) => number, rowPx: number, options: any, theme: any) {
  const [left, right] = [x(bar.from), x(bar.to)];
  const isNamed = options.showValue !== 'never' && right - left > bar.text.length * 7 + 8;
  return (
    <g key={bar.from}>
      <rect x={left} width={Math.max(right - left, 1)} height={rowPx} fill={bar.color}><title>
        {bar.text}</title></rect>
      {isNamed && <text x={left + 4} y={rowPx / 2 + 4}
        fill={theme.colors.getContrastText(bar.color)}>{bar.text}</text>}
    </g>);
}

function Legend({ rows }: { rows: Row[] }) {
  const states = new Map(rows.flatMap((row) => row.bars.map((bar) => [bar.text, bar.color])));
  return (
    <div className="states">{[...states].map(([text, color]) => (
      <span key={text}><i style={{ background: color }} />{text}</span>))}
    </div>);
}

export const stateTimeline = pluginOf(StateTimeline, {
  showValue: 'auto', rowHeight: 0.9, mergeValues: true, alignValue: 'left', perPage: 20,
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
  tooltip: { mode: 'single', sort: 'none' },
}, {
  lineWidth: 0, fillOpacity: 70, hideFrom: undefined, spanNulls: false, insertNulls: false,
  axisPlacement: 'auto', axisWidth: undefined,
});
