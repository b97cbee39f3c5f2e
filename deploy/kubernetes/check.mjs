// Checks manifests against the types and schemas of Kubernetes and of the operators, offline: node check.mjs MODULES FILE...
// A file may be - for standard input, such as what `kubectl kustomize` renders. Prints a line for each fault, exits 1 when there is one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const from = createRequire(join(resolve(modules), 'x.js'));
const yaml = from('yaml'), ts = from('typescript');

const operators = {
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg', 'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};
// npm has no schemas for these; docs/deploy.md says so.
const unknown = new Set(['kustomize.config.k8s.io', 'rabbitmq.com']);

const faults = [], documents = [], patches = new Set();
for (const file of files) {
  for (const document of yaml.parseAllDocuments(readFileSync(file === '-' ? 0 : file, 'utf8'))) {
    faults.push(...document.errors.map(e => `${file}: ${e.message}`));
    const value = document.toJS();
    if (value) documents.push({ file, value, where: `${file}: ${value.kind} ${value.metadata?.name ?? ''}` });
    for (const patch of value?.patches ?? []) patches.add(resolve(dirname(file), patch.path));
  }
}

function moduleOf(apiVersion) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return unknown.has(group) ? null : `${operators[group] ?? 'kubernetes-models'}/${apiVersion}`;
}

// Values and required fields, by the schemas. A patch lacks what it does not change.
for (const { file, value, where } of documents) {
  const name = moduleOf(value.apiVersion);
  if (!name || patches.has(resolve(file))) continue;
  const model = (await import(pathToFileURL(join(resolve(modules), name, 'index.js')).href).catch(() => ({})))[value.kind];
  if (!model) { faults.push(`${where}: ${value.apiVersion} has no ${value.kind}`); continue; }
  try { new model(value).validate(); } catch (e) { faults.push(`${where}: ${e.message}`); }
}

// Unknown fields, which the schemas let through: as literals of the types, where the compiler refuses what the type lacks.
const typed = documents.filter(d => moduleOf(d.value.apiVersion));
const source = ['type P<T> = T extends (infer U)[] ? P<U>[] : T extends object ? { [K in keyof T]?: P<T[K]> } : T;',
  ...typed.map((d, i) => `export const v${i}: P<import('${moduleOf(d.value.apiVersion)}').I${d.value.kind}> = ${JSON.stringify(d.value)};`)];
const virtual = join(resolve(modules), '..', 'manifests.ts').replaceAll('\\', '/');
const options = { noEmit: true, strict: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
const host = ts.createCompilerHost(options);
const { readFile, fileExists, getSourceFile } = host;
host.fileExists = f => f === virtual || fileExists(f);
host.readFile = f => f === virtual ? source.join('\n') : readFile(f);
host.getSourceFile = (f, ...rest) => f === virtual ? ts.createSourceFile(f, source.join('\n'), options.target) : getSourceFile(f, ...rest);
const program = ts.createProgram([virtual], options, host);
for (const d of program.getSemanticDiagnostics(program.getSourceFile(virtual))) {
  const line = program.getSourceFile(virtual).getLineAndCharacterOfPosition(d.start).line;
  faults.push(`${typed[line - 1]?.where ?? basename(virtual)}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`);
}

faults.forEach(f => console.log(f));
console.log(`${documents.length} documents, ${typed.length} checked, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
