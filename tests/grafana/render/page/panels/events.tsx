// Annotations over a chart: a dashed line where an event begins.
import { DataFrame } from '@grafana/data';
import { UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useRef } from 'react';
import type uPlot from 'uplot';

interface Event { time: number; color: string }

function eventsOf(annotations: DataFrame[]): Event[] {
  return annotations.flatMap((frame) => {
    const values = (name: string) => frame.fields.find((one) => one.name === name)?.values ?? [];
    const times = values('time');
    const colors = values('color');
    return Array.from(times, (time, i) => ({ time, color: colors[i] ?? 'gray' }));
  });
}

function draw(chart: uPlot, events: Event[]) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.setLineDash([4, 4]);
  for (const { time, color } of events) {
    const x = chart.valToPos(time, 'x', true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) {
      ctx.strokeStyle = ctx.fillStyle = color;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - 4, bbox.top + bbox.height + 5);
      ctx.lineTo(x + 4, bbox.top + bbox.height + 5);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.fill();
    }
  }
  ctx.restore();
}

export function Events(
  { config, annotations }: { config: UPlotConfigBuilder; annotations: DataFrame[] }
) {
  const events = useRef<Event[]>([]);
  const chart = useRef<uPlot | undefined>(undefined);
  events.current = eventsOf(annotations);
  useLayoutEffect(() => config.addHook('draw', (one) => {
    chart.current = one;
    draw(one, events.current);
  }), [config]);
  useLayoutEffect(() => chart.current?.redraw(), [annotations]);
  return null;
}
