/**
 * Tidies up behind a host that was killed: ends what the session had started and removes its folder. It is a shell in a session of its own, of a megabyte,
 * that reads a pipe from us; whatever ends us ends the pipe.
 */
import { spawn, type ChildProcess } from 'node:child_process';

const SCRIPT = `
trap '' INT TERM HUP
groups=
while read -r word group; do
  case $word in
    began) groups="$groups $group" ;;
    ended)
      others=
      for other in $groups; do [ "$other" = "$group" ] || others="$others $other"; done
      groups=$others ;;
    over) exit 0 ;;
  esac
done
rm -rf -- "$1"
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
[ -z "$groups" ] || sleep 2
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

export class Watchman {
  readonly #child: ChildProcess;

  /** @param folder is removed. */
  constructor(folder: string) {
    this.#child = spawn('/bin/sh', ['-c', SCRIPT, 'farpane-watchman', folder], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without one nothing is lost, as long as nobody kills us.
    this.#child.on('error', () => {});
    this.#child.stdin!.on('error', () => {});
    // It keeps nobody alive.
    this.#child.unref();
    (this.#child.stdin as unknown as { unref?: () => void }).unref?.();
  }

  /** A program has begun, which leads this process group. */
  began(group: number): void {
    this.#say(`began ${group}`);
  }

  ended(group: number): void {
    this.#say(`ended ${group}`);
  }

  /** All is tidy. */
  dismiss(): void {
    this.#say('over');
    this.#child.stdin!.end();
  }

  #say(line: string): void {
    if (this.#child.stdin!.writable) this.#child.stdin!.write(`${line}\n`);
  }
}
