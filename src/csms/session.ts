import type { Logger } from "../kernel/logger.ts";
import type { CallQueue } from "./call-queue.ts";
import type { InboundCalls } from "./inbound-calls.ts";
import type { LinkHost } from "./link.ts";
import { encodeCallError } from "./rpc-encode.ts";
import { parseRpcFrame, type RpcFrame } from "./rpc-frame.ts";
import type { CsmsSocket } from "./socket.ts";

export interface SessionDeps {
  readonly host: Pick<LinkHost, "message" | "securityEvent">;
  readonly queue: Pick<CallQueue, "answer">;
  readonly inbound: InboundCalls;
  readonly log: Logger;
}

/** One open socket: logs outgoing messages in wire order and routes incoming ones. */
export class Session {
  readonly #socket: CsmsSocket;
  readonly #deps: SessionDeps;
  #invalidReported = false;
  #over = false;
  #heard = false;

  constructor(socket: CsmsSocket, deps: SessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
  }

  /** One function for the life of the session: it also identifies the connection of a CALL. */
  readonly send = (text: string): Promise<"sent" | "closed"> => {
    // A late answer must not be logged as sent.
    if (this.#over) return Promise.resolve("closed");
    this.#deps.host.message("ChargingStationToCSMS", text);
    return this.#socket.send(text);
  };

  /** True when the CSMS has said something. */
  get heard(): boolean {
    return this.#heard;
  }

  /** Resolves when the socket is closed and all received messages are processed. */
  async serve(): Promise<void> {
    for await (const text of this.#socket.messages()) {
      this.#heard = true;
      this.#deps.host.message("CSMSToChargingStation", text);
      await this.#receive(parseRpcFrame(text));
    }
    await this.#socket.closed;
    this.#over = true;
  }

  async #receive(frame: RpcFrame): Promise<void> {
    switch (frame.kind) {
      case "call": {
        const verdict = await this.#deps.inbound.receive(frame, this.send);
        if (verdict !== "valid") this.#reportInvalid(verdict.invalid);
        return;
      }
      case "malformed":
        this.#reportInvalid(frame.description);
        // Awaited, so that a flood of invalid messages is read no faster than its answers are sent.
        await this.send(encodeCallError(frame.messageId, frame.code, frame.description));
        return;
      case "malformedAnswer":
        this.#reportInvalid(frame.description);
        return this.#deps.queue.answer(frame);
      case "callResult":
      case "callError":
        return this.#deps.queue.answer(frame);
    }
  }

  #reportInvalid(description: string): void {
    this.#deps.log.warning("invalid message from the CSMS", { description });
    // Once per connection: a peer must not be able to fill the security log.
    if (this.#invalidReported) return;
    this.#invalidReported = true;
    this.#deps.host.securityEvent("InvalidMessages", description);
  }
}
