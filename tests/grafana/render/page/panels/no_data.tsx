/** What Grafana shows where a panel has nothing to show. */
export const NoData = ({ fieldConfig }: { fieldConfig: any }) =>
  <div className="no-data">{fieldConfig.defaults.noValue || 'No data'}</div>;
