/** The machine's steady clock in ms: the same one in every process, so that times of several can be compared. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export const pause = async (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
