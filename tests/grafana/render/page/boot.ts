// Before anything else is read: what Grafana's server writes into its page.
declare global {
  interface Window { __grafana_public_path__: string; grafanaBootData: unknown }
}

window.__grafana_public_path__ = '/public/';
// i18next's advertisement on the console.
Object.assign(globalThis, { __i18next_supportNoticeShown: true });
window.grafanaBootData = {
  settings: { featureToggles: {} }, navTree: [],
  user: { timezone: 'browser', weekStart: 'monday', language: 'en-US' },
};
export {};
