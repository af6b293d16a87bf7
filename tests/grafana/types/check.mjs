#!/usr/bin/env node
// Checks dashboards against the types of @grafana/schema:
//
//     check.mjs MODULES FILE…
//
// MODULES is the node_modules that has them. Prints what does not fit and ends
// with 1 if anything does not.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const modules = resolve(process.argv[2]);
const ts = createRequire(`${modules}/`)('typescript');

// A literal, for only in one a name that no type has is an error.
const sources = new Map(process.argv.slice(3).map((file) => [
  `${here}${basename(file)}.ts`,
  `import type { Dashboard } from './dashboard';\n`
    + `export const dashboard: Dashboard = ${readFileSync(file, 'utf8')};\n`,
]));

const options = {
  strict: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  paths: {
    '@grafana/schema': [`${modules}/@grafana/schema/dist/types/index.d.ts`],
    'panelcfg/*': [
      `${modules}/@grafana/schema/dist/types/raw/composable/*/panelcfg/x/types.gen.d.ts`],
  },
};
const host = ts.createCompilerHost(options);
const { readFile, fileExists } = host;
host.readFile = (name) => sources.get(name) ?? readFile(name);
host.fileExists = (name) => sources.has(name) || fileExists(name);

const program = ts.createProgram([...sources.keys()], options, host);
const found = ts.getPreEmitDiagnostics(program);
for (const { file, start, messageText } of found) {
  const { line } = file.getLineAndCharacterOfPosition(start);
  const text = ts.flattenDiagnosticMessageText(messageText, '\n  ');
  // The first line is ours.
  console.log(`${basename(file.fileName, '.ts')}:${line}: ${text}`);
}
process.exit(found.length ? 1 : 0);
