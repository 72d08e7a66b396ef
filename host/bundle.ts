/**
 * Bundles of what does not run from the sources: the page, the `farpane` command, and the programs of other Node processes (a session, apps), which
 * then start fast and without a loader. They are made when they are first wanted, kept in build/ under a hash of their content, and made again when
 * a source has changed (kept-bundles.mjs).
 */
import { join } from 'node:path';
import { keptBundle, makeBundle } from './kept-bundles.mjs';
import { messageOf } from './message-of.ts';

/** The sources could not be bundled; the message has the places. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BundleError';
  }
}

type Entries = Readonly<Record<string, string>>;

/** The folder with the bundle of these entries and other files, by their names: kept, or made now. */
async function folderOf(
  kind: string,
  platform: 'node' | 'browser',
  entries: Entries,
  others: Entries,
): Promise<string> {
  const kept = keptBundle(kind, { ...entries, ...others });
  if (kept !== undefined) return kept;
  try {
    return await makeBundle({ kind, entries, others, platform });
  } catch (error) {
    throw new BundleError(messageOf(error));
  }
}

/**
 * Bundles programs for Node: entry files by the names of their programs. Packages with native code stay outside; gives the path of each.
 * @throws BundleError
 */
export async function bundlePrograms(kind: string, entries: Entries): Promise<Map<string, string>> {
  const folder = await folderOf(kind, 'node', entries, {});
  return new Map(Object.keys(entries).map((name) => [name, join(folder, `${name}.mjs`)]));
}

/**
 * Bundles files for the browser, beside others that are taken as they are (paths by name), but for what HTML files share: `<!-- include FILE -->`
 * is replaced by that file; gives the folder.
 * @throws BundleError
 */
export async function bundlePage(entries: Entries, others: Entries): Promise<string> {
  return folderOf('page', 'browser', entries, others);
}
