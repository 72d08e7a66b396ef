/** VNC servers that `serve` is told of: where they are, and their passwords, which never stand on the command line. */
import { readFile } from 'node:fs/promises';
import type { Argv } from 'yargs';
import { VNC_SERVER_NAME } from '../host/foreign/foreign-servers.ts';
import type { VncServer } from '../host/foreign/server-stream.ts';
import { Failure, Misuse, oneLine } from './misuse.ts';

export interface VncServerArguments {
  readonly vncServer: readonly string[];
  readonly vncPasswordFile: readonly string[];
}

const SERVER = /^([^=]+)=(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/;
const ENVIRONMENT = 'FARPANE_VNC_PASSWORD_';

export function vncServerOptions<T>(argv: Argv<T>): Argv<T & VncServerArguments> {
  return argv
    .option('vnc-server', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: 'NAME=HOST:PORT: a VNC server that pages may show, at /vnc/NAME/; may be given several times',
    })
    .option('vnc-password-file', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      describe: `NAME=FILE: its password is the file's first line (or in ${ENVIRONMENT}NAME)`,
    }) as unknown as Argv<T & VncServerArguments>;
}

function parseServer(value: string): Omit<VncServer, 'password'> {
  const [, name = '', v6, plain, digits] = SERVER.exec(value) ?? [];
  const host = v6 ?? plain;
  const port = Number(digits);
  if (host === undefined || !VNC_SERVER_NAME.test(name) || !(port >= 1 && port <= 65_535)) {
    throw new Misuse(`--vnc-server takes NAME=HOST:PORT, such as lab=10.0.0.5:5901, not ${JSON.stringify(value)}`);
  }
  return { name, host, port };
}

/** `lab-2` has its password in FARPANE_VNC_PASSWORD_LAB_2. It is taken out: what sessions start is not to inherit it. */
function takeFromEnvironment(name: string): string | undefined {
  const key = ENVIRONMENT + name.replaceAll(/[.-]/g, '_').toUpperCase();
  const password = process.env[key];
  delete process.env[key];
  return password;
}

async function readPasswords(values: readonly string[], names: ReadonlySet<string>): Promise<Map<string, string>> {
  const passwords = new Map<string, string>();
  for (const value of values) {
    const [, name = '', file = ''] = /^([^=]+)=(.+)$/.exec(value) ?? [];
    if (file === '') throw new Misuse(`--vnc-password-file takes NAME=FILE, not ${JSON.stringify(value)}`);
    if (!names.has(name)) throw new Misuse(`--vnc-password-file: no --vnc-server is called ${name}`);
    try {
      passwords.set(name, (await readFile(file, 'utf8')).split(/\r?\n/, 1)[0]!);
    } catch (error) {
      throw new Failure(`--vnc-password-file: ${oneLine(error)}`);
    }
  }
  return passwords;
}

/** @throws Misuse, Failure */
export async function vncServers({ vncServer, vncPasswordFile }: VncServerArguments): Promise<VncServer[]> {
  const servers = vncServer.map(parseServer);
  const names = new Set(servers.map(({ name }) => name));
  if (names.size < servers.length) throw new Misuse('--vnc-server: two servers of the same name');
  const passwords = await readPasswords(vncPasswordFile, names);
  return servers.map((server) => {
    const given = takeFromEnvironment(server.name);
    return { ...server, password: passwords.get(server.name) ?? given };
  });
}
