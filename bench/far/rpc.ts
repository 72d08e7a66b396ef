/** Calls from the bench to its helper processes and their answers, over Node's channel between parent and child. */
import { fork, type ChildProcess } from 'node:child_process';

interface Call {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** What a helper answers: methods by name, one argument each, possibly by a promise. */
export type Methods = Readonly<Record<string, (argument: never) => unknown>>;

/** Calls as the parent makes them. */
export type Caller<T extends Methods> = {
  readonly [Name in keyof T]: (
    ...argument: Parameters<T[Name]> extends [] ? [] : [Parameters<T[Name]>[0]]
  ) => Promise<Awaited<ReturnType<T[Name]>>>;
};

/** In the helper: answers calls until the parent goes. */
export function answer(methods: Methods): void {
  process.on('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C is for all of the group; the parent ends its helpers when what they do is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('message', (message: unknown) => {
    const { id, method, argument } = message as Call;
    const reply = (rest: Omit<Answer, 'id'>): void => {
      if (process.connected) process.send!({ id, ...rest });
    };
    void (async () => methods[method]!(argument as never))().then(
      (value) => reply({ value }),
      (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

export interface Helper<T extends Methods> {
  readonly call: Caller<T>;
  readonly process: ChildProcess;
  stop(): void;
}

/** Starts a helper. Calls reject when it has gone. */
export function startHelper<T extends Methods>(program: string, args: readonly string[] = []): Helper<T> {
  const child = fork(program, args, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let [next, gone] = [1, false];
  const end = (): void => {
    gone = true;
    for (const { reject } of pending.values()) reject(new Error('a helper process of the bench has ended'));
    pending.clear();
  };
  child.once('exit', end);
  child.once('error', end);
  child.on('message', (message: unknown) => {
    const { id, value, error } = message as Answer;
    const waiting = pending.get(id);
    pending.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  });
  const call = async (method: string, argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (gone) {
        reject(new Error('a helper process of the bench has ended'));
        return;
      }
      const id = next++;
      pending.set(id, { resolve, reject });
      child.send({ id, method, argument });
    });
  return {
    call: new Proxy(
      {},
      { get: (_target, method) => (argument: unknown) => call(String(method), argument) },
    ) as Caller<T>,
    process: child,
    stop: () => {
      if (child.connected) child.disconnect();
      child.kill('SIGKILL');
    },
  };
}
