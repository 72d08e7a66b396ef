/** The bench's helper processes and the programs that it shows, bundled so that they start fast. */
import { join } from 'node:path';
import { bundlePrograms } from '../host/bundle.ts';
import { ROOT } from '../host/kept-bundles.mjs';

const file = (...path: string[]): string => join(ROOT, ...path);

const ENTRIES = {
  link: file('bench/link/link-main.ts'),
  terminal: file('bench/far/terminal-main.ts'),
  display: file('bench/far/display-main.ts'),
  animation: file('apps/demos/animation.ts'),
  film: file('bench/programs/full-screen-film.ts'),
  photo: file('bench/programs/show-photo.ts'),
} as const;

export type Bundles = Readonly<Record<keyof typeof ENTRIES, string>>;

/** Paths by name. @throws BundleError */
export async function makeBundles(): Promise<Bundles> {
  const paths = await bundlePrograms('bench', ENTRIES);
  return Object.fromEntries(Object.keys(ENTRIES).map((name) => [name, paths.get(name)!])) as Bundles;
}
