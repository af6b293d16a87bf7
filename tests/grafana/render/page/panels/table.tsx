import { cacheFieldDisplayNames, PanelProps } from '@grafana/data';
import { TableNG } from '@grafana/ui/unstable';
import { NoData } from './no_data';
import { pluginOf } from './plugin';

function Table({ data, fieldConfig, options, width, height, timeRange }: PanelProps<any>) {
  const frame = data.series[options.frameIndex] ?? data.series[0];
  if (!frame?.fields.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  cacheFieldDisplayNames(data.series);
  // Rows that are out of sight are in the page all the same: it is searched.
  return (
    <TableNG data={frame} width={width} height={height} timeRange={timeRange}
      structureRev={data.structureRev} noHeader={!options.showHeader}
      initialSortBy={options.sortBy} enablePagination={options.enablePagination}
      cellHeight={options.cellHeight} fieldConfig={fieldConfig} getActions={() => []}
      enableVirtualization={false} showTypeIcons={false} transparent={false} />);
}

export const table = pluginOf(Table, {
  showHeader: true, cellHeight: 'sm', frameIndex: 0, sortBy: [], enablePagination: false,
}, {
  align: 'auto', cellOptions: { type: 'auto' }, inspect: false, filterable: undefined,
  width: undefined, minWidth: 150, hidden: undefined, hideFrom: undefined, wrapText: undefined,
  wrapHeaderText: undefined, footer: undefined, tooltip: undefined, styleField: undefined,
});
