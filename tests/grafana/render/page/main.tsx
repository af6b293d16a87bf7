// The page: /d/UID?theme=dark&from=…&to=…&var-NAME=…
import './boot';
import { config, locationService, LocationServiceProvider } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { GlobalStyles, PortalContainer, ThemeContext } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';
import { checkDashboard, checkScene } from './checks';
import { sceneOf } from './scene';
import { start } from './start';
import './page.css';

const search = new URLSearchParams(location.search);

async function main() {
  const uid = location.pathname.split('/')[2];
  const dashboard = await (await fetch(`/dashboards/${uid}`)).json();
  const isDark = search.get('theme') !== 'light';
  await start(isDark);
  document.title = `${dashboard.title} - dashboards`;
  checkDashboard(dashboard);
  const scene = sceneOf(dashboard);
  Object.assign(window, { problems: () => checkScene(scene), scene });
  createRoot(document.getElementById('root')!).render(
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <PortalContainer />
      <BrowserRouter>
        <LocationServiceProvider service={locationService}>
          <UrlSyncContextProvider scene={scene}>
            <h1>{dashboard.title}</h1>
            <scene.Component model={scene} />
          </UrlSyncContextProvider>
        </LocationServiceProvider>
      </BrowserRouter>
    </ThemeContext.Provider>);
}

void main();
