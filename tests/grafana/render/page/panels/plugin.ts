// A panel with its defaults and the field options of its own.
import {
  FieldConfigProperty, identityOverrideProcessor, PanelPlugin, PanelProps,
} from '@grafana/data';
import type { ComponentType } from 'react';
import { optionOf } from '../field_options';

export function pluginOf(
  component: ComponentType<PanelProps<any>>, defaults: Record<string, unknown>,
  custom: Record<string, unknown> = {}, color = 'thresholds'
): PanelPlugin {
  return new PanelPlugin<any, any>(component)
    .setPanelOptions((builder) => addAll(builder, defaults))
    .setDataSupport({ annotations: true })
    .useFieldConfig({
      standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: color } } },
      useCustomConfig: (builder) => addAll(builder, custom),
    });
}

function addAll(builder: { addCustomEditor(item: any): unknown }, all: Record<string, unknown>) {
  for (const [path, defaultValue] of Object.entries(all)) {
    builder.addCustomEditor(optionOf(path, identityOverrideProcessor, { defaultValue }));
  }
}
