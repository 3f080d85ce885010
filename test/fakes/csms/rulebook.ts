import { RPC_ERROR_CODES } from "../../../src/ocpp/error-codes.ts";
import { type Action, isAction } from "../../../src/ocpp/messages.ts";
import { requestViolation, responseViolation } from "./schema-check.ts";

export type Heard =
  & { readonly violations: readonly string[] }
  & (
    | { kind: "call"; messageId: string; action: Action; payload: unknown }
    | { kind: "answer"; messageId: string; frame: unknown[] }
    | { kind: "nonsense" }
  );

/** Judges what a station sends by the rules of OCPP-J (part 4) and by the schemas. */
export class Rulebook {
  /** Our calls that are not answered yet. */
  readonly #pending = new Map<string, Action>();
  /** Text of every CALL by its message id: a re-send must be the same message. */
  readonly #calls = new Map<string, string>();
  #outstanding: string | undefined;

  /** A new connection: what was outstanding on the old one is forgotten. */
  connected(): void {
    this.#outstanding = undefined;
    this.#pending.clear();
  }

  sentCall(messageId: string, action: Action): void {
    this.#pending.set(messageId, action);
  }

  /** The CSMS has answered this call, or decided never to. */
  answered(messageId: string): void {
    if (this.#outstanding === messageId) this.#outstanding = undefined;
  }

  /** The outstanding call is kept waiting on purpose: the station may time out and go on. */
  parked(): void {
    this.#outstanding = undefined;
  }

  judge(text: string): Heard {
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return { kind: "nonsense", violations: [`not JSON: ${text}`] };
    }
    if (!Array.isArray(frame)) return { kind: "nonsense", violations: [`not a JSON array: ${text}`] };
    if (frame[0] === 2) return this.#judgeCall(frame, text);
    if (frame[0] === 3 || frame[0] === 4) return this.#judgeAnswer(frame);
    return { kind: "nonsense", violations: [`unknown message type: ${text}`] };
  }

  /** Throws when a test sends what no CSMS should; use `tryCall` or `sendRaw` for that. */
  checkOwnRequest(action: Action, payload: unknown): void {
    const violation = requestViolation(action, payload);
    if (violation) throw new Error(`the test's own ${action} request is invalid: ${violation}`);
  }

  checkOwnResponse(action: Action, payload: unknown): void {
    const violation = responseViolation(action, payload);
    if (violation) throw new Error(`the test's own ${action} response is invalid: ${violation}`);
  }

  #judgeCall(frame: unknown[], text: string): Heard {
    const [, messageId, action, payload] = frame;
    if (frame.length !== 4 || typeof messageId !== "string" || !isAction(action)) {
      return { kind: "nonsense", violations: [`malformed CALL: ${text}`] };
    }
    const violations: string[] = [];
    if (messageId.length > 36) violations.push(`message id ${messageId} is longer than 36 characters`);
    const invalid = requestViolation(action, payload);
    if (invalid) violations.push(`${action} ${messageId}: ${invalid}`);
    if (this.#outstanding !== undefined) {
      violations.push(
        `${action} ${messageId} was sent while ${this.#outstanding} was outstanding (part 4, §4.1.1)`,
      );
    }
    const before = this.#calls.get(messageId);
    if (before !== undefined && before !== text) {
      violations.push(`message id ${messageId} was used for two messages:\n    ${before}\n    ${text}`);
    }
    this.#calls.set(messageId, text);
    this.#outstanding = messageId;
    return { kind: "call", messageId, action, payload, violations };
  }

  #judgeAnswer(frame: unknown[]): Heard {
    const messageId = String(frame[1]);
    const action = this.#pending.get(messageId);
    this.#pending.delete(messageId);
    const violations: string[] = [];
    if (frame[0] === 3) {
      if (frame.length !== 3) violations.push(`CALLRESULT with ${frame.length} elements`);
      const invalid = action && responseViolation(action, frame[2]);
      if (invalid) violations.push(`response to ${action} ${messageId}: ${invalid}`);
    } else {
      if (frame.length !== 5) violations.push(`CALLERROR with ${frame.length} elements`);
      if (!(RPC_ERROR_CODES as readonly unknown[]).includes(frame[2])) {
        violations.push(`CALLERROR with unknown code ${frame[2]}`);
      }
      if (typeof frame[3] !== "string" || frame[3].length > 255) {
        violations.push("CALLERROR description is not a string[255]");
      }
    }
    return { kind: "answer", messageId, frame, violations };
  }
}
