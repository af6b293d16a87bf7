// The queries that fill variables.
import type { MetricFindValue, TimeRange } from '@grafana/data';
import { ask, at, span } from './api';
import type { Answer } from './frames';
import { seriesText } from './names';

type Find = (found: RegExpMatchArray, range: TimeRange) => Promise<MetricFindValue[]>;

const texts = (values: string[]) => values.map((text) => ({ text }));

const labelValues: Find = async (found, range) =>
  texts(await ask<string[]>(`label/${found[2]}/values`,
    found[1] ? { ...span(range), 'match[]': found[1] } : span(range)));

const queryResult: Find = async (found, range) => {
  const answer = await ask<Answer>('query', { query: found[1], time: at(range.to) });
  return (answer.result as Array<{ metric: Record<string, string>; value: [number, string] }>)
    .map(({ metric, value }) =>
      ({ text: `${seriesText(metric).replace(/, /g, ',')} ${value[1]} ${value[0] * 1000}` }));
};

const kinds: Array<[RegExp, Find]> = [
  [/^label_values\((?:(.+),\s*)?([a-zA-Z_]\w*)\)\s*$/s, labelValues],
  [/^query_result\((.+)\)\s*$/s, queryResult],
];

export async function find(query: string, range: TimeRange): Promise<MetricFindValue[]> {
  for (const [pattern, run] of kinds) {
    const found = query.trim().match(pattern);
    if (found) {
      return run(found, range);
    }
  }
  throw new Error(`no such query of a variable: ${query}`);
}
