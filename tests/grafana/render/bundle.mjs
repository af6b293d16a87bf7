// The page as one script and one style sheet, made of page/ and npm's modules.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

// Grafana's libraries are made for its own build, which differs from esbuild
// in these places.
const differences = (modules) => ({
  name: 'differences',
  setup(build) {
    // The name that router 6 had while 5 was still about.
    build.onResolve({ filter: /^react-router-dom-v5-compat$/ }, ({ importer }) =>
      build.resolve('react-router-dom',
        { importer, kind: 'import-statement', resolveDir: modules }));
    // A CommonJS module whose default is taken for the module.
    build.onResolve({ filter: /^react-custom-scrollbars-2$/ }, ({ path }) =>
      ({ path, namespace: 'default-of' }));
    build.onLoad({ filter: /.*/, namespace: 'default-of' }, ({ path }) => ({
      contents: `export { default, Scrollbars } from ${JSON.stringify(`${path}/lib/index.js`)};`,
      resolveDir: modules,
    }));
    // What the table's options of this version do without.
    build.onLoad({ filter: /composable\/table\/panelcfg\/.*\.mjs$/ }, async ({ path }) => ({
      contents: `${await readFile(path, 'utf8')}\nexport const defaultOptions = {};`,
    }));
  },
});

/** {'page.js': …, 'page.css': …} */
export async function bundle(modules) {
  const { build } = createRequire(`${modules}/`)('esbuild');
  const { outputFiles } = await build({
    entryPoints: { page: here('page/main.tsx') },
    outdir: '/', write: false, bundle: true, format: 'iife', jsx: 'automatic',
    nodePaths: [modules], plugins: [differences(modules)], logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.svg': 'dataurl', '.woff2': 'empty', '.woff': 'empty', '.ttf': 'empty' },
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [path.slice(1), contents]));
}
