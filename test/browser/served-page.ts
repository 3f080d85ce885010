import { run } from "../../src/commands/run.ts";
import { commandWorld } from "../../src/host/command-world.ts";
import type { StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** `OCPP201 page` for a station; its seconds pass when the test says so. */
export interface ServedPage extends AsyncDisposable {
  readonly url: string;
  /** Lets the second pass after which the page asks the module again. */
  tick(): void;
}

export async function servePage({ directory, clock }: StationUnderTest): Promise<ServedPage> {
  let next: (how: "elapsed" | "interrupted") => void = () => {};
  const printed = Promise.withResolvers<string>();
  const ended = run(["page", "--port", "0", "--json", "--state", directory], {
    ...commandWorld,
    nowMs: () => clock.wallMs(),
    pause: () => new Promise((resolve) => next = resolve),
    print: (text) => printed.resolve(JSON.parse(text).url),
    complain: (text) => printed.reject(new Error(text)),
  });
  const url = await printed.promise;
  return {
    url,
    tick: () => next("elapsed"),
    async [Symbol.asyncDispose]() {
      next("interrupted");
      await ended;
    },
  };
}
