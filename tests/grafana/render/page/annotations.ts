// Annotations: an event begins where a series has a value other than 0 after a
// step without.
import { AnnotationEvent, AnnotationQuery, DataFrame } from '@grafana/data';
import { Observable, of } from 'rxjs';
import type { PrometheusQuery } from './query';

export const annotations = { prepareAnnotation, prepareQuery, processEvents };

function prepareAnnotation(annotation: AnnotationQuery<PrometheusQuery>) {
  return annotation;
}

function prepareQuery(annotation: any): PrometheusQuery {
  return {
    refId: 'Anno', expr: annotation.expr, interval: annotation.step,
    ...annotation.target, range: true, instant: false,
  };
}

function processEvents(annotation: any, frames: DataFrame[]): Observable<AnnotationEvent[]> {
  return of(frames.flatMap((frame) => eventsOf(annotation, frame)));
}

function eventsOf(annotation: any, frame: DataFrame): AnnotationEvent[] {
  const [times, values] = frame.fields;
  const labels = values.labels ?? {};
  const stepMs = times.config.interval!;
  const fill = (text?: string) =>
    text?.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, key) => labels[key] ?? '');
  const events: AnnotationEvent[] = [];
  times.values.forEach((time: number, i: number) => {
    const last = events[events.length - 1];
    if (!values.values[i]) {
      return;
    }
    if (last && time - last.timeEnd! <= stepMs) {
      last.timeEnd = time;
      last.isRegion = true;
    } else {
      events.push({
        time, timeEnd: time, title: fill(annotation.titleFormat), text: fill(annotation.textFormat),
        tags: (annotation.tagKeys ?? '').split(',').map((key: string) => labels[key.trim()])
          .filter(Boolean),
      });
    }
  });
  return events;
}
