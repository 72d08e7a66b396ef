/** The REST API, its description and the metrics. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionMetrics } from '../../host/metrics.ts';
import { startTestHost, until, type TestHost } from './support.ts';

let host: TestHost;

beforeAll(async () => {
  host = await startTestHost();
});

afterAll(async () => {
  await host.end();
});

async function post(path: string, body: unknown, token?: string): Promise<Response> {
  return host.api(
    path,
    { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    token,
  );
}

describe('REST', () => {
  test('everything but the description needs a token, and says so', async () => {
    const { id } = host.session;
    for (const path of [
      '/api/sessions',
      `/api/sessions/${id}`,
      `/api/sessions/${id}/stats`,
      `/api/sessions/${id}/screenshot`,
      '/metrics',
    ]) {
      const response = await host.api(path, {}, '');
      expect(response.status, path).toBe(401);
      expect(await response.json()).toEqual({ error: expect.any(String) as string });
      expect((await host.api(path, {}, 'wrong-token')).status, path).toBe(401);
    }
    expect((await post('/api/sessions', {}, 'wrong-token')).status).toBe(401);
    expect((await post(`/api/sessions/${id}/programs`, { command: ['true'] }, 'wrong-token')).status).toBe(401);
    expect((await host.api(`/api/sessions/${id}`, { method: 'DELETE' }, 'wrong-token')).status).toBe(401);
    // Who has no token does not learn which sessions there are.
    expect((await host.api('/api/sessions/none', {}, 'wrong-token')).status).toBe(401);
    expect((await host.api('/api/sessions/none')).status).toBe(404);
  });

  test('a session is made, described, used and ended', async () => {
    const made = await post('/api/sessions', { width: 300, height: 200, command: ['xlogo'] });
    expect(made.status).toBe(201);
    const session = (await made.json()) as { id: string; token: string; display: string; url: string };
    expect(session.url).toContain(`/session/${session.id}/#token=${session.token}`);
    const list = (await (await host.api('/api/sessions')).json()) as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual([host.session.id, session.id]);
    expect(JSON.stringify(list)).not.toContain(session.token);

    const path = `/api/sessions/${session.id}`;
    const started = await post(`${path}/programs`, { command: ['xclock'] }, session.token);
    expect(started.status).toBe(201);
    expect(await started.json()).toEqual({ pid: expect.any(Number) as number, command: ['xclock'] });
    const stats = async () =>
      (await (await host.api(`${path}/stats`, {}, session.token)).json()) as { clients: number; programs: unknown[] };
    await until(async () => (await stats()).clients === 2, 'two clients');
    expect((await stats()).programs).toHaveLength(2);

    expect((await host.api(path, { method: 'DELETE' }, session.token)).status).toBe(204);
    expect((await host.api(path)).status).toBe(404);
    expect(host.front.sessions.list).toHaveLength(1);
  });

  test('what makes no sense is refused with a reason', async () => {
    const { id } = host.session;
    const bad: [string, unknown, RegExp][] = [
      ['/api/sessions', { width: 1 }, /width/],
      ['/api/sessions', { nonsense: 1 }, /additional properties/],
      ['/api/sessions', { record: 'relative' }, /record/],
      ['/api/sessions', { lease: 0 }, /lease/],
      ['/api/sessions', { command: ['/does/not/exist'] }, /not found/],
      [`/api/sessions/${id}/programs`, {}, /command/],
      [`/api/sessions/${id}/programs`, { command: [] }, /command/],
      [`/api/sessions/${id}/programs`, { command: 'xterm' }, /command/],
      [`/api/sessions/${id}/programs`, { command: ['/does/not/exist'] }, /not found/],
    ];
    for (const [path, body, reason] of bad) {
      const response = await post(path, body);
      expect(response.status).toBe(reason.source === 'not found' ? 422 : 400);
      const { error } = (await response.json()) as { error: string };
      expect(error).toMatch(reason);
    }
    expect(host.front.sessions.list).toHaveLength(1);
  });

  test('what is not there is told as every other error', async () => {
    for (const path of ['/api/nothing', '/api/sessions/abc/nothing', '/nothing']) {
      const response = await host.api(`${path}?token=secret`);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: `nothing here: GET ${path}` });
    }
  });

  test.each([
    ['no body', {}],
    ['an empty one', { headers: { 'content-type': 'application/json' }, body: '' }],
    ['an empty object', { headers: { 'content-type': 'application/json' }, body: '{}' }],
  ])('a session is made with %s', async (_name, init) => {
    const response = await host.api('/api/sessions', { method: 'POST', ...init });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };
    expect((await host.api(`/api/sessions/${id}`, { method: 'DELETE' })).status).toBe(204);
  });

  test('a session is made with a recording and a lease', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farpane-api-test-'));
    const record = join(folder, 'a.fprec');
    const { id } = (await (await post('/api/sessions', { record, lease: 900 })).json()) as { id: string };
    const stats = await (await host.api(`/api/sessions/${id}/stats`)).json();
    expect(stats).toMatchObject({ recording: { file: record }, lease: { seconds: 900 } });
    const twice = await post('/api/sessions', { record });
    expect(twice.status).toBe(409);
    expect(await twice.json()).toEqual({ error: `${record}: there is such a file already` });
    await host.api(`/api/sessions/${id}`, { method: 'DELETE' });
    await rm(folder, { recursive: true });
  });

  test('no shell takes part when a program is started', async () => {
    const response = await post(`/api/sessions/${host.session.id}/programs`, { command: ['echo $HOME; false'] });
    expect(((await response.json()) as { error: string }).error).toBe('echo $HOME; false: not found');
  });

  test('the description has every route', async () => {
    const response = await host.api('/api/openapi.json', {}, '');
    const description = (await response.json()) as { openapi: string; paths: Record<string, Record<string, object>> };
    expect(description.openapi).toBe('3.1.0');
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'delete /api/sessions/{id}',
      'delete /api/sessions/{id}/terminals/{terminal}',
      'get /api/openapi.json',
      'get /api/sessions',
      'get /api/sessions/{id}',
      'get /api/sessions/{id}/clipboard',
      'get /api/sessions/{id}/screenshot',
      'get /api/sessions/{id}/stats',
      'get /api/sessions/{id}/terminals',
      'get /api/vnc-servers',
      'get /api/vnc-servers/{name}',
      'get /metrics',
      'post /api/sessions',
      'post /api/sessions/{id}/programs',
      'post /api/sessions/{id}/shows',
      'put /api/sessions/{id}/clipboard',
      'put /api/sessions/{id}/keyboard',
      'put /api/sessions/{id}/terminals/{terminal}/link',
      'put /api/sessions/{id}/terminals/{terminal}/wire',
    ]);
  });

  test('answers carry the headers that keep a browser from mischief', async () => {
    const response = await host.api('/api/openapi.json', {}, '');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('metrics', () => {
  test('are Prometheus’ text', async () => {
    await host.view({ untilIdle: 50 });
    const response = await host.api('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    expect(text).toContain('# TYPE farpane_sessions gauge\nfarpane_sessions 1\n');
    for (const line of text.trim().split('\n')) {
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) farpane_[a-z_]+ .+|farpane_[a-z_]+(?:\{[^}]*\})? \d+(?:\.\d+)?(?:e\+\d+)?)$/,
      );
    }
  });

  test('labels are escaped', () => {
    const stats = { ...emptyStats(), clients: 3 };
    const text = sessionMetrics([{ session: { id: 'a"\\\n' } as never, stats }]);
    expect(text).toContain('farpane_clients{session="a\\"\\\\\\n"} 3');
  });
});

function emptyStats() {
  return {
    seconds: 0,
    clients: 0,
    windows: 0,
    programs: [],
    terminals: [],
    entries: 0,
    replies: 0,
    events: 0,
    errors: 0,
    roundTrips: 0,
    defects: 0,
    epoch: 1,
    width: 1,
    height: 1,
    residentBytes: 0,
    recording: undefined,
    lease: undefined,
  };
}
