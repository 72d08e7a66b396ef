/** The page: bundled when the host starts, served as files of one folder. */
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bundlePage } from './bundle.ts';
import { ROOT } from './kept-bundles.mjs';

const SOURCE = join(ROOT, 'clients', 'browser');
/** Files that are served as they are. */
const PLAIN_FILE = /\.(html|css)$/;

/** Nothing but the page's own files runs or loads; the session's WebSocket is on the same origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

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
  return build([SOURCE, join(SOURCE, 'panel'), compare, vnc], {
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
  return build([folder], { main: join(folder, 'main.ts'), worker: join(folder, 'worker', 'worker.ts') });
}

export function setSecurityHeaders(reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    // The token is in the page's address.
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
}

/** Serves the folder at `/`. */
export async function addFiles(app: FastifyInstance, folder: string): Promise<void> {
  await stat(join(folder, 'index.html'));
  await app.register(fastifyStatic, { root: folder, cacheControl: false, serveDotFiles: false });
  app.addHook('onSend', async (_request, reply) => {
    // Files keep their names from build to build.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-cache');
  });
}

/**
 * Serves the folder at `/`, its pages of a session at `/session/<id>/` and `/compare/<id>/`, and that of a foreign VNC server at `/vnc/<name>/`.
 * @param hasServer whether the host was told of a VNC server of this name.
 */
export async function addPage(
  app: FastifyInstance,
  folder: string,
  hasServer: (name: string) => boolean,
): Promise<void> {
  await addFiles(app, folder);
  for (const [place, page] of [
    ['session', 'index.html'],
    ['compare', 'compare.html'],
  ] as const) {
    app.get<{ Params: { id: string; '*': string } }>(`/${place}/:id/*`, async (request, reply) => {
      const name = request.params['*'];
      return reply.sendFile(name === '' ? page : name);
    });
  }
  app.get<{ Params: { name: string; '*': string } }>('/vnc/:name/*', async (request, reply) => {
    const { name, '*': file } = request.params;
    if (!hasServer(name)) return reply.callNotFound();
    return reply.sendFile(file === '' ? 'vnc.html' : file);
  });
}
