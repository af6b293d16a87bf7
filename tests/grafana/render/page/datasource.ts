// A Prometheus data source, as far as dashboards of ours use one.
import {
  DataFrame, DataQueryRequest, DataQueryResponse, DataSourceApi, DataSourceInstanceSettings,
  MetricFindValue, rangeUtil,
} from '@grafana/data';
import { from, Observable } from 'rxjs';
import { annotations } from './annotations';
import { ask, at, span } from './api';
import { Answer, framesOf } from './frames';
import { interpolate } from './interpolate';
import type { PrometheusQuery } from './query';
import { find } from './variables';

// What Grafana's data source has in its settings, too.
const SCRAPE_INTERVAL_MS = rangeUtil.intervalToMs(document.body.dataset.scrapeInterval!);

export const settings = {
  uid: 'prometheus', name: 'Prometheus', type: 'prometheus', isDefault: true, id: 1,
  jsonData: {}, access: 'proxy', readOnly: true,
  meta: { id: 'prometheus', name: 'Prometheus', info: { logos: { small: '', large: '' } } },
} as unknown as DataSourceInstanceSettings;

export class Prometheus extends DataSourceApi<PrometheusQuery> {
  interval = `${SCRAPE_INTERVAL_MS}ms`;
  annotations = annotations;

  query(request: DataQueryRequest<PrometheusQuery>): Observable<DataQueryResponse> {
    return from(answerAll(request).then((data) => ({ data })));
  }

  metricFindQuery(query: string | { query: string }, options: any): Promise<MetricFindValue[]> {
    const text = typeof query === 'string' ? query : query.query;
    return find(interpolate(text, options.scopedVars), options.range);
  }

  testDatasource(): never {
    throw new Error('not here');
  }
}

async function answerAll(request: DataQueryRequest<PrometheusQuery>): Promise<DataFrame[]> {
  const queries = request.targets.filter((query) => !query.hide && query.expr);
  const tables = queries.filter((query) => query.format === 'table').length;
  const answers = await Promise.all(queries.map((query) => answerOne(request, query, tables)));
  return answers.flat();
}

async function answerOne(
  request: DataQueryRequest<PrometheusQuery>, query: PrometheusQuery, tables: number
): Promise<DataFrame[]> {
  const stepMs = stepOf(request, query);
  const expr = interpolate(query.expr, { ...request.scopedVars, ...intervals(stepMs) });
  const answer = query.instant
    ? await ask<Answer>('query', { query: expr, time: at(request.range.to) })
    : await ask<Answer>('query_range',
      { query: expr, step: String(stepMs / 1000), ...aligned(request, stepMs) });
  return framesOf(answer, { ...query, expr }, stepMs, tables);
}

function stepOf(request: DataQueryRequest<PrometheusQuery>, query: PrometheusQuery): number {
  const least = query.interval
    ? rangeUtil.intervalToMs(interpolate(query.interval, request.scopedVars))
    : SCRAPE_INTERVAL_MS;
  return Math.max(request.intervalMs, least) * (query.intervalFactor || 1);
}

// Whole steps, so that a later look at the same time gives the same points.
function aligned(request: DataQueryRequest, stepMs: number) {
  const down = (time: { valueOf(): number }) => Math.floor(time.valueOf() / stepMs) * stepMs;
  return { start: at(down(request.range.from)), end: at(down(request.range.to)) };
}

function intervals(stepMs: number) {
  const rateMs = Math.max(stepMs + SCRAPE_INTERVAL_MS, 4 * SCRAPE_INTERVAL_MS);
  const variable = (text: string) => ({ text, value: text });
  return {
    __interval: variable(rangeUtil.secondsToHms(stepMs / 1000)),
    __interval_ms: variable(String(stepMs)),
    __rate_interval: variable(rangeUtil.secondsToHms(rateMs / 1000)),
  };
}
