import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dashboardTexts } from './all';

// What `npm run update` starts first: the program has these files in it. In the project's folder.
for (const [path, text] of dashboardTexts()) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  writeFileSync(path, text);
  process.stderr.write(`wrote ${path}\n`);
}
