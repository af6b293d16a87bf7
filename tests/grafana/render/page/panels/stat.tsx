import { PanelProps } from '@grafana/data';
import { config } from '@grafana/runtime';
import { BigValue } from '@grafana/ui';
import { pluginOf } from './plugin';
import { Repeated, reduced, valuesOf } from './values';

function Stat(props: PanelProps<any>) {
  const { options } = props;
  const values = valuesOf(props, options.graphMode !== 'none');
  return (
    <Repeated {...props} values={values}
      draw={({ value, width, height, count, alignmentFactors }, onClick) => (
        <BigValue value={value.display} width={width}
          height={height} count={count} onClick={onClick} theme={config.theme2}
          sparkline={value.sparkline} colorMode={options.colorMode} graphMode={options.graphMode}
          justifyMode={options.justifyMode} textMode={textMode(options, values.length)}
          alignmentFactors={alignmentFactors} text={options.text}
          disableWideLayout={!options.wideLayout} />)} />);
}

// Grafana names one value alone only where it is asked to.
const textMode = (options: any, count: number) =>
  options.textMode === 'auto' && count > 1 ? 'value_and_name' : options.textMode;

export const stat = pluginOf(Stat, {
  ...reduced, textMode: 'auto', colorMode: 'value', graphMode: 'area', justifyMode: 'auto',
  wideLayout: true, showPercentChange: false, text: {},
});
