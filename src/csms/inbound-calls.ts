import { MAX_CALLS_BEING_ANSWERED } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import { directionOf } from "../ocpp/directions.ts";
import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import { type Action, isAction } from "../ocpp/messages.ts";
import { readRequest, validateResponse } from "../ocpp/validator/validate.ts";
import { describeViolation } from "../ocpp/validator/schema-violation.ts";
import { ForgivenSlips } from "./forgiven-slips.ts";
import type { LinkHost } from "./link.ts";
import { encodeCallError, encodeCallResult } from "./rpc-encode.ts";
import type { CallFrame } from "./rpc-frame.ts";

/** Sends an answer on the connection of the CALL. Never rejects. */
export type Reply = (text: string) => Promise<"sent" | "closed">;

export interface InboundCallsDeps {
  readonly host: Pick<LinkHost, "handle" | "implements" | "refusesCalls">;
  readonly log: Logger;
  /** A CALL is handled from `answering` until `answered`; refused ones do not count. */
  answering(): void;
  answered(): void;
}

type Admission =
  | { kind: "admitted"; action: Action; request: unknown }
  | {
    kind: "refused";
    code: RpcErrorCode;
    description: string;
    /** True when the message itself is invalid (security event InvalidMessages). */
    invalid: boolean;
  };

/**
 * Answers the CALLs of the CSMS. Handlers start in order of arrival and run concurrently, so that a slow one
 * does not block the others; each answer is sent when it is ready.
 */
export class InboundCalls {
  readonly #deps: InboundCallsDeps;
  readonly #slips: ForgivenSlips;
  readonly #inProgress = new Set<{ readonly messageId: string; readonly reply: Reply }>();

  constructor(deps: InboundCallsDeps) {
    this.#deps = deps;
    this.#slips = new ForgivenSlips(deps.log);
  }

  /** Resolves when the next message may be read, with whether the CALL was a valid message. */
  async receive(call: CallFrame, reply: Reply): Promise<{ invalid: string } | "valid"> {
    const admission = this.#admit(call, reply);
    if (admission.kind === "admitted") {
      void this.#handle(call, admission.action, admission.request, reply);
      return "valid";
    }
    await reply(encodeCallError(call.messageId, admission.code, admission.description));
    return admission.invalid ? { invalid: admission.description } : "valid";
  }

  #admit(call: CallFrame, reply: Reply): Admission {
    const { host } = this.#deps;
    if (host.refusesCalls()) {
      return refused("SecurityError", "the charging station is not accepted by the CSMS");
    }
    const { action } = call;
    if (!isAction(action)) return invalid("NotImplemented", `unknown action ${firstCharacters(action, 50)}`);
    if (directionOf(action) === "stationToCsms") {
      return refused("NotSupported", `${action} is sent by charging stations only`);
    }
    // Part 4, §4.3: NotSupported means recognized but not supported; NotImplemented is for unknown actions
    // (TC_K_15_CS).
    if (!host.implements(action)) return refused("NotSupported", `${action} is not supported`);
    const checked = readRequest(action, call.payload);
    if (checked.kind === "invalid") return invalid(checked.code, describeViolation(checked.violation));
    this.#slips.note(`${action}Request`, checked.forgiven);
    // Part 4, §4.2.3: "an existing call with the same unique identifier is being handled already".
    if (this.#isInProgress(call.messageId, reply)) {
      return invalid("RpcFrameworkError", "a call with this message id is being handled");
    }
    if (this.#inProgress.size >= MAX_CALLS_BEING_ANSWERED) {
      return refused("GenericError", "too many calls are being handled");
    }
    return { kind: "admitted", action, request: checked.value };
  }

  #isInProgress(messageId: string, reply: Reply): boolean {
    for (const other of this.#inProgress) {
      if (other.messageId === messageId && other.reply === reply) return true;
    }
    return false;
  }

  async #handle(call: CallFrame, action: Action, request: unknown, reply: Reply): Promise<void> {
    const entry = { messageId: call.messageId, reply };
    this.#inProgress.add(entry);
    this.#deps.answering();
    const { text, afterSent } = await this.#answer(call, action, request);
    const result = await reply(text);
    this.#inProgress.delete(entry);
    // Before the gate opens, so that the announced messages are sent first.
    if (result === "sent") this.#runAfterSent(action, afterSent);
    this.#deps.answered();
  }

  async #answer(call: CallFrame, action: Action, request: unknown): Promise<EncodedAnswer> {
    try {
      const answer = await this.#deps.host.handle(action, request);
      if (answer.kind === "error") {
        return { text: encodeCallError(call.messageId, answer.code, answer.description) };
      }
      const checked = validateResponse(action, answer.response);
      if (checked.kind === "invalid") {
        throw new Error(`invalid response: ${describeViolation(checked.violation)}`);
      }
      const text = encodeCallResult(call.messageId, checked.value);
      return answer.afterSent ? { text, afterSent: answer.afterSent } : { text };
    } catch (error) {
      // A bug in a handler must not become an outage.
      this.#deps.log.error("handling a call failed", { action, messageId: call.messageId, error });
      return { text: encodeCallError(call.messageId, "InternalError", `${action} could not be handled`) };
    }
  }

  #runAfterSent(action: Action, afterSent: (() => void) | undefined): void {
    try {
      afterSent?.();
    } catch (error) {
      // The answer is already sent; as above.
      this.#deps.log.error("the work after the answer to a call failed", { action, error });
    }
  }
}

interface EncodedAnswer {
  readonly text: string;
  readonly afterSent?: () => void;
}

function refused(code: RpcErrorCode, description: string): Admission {
  return { kind: "refused", code, description, invalid: false };
}

function invalid(code: RpcErrorCode, description: string): Admission {
  return { kind: "refused", code, description, invalid: true };
}
