// How the Prometheus data source of Grafana names a series.
import type { Labels } from '@grafana/data';

export function seriesText(labels: Labels): string {
  const { __name__: name = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(([key, value]) => `${key}="${value}"`);
  return pairs.length || !name ? `${name}{${pairs.join(', ')}}` : name;
}

/** The name that a legend format gives; none: Grafana makes it of the labels. */
export function legend(format: string | undefined, labels: Labels, expr: string) {
  if (format === '__auto') {
    return Object.keys(labels).length ? undefined : expr;
  }
  if (!format) {
    const text = seriesText(labels);
    return text === '{}' ? expr : text;
  }
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, key) => labels[key] ?? '');
}
