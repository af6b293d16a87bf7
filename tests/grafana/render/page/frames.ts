// Answers of Prometheus as data frames, in the shapes that Grafana's data
// source gives them: a frame a series, or one table of them all.
import { DataFrame, Field, FieldType, Labels } from '@grafana/data';
import { legend } from './names';
import type { PrometheusQuery } from './query';

interface Series {
  metric: Labels;
  value?: [number, string];
  values?: Array<[number, string]>;
}

export interface Answer {
  resultType: 'vector' | 'matrix' | 'scalar' | 'string';
  result: Series[] | [number, string];
}

const samples = (series: Series) => series.values ?? [series.value!];

// A scalar is a series without labels.
function seriesOf(answer: Answer): Series[] {
  return answer.resultType === 'scalar' || answer.resultType === 'string'
    ? [{ metric: {}, value: answer.result as [number, string] }]
    : (answer.result as Series[]);
}

const field = (name: string, type: FieldType, values: unknown[], more = {}): Field => ({
  name, type, values, config: {}, ...more,
});

function frameOf(series: Series, query: PrometheusQuery, stepMs: number): DataFrame {
  const name = legend(query.legendFormat, series.metric, query.expr);
  const points = samples(series);
  return {
    name,
    refId: query.refId,
    length: points.length,
    meta: { type: 'timeseries-multi' as never },
    fields: [
      // The step tells where a line has a gap.
      field('Time', FieldType.time, points.map(([at]) => at * 1000),
        { config: { interval: stepMs } }),
      field('Value', FieldType.number, points.map(([, value]) => Number(value)),
        { labels: series.metric, config: name ? { displayNameFromDS: name } : {} }),
    ],
  };
}

/** One table: the time, a column a label, the value. */
function tableOf(all: Series[], query: PrometheusQuery, tables: number): DataFrame {
  const rows = all.flatMap((series) =>
    samples(series).map(([at, value]) => ({ at, value, labels: series.metric })));
  const labels = [...new Set(all.flatMap((series) => Object.keys(series.metric)))].sort();
  const value = tables > 1 ? `Value #${query.refId}` : 'Value';
  return {
    refId: query.refId,
    length: rows.length,
    meta: { preferredVisualisationType: 'table' },
    fields: [
      field('Time', FieldType.time, rows.map((row) => row.at * 1000)),
      ...labels.map((key) => field(key, FieldType.string,
        rows.map((row) => row.labels[key] ?? ''), { config: { filterable: true } })),
      field(value, FieldType.number, rows.map((row) => Number(row.value))),
    ],
  };
}

/** `tables`: how many queries of the panel ask for a table. */
export function framesOf(
  answer: Answer, query: PrometheusQuery, stepMs: number, tables: number
): DataFrame[] {
  const all = seriesOf(answer);
  if (query.format === 'table') {
    return all.length ? [tableOf(all, query, tables)] : [];
  }
  return all.map((series) => frameOf(series, query, stepMs));
}
