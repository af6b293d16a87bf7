// The standard field options, and how an override's value is taken. The list
// is part of Grafana's own application, which npm does not have; what it is
// made of is in @grafana/data.
import {
  booleanOverrideProcessor, dataLinksOverrideProcessor, displayNameOverrideProcessor,
  FieldConfigPropertyItem, identityOverrideProcessor, numberOverrideProcessor,
  standardFieldConfigEditorRegistry, stringOverrideProcessor, thresholdsOverrideProcessor,
  unitOverrideProcessor, valueMappingsOverrideProcessor,
} from '@grafana/data';

const processes: Record<string, unknown> = {
  unit: unitOverrideProcessor,
  min: numberOverrideProcessor,
  max: numberOverrideProcessor,
  fieldMinMax: booleanOverrideProcessor,
  decimals: numberOverrideProcessor,
  displayName: displayNameOverrideProcessor,
  description: stringOverrideProcessor,
  color: identityOverrideProcessor,
  noValue: stringOverrideProcessor,
  links: dataLinksOverrideProcessor,
  mappings: valueMappingsOverrideProcessor,
  thresholds: thresholdsOverrideProcessor,
  filterable: booleanOverrideProcessor,
};

const defaults: Record<string, unknown> = {
  color: { mode: 'thresholds' },
  mappings: [],
  thresholds: {
    mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }, { value: 80, color: 'red' }],
  },
};

export const nothing = () => null;

export function optionOf(path: string, process: unknown, more = {}) {
  return {
    id: path, path, name: path, editor: nothing, override: nothing,
    process, shouldApply: () => true, settings: {}, ...more,
  } as unknown as FieldConfigPropertyItem;
}

export function registerFieldOptions() {
  standardFieldConfigEditorRegistry.setInit(() =>
    Object.entries(processes).map(([path, process]) =>
      optionOf(path, process, { defaultValue: defaults[path] })) as never);
}
