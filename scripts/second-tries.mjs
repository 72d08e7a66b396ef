// A reporter for vitest: names the tests that passed only when they were tried again, with what went wrong at first. Such a test is a defect.

import process from 'node:process';

// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default class SecondTries {
  /** @type {string[]} */
  #lines = [];

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky !== true) return;
    const [error] = test.result().errors ?? [];
    this.#lines.push(
      `  ${test.module.relativeModuleId} > ${test.fullName}\n    ${error?.message.split('\n')[0] ?? ''}\n`,
    );
  }

  onTestRunEnd() {
    if (this.#lines.length === 0) return;
    process.stdout.write(`passed in the second try only: ${this.#lines.length}\n${this.#lines.join('')}`);
  }
}
