// JsSIP is published as CommonJS modules; a page takes them as one script that answers require.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const REQUIRED = /\brequire\(['"]([^'"]+)['"]\)/g;

// The file that a module means by that name; a package's own words for browsers count.
function found(name, from) {
  const require = createRequire(from);
  if (name.startsWith('.')) return require.resolve(name);
  // with the slash: the package of that name, and not what node has built in
  const file = require.resolve(name + '/');
  const manifest = path.join(file.slice(0, file.lastIndexOf(`node_modules/${name}/`)), 'node_modules', name, 'package.json');
  const { browser } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  return typeof browser === 'string' ? path.join(path.dirname(manifest), browser) : file;
}

function modules(entry) {
  const all = new Map();
  const waiting = [entry];
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (all.has(file)) continue;
    const text = fs.readFileSync(file, 'utf8');
    const names = {};
    if (!file.endsWith('.json')) {
      for (const [, name] of text.matchAll(REQUIRED)) names[name] = found(name, file);
    }
    all.set(file, { text: file.endsWith('.json') ? `module.exports = ${text}` : text, names });
    waiting.push(...Object.values(names));
  }
  return all;
}

// A script that makes the package's exports a global of that name.
export function bundle(name, global) {
  const entry = found(name, import.meta.url);
  const parts = [...modules(entry)].map(
    ([file, { text, names }]) =>
      `${JSON.stringify(file)}: [${JSON.stringify(names)}, function (require, module, exports) {\n${text}\n}]`,
  );
  return `(() => {
const files = {${parts.join(',\n')}};
const made = {};
function load(file) {
  if (!made[file]) {
    const [names, body] = files[file];
    made[file] = { exports: {} };
    body((name) => load(names[name]), made[file], made[file].exports);
  }
  return made[file].exports;
}
window.${global} = load(${JSON.stringify(entry)});
})();`;
}
