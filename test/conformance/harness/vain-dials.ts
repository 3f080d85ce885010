import type { Dial } from "../../../src/csms/socket.ts";

/** The CSMS that may be dialled in vain. */
export interface DialledCsms {
  readonly port: number;
  readonly isAccepting: boolean;
}

/**
 * Attempts to reach a CSMS that has shut its port. The operating system refuses them in real time, however little that
 * is; who moves the injected clock before would have the station give up by its time limit.
 */
export class VainDials {
  readonly #open = new Set<Promise<unknown>>();

  constructor(private readonly csms: DialledCsms) {}

  watch(dial: Dial): Dial {
    return (options, signal) => {
      const result = dial(options, signal);
      if (!this.csms.isAccepting && options.url.port === String(this.csms.port)) {
        this.#open.add(result);
        const forget = () => this.#open.delete(result);
        result.then(forget, forget);
      }
      return result;
    };
  }

  /** Resolves when every one of them has been refused. */
  async refused(): Promise<void> {
    await Promise.allSettled(this.#open);
  }
}
