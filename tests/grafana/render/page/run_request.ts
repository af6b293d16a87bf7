// One request of a panel, an annotation or a variable: asks the data source
// and tells how far it is.
import {
  DataQueryRequest, DataSourceApi, LoadingState, PanelData, preProcessPanelData, toDataFrame,
} from '@grafana/data';
import { catchError, from, isObservable, map, Observable, of, startWith } from 'rxjs';
import { complain } from './complaints';

export function runRequest(
  source: DataSourceApi, request: DataQueryRequest
): Observable<PanelData> {
  const state = (more: Partial<PanelData>): PanelData =>
    ({ series: [], state: LoadingState.Done, timeRange: request.range, request, ...more });
  const answer = source.query(request);
  return (isObservable(answer) ? answer : from(answer)).pipe(
    map(({ data }) => preProcessPanelData(state({ series: data.map(toDataFrame) }))),
    catchError((error: Error) => {
      complain(error.message);
      return of(state({ state: LoadingState.Error, errors: [{ message: error.message }] }));
    }),
    startWith(state({ state: LoadingState.Loading })));
}
