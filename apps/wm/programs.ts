import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that the launcher offers. */
export interface Program {
  readonly label: string;
  readonly command: readonly string[];
}

/** Programs that people look for, by the name of their executable. Chromium has no sandbox for root. */
const KNOWN: readonly Program[] = [
  { label: 'Terminal (xterm)', command: ['xterm'] },
  { label: 'Terminal (QTerminal)', command: ['qterminal'] },
  { label: 'Chromium', command: process.getuid?.() === 0 ? ['chromium', '--no-sandbox'] : ['chromium'] },
  { label: 'Firefox', command: ['firefox'] },
  { label: 'Firefox', command: ['firefox-esr'] },
  { label: 'Files (PCManFM)', command: ['pcmanfm'] },
  { label: 'Files (Thunar)', command: ['thunar'] },
  { label: 'Mousepad', command: ['mousepad'] },
  { label: 'Emacs', command: ['emacs'] },
  { label: 'GIMP', command: ['gimp'] },
  { label: 'Inkscape', command: ['inkscape'] },
  { label: 'LibreOffice', command: ['libreoffice'] },
  { label: 'GTK 3 demo', command: ['gtk3-demo'] },
  { label: 'Calculator (xcalc)', command: ['xcalc'] },
  { label: 'Editor (xedit)', command: ['xedit'] },
  { label: 'Eyes (xeyes)', command: ['xeyes'] },
  { label: 'Clock (xclock)', command: ['xclock'] },
];

/** The known programs that are installed. */
export async function findPrograms(path = process.env['PATH'] ?? ''): Promise<Program[]> {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const installed = await Promise.all(
    KNOWN.map(async ({ command }) => {
      const tries = folders.map((folder) => access(join(folder, command[0]!), constants.X_OK));
      return Promise.any(tries).then(
        () => true,
        () => false,
      );
    }),
  );
  return KNOWN.filter((_, i) => installed[i]);
}

/** Starts a program that outlives nobody's interest: its output is dropped, its end unnoticed. */
export function launch(command: readonly string[]): void {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', (error) => process.stderr.write(`${program}: ${error.message}\n`));
  child.unref();
}
