// The query API of Prometheus, which the page's own server hands on.
import type { TimeRange } from '@grafana/data';

export const at = (time: { valueOf(): number }) => String(time.valueOf() / 1000);

export async function ask<T>(path: string, parameters: Record<string, string>): Promise<T> {
  const answer = await fetch(`/api/v1/${path}?${new URLSearchParams(parameters)}`);
  const body = await answer.json();
  if (body.status !== 'success') {
    throw new Error(`${body.error} in ${parameters.query ?? path}`);
  }
  return body.data;
}

export const span = (range: TimeRange) => ({ start: at(range.from), end: at(range.to) });
