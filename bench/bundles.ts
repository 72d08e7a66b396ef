/** The bench's helper processes and the programs that it shows, bundled so that they start fast. */
import { fileURLToPath } from 'node:url';
import { bundlePrograms, endBundling } from '../host/bundle.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const ENTRIES = {
  link: file('link/link-main.ts'),
  terminal: file('far/terminal-main.ts'),
  display: file('far/display-main.ts'),
  animation: file('../apps/demos/animation.ts'),
  film: file('programs/full-screen-film.ts'),
  photo: file('programs/show-photo.ts'),
} as const;

export type Bundles = Readonly<Record<keyof typeof ENTRIES, string>>;

/** Paths by name. @throws BundleError */
export async function makeBundles(): Promise<Bundles> {
  const paths = await bundlePrograms('bench', ENTRIES);
  await endBundling();
  return Object.fromEntries(Object.keys(ENTRIES).map((name) => [name, paths.get(name)!])) as Bundles;
}
