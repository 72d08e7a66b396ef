/** Debian's Xtigervnc on a display of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desEncrypt } from '../../rawpixel/rfb/des.ts';
import { environment } from '../programs/on-both.ts';
import { freeDisplayAndPort } from '../support/displays.ts';
import type { XClient } from '../support/x-client.ts';
import { connectRaw } from '../support/xvfb.ts';
import { until } from './x-picture.ts';

/** Servers keep passwords in files under this key, which everybody knows. */
const PASSWORD_FILE_KEY = Uint8Array.of(0xe8, 0x4a, 0xd6, 0x60, 0xc4, 0x72, 0x1a, 0xe0);

export interface Xtigervnc {
  readonly display: number;
  readonly port: number;
  /** A connection to the X server, to ask it what it shows. */
  readonly screen: XClient;
  readonly pid: number;
  end(): Promise<void>;
}

export interface XtigervncOptions {
  readonly width: number;
  readonly height: number;
  /** As its option -SecurityTypes has them. */
  readonly security: string;
  readonly password?: string;
  readonly args?: readonly string[];
}

export async function startXtigervnc(options: XtigervncOptions): Promise<Xtigervnc> {
  const { width, height, security, password = 'sesame12', args = [] } = options;
  const home = mkdtempSync(join(tmpdir(), 'farpane-vnc-'));
  const display = await freeDisplayAndPort();
  const passwords = join(home, 'passwords');
  writeFileSync(passwords, desEncrypt(PASSWORD_FILE_KEY, new TextEncoder().encode(password.padEnd(8, '\0'))));
  const server = spawn(
    'Xtigervnc',
    [
      `:${display}`,
      ...['-geometry', `${width}x${height}`, '-depth', '24', '-rfbport', String(display), '-ac', '-localhost'],
      ...['-SecurityTypes', security, '-PasswordFile', passwords, '-BlacklistThreshold', '1000', ...args],
    ],
    { stdio: 'ignore', env: { ...environment(display), HOME: home } },
  );
  let screen: XClient | undefined;
  await until('Xtigervnc', async () => {
    try {
      screen = await connectRaw(display, true);
      return true;
    } catch {
      return false;
    }
  });
  return {
    display,
    port: display,
    screen: screen!,
    pid: server.pid!,
    end: async () => {
      await screen!.close();
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      rmSync(home, { recursive: true });
    },
  };
}
