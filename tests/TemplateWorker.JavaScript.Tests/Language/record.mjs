// Fills in what Node answers to the probes: TZ=UTC LC_ALL=en_US.UTF-8 node record.mjs (Node 26 or later; `npx --yes node@26 record.mjs`).
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('probes.json', import.meta.url);
const file = JSON.parse(readFileSync(path, 'utf8'));
const AsyncFunction = (async () => {}).constructor;
for (const probe of file.probes) {
  try {
    probe.answer = JSON.stringify(await new AsyncFunction(probe.code)()) ?? 'undefined';
  } catch (error) {
    probe.answer = `throws ${error.name}`;
  }
}
file.node = process.version;
writeFileSync(path, JSON.stringify(file, null, 1).replace(/\n {3}/g, ' ').replace(/\n {2}\}/g, ' }') + '\n');
