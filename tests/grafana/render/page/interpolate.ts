// Variables in a query: of several values one regular expression is made.
import type { ScopedVars } from '@grafana/data';
import { sceneGraph, SceneObject } from '@grafana/scenes';

const quoted = (value: string) => value.replace(/\\/g, '\\\\').replace(/'/g, "\\\\'");
const escaped = (value: string) =>
  value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]+?.()|]/g, '\\\\$&');

interface Variable { multi?: boolean; includeAll?: boolean }

function promql(value: unknown, variable: Variable): string {
  if (!variable.multi && !variable.includeAll) {
    return quoted(String(value));
  }
  const values = (Array.isArray(value) ? value : [value]).map((one) => escaped(String(one)));
  return values.length === 1 ? values[0] : `(${values.join('|')})`;
}

export function interpolate(text: string, scopedVars: ScopedVars): string {
  const holder = scopedVars.__sceneObject?.value as { valueOf(): SceneObject };
  return sceneGraph.interpolate(holder.valueOf(), text, scopedVars, promql as never);
}
