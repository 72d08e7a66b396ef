/**
 * A web product of one's own, in small: it serves a page (index.html) at an origin of its own, and starts a session for whoever opens that.
 *
 *     npx farpane serve --port 8484 --token SECRET --lease 10m --allow-origin http://127.0.0.1:8080
 *     FARPANE_URL=http://127.0.0.1:8484 FARPANE_TOKEN=SECRET PORT=8080 npx tsx apps/embedding/server.ts
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const { FARPANE_URL: host = 'http://127.0.0.1:8484', FARPANE_TOKEN: token = '', PORT = '8080' } = process.env;
const command = (process.env['PROGRAM'] ?? 'xterm').split(' ');

/**
 * The host's token stays here: it starts and ends sessions. The browser gets the session's address, whose own token lets into that one alone.
 * @throws Error with what the host says.
 */
async function startSession(): Promise<{ readonly url: string }> {
  const response = await fetch(new URL('/api/sessions', host), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ width: 800, height: 600, lease: 600, command }),
  });
  const answer = (await response.json()) as { url: string; error?: string };
  if (!response.ok) throw new Error(answer.error);
  return { url: answer.url };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST' && request.url === '/session') {
    const session = await startSession();
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(session));
  } else if (request.method === 'GET' && request.url === '/') {
    const page = await readFile(new URL('index.html', import.meta.url));
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  } else response.writeHead(404).end();
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(502, { 'content-type': 'application/json' }).end(JSON.stringify({ error: String(error) }));
  });
});
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${PORT}/\n`));
