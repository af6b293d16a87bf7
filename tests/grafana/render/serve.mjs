#!/usr/bin/env node
// Shows dashboards over a Prometheus; see README.md.
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { values: options } = parseArgs({ options: {
  prometheus: { type: 'string' },
  port: { type: 'string', default: '0' },
  'scrape-interval': { type: 'string', default: '15s' },
  dashboards: { type: 'string', default: join(root, 'grafana/dashboards') },
  modules: { type: 'string',
    default: process.env.GRAFANA_MODULES || join(root, 'build/render/node_modules') },
} });
if (!options.prometheus) {
  console.error('serve.mjs --prometheus=URL [--port=0] [--scrape-interval=15s]'
    + ' [--dashboards=FOLDER] [--modules=FOLDER]');
  process.exit(2);
}
const modules = resolve(options.modules);
const built = await bundle(modules);

const types = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css',
  json: 'application/json', svg: 'image/svg+xml', woff2: 'font/woff2',
};
const answer = (type, body, status = 200) => ({ type: types[type], body, status });

// --- the dashboards: read anew each time, so that a reload shows a change -----

async function all() {
  const names = (await readdir(options.dashboards)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.sort().map(async (name) =>
    JSON.parse(await readFile(join(options.dashboards, name), 'utf8'))));
}

async function list() {
  return answer('json', JSON.stringify((await all()).map(
    ({ uid, title, tags, description }) => ({ uid, title, tags, description }))));
}

async function one(uid) {
  const found = (await all()).find((dashboard) => dashboard.uid === uid);
  return found ? answer('json', JSON.stringify(found)) : undefined;
}

// --- what a page is made of -----------------------------------------------------

const page = (body) => answer('html', `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Dashboards</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">${body}</html>\n`);

const dashboard = `<body data-scrape-interval="${options['scrape-interval']}">
<div id="root"></div><script src="/page.js"></script>`;

async function home() {
  const links = (await all()).map(({ uid, title, description }) =>
    `<li><a href="/d/${uid}">${title}</a>${description ? `: ${description}` : ''}</li>`);
  return page(`<body class="home"><h1>Dashboards</h1><ul>${links.join('\n')}</ul>`);
}

const fonts = {
  'inter/Inter-Regular': 'inter/files/inter-latin-400-normal',
  'inter/Inter-Italic': 'inter/files/inter-latin-400-italic',
  'inter/Inter-Medium': 'inter/files/inter-latin-500-normal',
  'inter/Inter-MediumItalic': 'inter/files/inter-latin-500-italic',
};

async function font(name) {
  const file = fonts[name] ?? 'roboto-mono/files/roboto-mono-latin-400-normal';
  return answer('woff2', await readFile(join(modules, '@fontsource', `${file}.woff2`)));
}

// A few are the application's own; nothing is drawn for these.
const icon = async (path) => answer('svg', await readFile(
  join(modules, '@grafana/ui/dist/public/img/icons', path))
  .catch(() => '<svg xmlns="http://www.w3.org/2000/svg"/>'));

async function prometheus(target) {
  const found = await fetch(`${options.prometheus}${target}`);
  return answer('json', Buffer.from(await found.arrayBuffer()), found.status);
}

const routes = [
  [/^\/$/, home],
  [/^\/d\/[\w-]+$/, () => page(dashboard)],
  [/^\/(page\.(js|css))$/, (_, name, type) => answer(type, built[name])],
  [/^\/dashboards$/, list],
  [/^\/dashboards\/([\w-]+)$/, (_, uid) => one(uid)],
  [/^\/api\/v1\/[\w/]+$/, prometheus],
  [/^\/public\/build\/img\/icons\/([\w-]+\/[\w-]+\.svg)$/, (_, path) => icon(path)],
  [/^\/public\/fonts\/([\w/-]+)\.woff2$/, (_, name) => font(name)],
];

// What does not change as long as this runs; a browser keeps it compiled, too.
const kept = (target) => /^\/(page\.|public\/)/.test(target) && { 'Cache-Control': 'max-age=3600' };

async function route(target) {
  const { pathname } = new URL(target, 'http://host');
  for (const [pattern, respond] of routes) {
    const found = pathname.match(pattern);
    if (found) {
      return respond(target, ...found.slice(1));
    }
  }
  return undefined;
}

const server = createServer(async (request, response) => {
  let found;
  try {
    found = await route(request.url) ?? answer('html', 'not found', 404);
  } catch (error) {
    found = answer('html', error.message, 502);
  }
  response.writeHead(found.status, { 'Content-Type': found.type, ...kept(request.url) });
  response.end(found.body);
});
server.listen(Number(options.port), '127.0.0.1', () =>
  console.log(`listening on http://127.0.0.1:${server.address().port}`));
