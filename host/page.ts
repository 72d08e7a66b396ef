/** The pages, bundled when the host starts: each is a folder of files (page-routes.ts serves them). */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundlePage } from './bundle.ts';
import { ROOT } from './kept-bundles.mjs';

const SOURCE = join(ROOT, 'clients', 'browser');
/** What all pages have in common, as it is; and in parts/, what HTML files include. */
const COMMON = join(SOURCE, 'common');
/** Files that are served as they are. */
const PLAIN_FILE = /\.(html|css)$/;

/** The style of the plots, from their package. */
const PLOT_STYLE = 'uplot/dist/uPlot.min.css';

async function build(folders: readonly string[], entries: Readonly<Record<string, string>>): Promise<string> {
  const plain: Record<string, string> = { 'uplot.css': createRequire(import.meta.url).resolve(PLOT_STYLE) };
  for (const folder of folders) {
    for (const name of (await readdir(folder)).sort()) if (PLAIN_FILE.test(name)) plain[name] = join(folder, name);
  }
  return bundlePage(entries, plain);
}

/** The pages of a session; gives their folder. @throws BundleError */
export async function buildPage(): Promise<string> {
  const compare = join(SOURCE, 'compare');
  const vnc = join(SOURCE, 'vnc');
  return build([SOURCE, COMMON, join(SOURCE, 'panel'), compare, vnc], {
    main: join(SOURCE, 'main.ts'),
    compare: join(compare, 'compare.ts'),
    vnc: join(vnc, 'vnc.ts'),
    worker: join(SOURCE, 'worker', 'worker.ts'),
    'vnc-worker': join(SOURCE, 'worker', 'vnc-worker.ts'),
  });
}

/** The page that plays a recording; gives its folder. @throws BundleError */
export async function buildReplayPage(): Promise<string> {
  const folder = join(SOURCE, 'replay');
  return build([COMMON, folder], { main: join(folder, 'main.ts'), worker: join(folder, 'worker', 'worker.ts') });
}
