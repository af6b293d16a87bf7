import { PanelProps, VizOrientation } from '@grafana/data';
import { config } from '@grafana/runtime';
import { BarGauge as Bar } from '@grafana/ui';
import { pluginOf } from './plugin';
import { Repeated, reduced, valuesOf } from './values';

const AUTOMATIC = { minVizWidth: 8, minVizHeight: 16, maxVizHeight: 300 };
const manual = ({ minVizWidth, minVizHeight, maxVizHeight }: any) =>
  ({ minVizWidth, minVizHeight, maxVizHeight });

function BarGauge(props: PanelProps<any>) {
  const { options } = props;
  const isUpright = options.orientation === VizOrientation.Vertical;
  return (
    <Repeated {...props} values={valuesOf(props)} spacing={8}
      more={options.sizing === 'manual' ? manual(options) : AUTOMATIC}
      draw={({ value, width, height, orientation, alignmentFactors, count }, onClick) => (
        <Bar value={value.display} width={width} height={height} field={value.field}
          display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
          orientation={orientation} theme={config.theme2} onClick={onClick} text={options.text}
          displayMode={options.displayMode} showUnfilled={options.showUnfilled}
          valueDisplayMode={options.valueMode} namePlacement={options.namePlacement}
          alignmentFactors={alignmentFactors} itemSpacing={8} lcdCellWidth={12}
          isOverflow={isUpright ? false : height * count > props.height} />)} />);
}

export const barGauge = pluginOf(BarGauge, {
  ...reduced, displayMode: 'gradient', showUnfilled: true, valueMode: 'color', sizing: 'auto',
  namePlacement: 'auto', ...AUTOMATIC, text: {},
});
