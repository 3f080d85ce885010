import type { CsmsSocket, Dial, DialOptions, DialResult } from "../socket.ts";

export interface DialTurns {
  /** The station's own attempts. They wait while a visitor dials. */
  readonly dial: Dial;
  /**
   * Dials for a diagnosis, after an attempt of the station that is under way. Most CSMSs drop a connection when a second
   * one of the same identity is opened, so there is no dial while the station is connected. The socket is the
   * visitor's to close before it resolves.
   */
  visit(
    options: DialOptions,
    use: (result: DialResult) => Promise<void>,
  ): Promise<"done" | "stationIsConnected">;
}

/** Keeps the station's connection and that of a diagnosis apart: never are both open. */
export function createDialTurns(dial: Dial): DialTurns {
  let visit: Promise<unknown> = Promise.resolve();
  let attempt: Promise<unknown> = Promise.resolve();
  let connected: CsmsSocket | undefined;

  async function attemptOfStation(options: DialOptions, signal: AbortSignal): Promise<DialResult> {
    await visit;
    const result = await dial(options, signal);
    if (result.kind === "open") {
      connected = result.socket;
      void result.socket.closed.then(() => {
        if (connected === result.socket) connected = undefined;
      });
    }
    return result;
  }

  async function visitAfter(
    earlier: Promise<unknown>,
    options: DialOptions,
    use: (result: DialResult) => Promise<void>,
  ): Promise<"done" | "stationIsConnected"> {
    await earlier;
    if (connected !== undefined) return "stationIsConnected";
    await use(await dial(options, new AbortController().signal));
    return "done";
  }

  return {
    dial(options, signal) {
      const result = attemptOfStation(options, signal);
      attempt = result.catch(() => {});
      return result;
    },
    visit(options, use) {
      // Each waits for those that were asked for before it, and for no later one.
      const earlier = Promise.all([visit, attempt]);
      const result = visitAfter(earlier, options, use);
      visit = result.catch(() => {});
      return result;
    },
  };
}
