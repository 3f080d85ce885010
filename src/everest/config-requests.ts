import type { Clock, Timer } from "../kernel/clock.ts";
import { isJsonObject, type JsonObject } from "../kernel/json.ts";
import type { Envelope } from "./envelope.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Topics } from "./topics.ts";

export interface ConfigRequest {
  readonly type: "Get" | "Set";
  readonly request: JsonObject;
  /** For `Get`: the response must be of the same type. */
  readonly of?: "Module" | "All" | "AllMappings" | "Value";
  readonly attemptTimeoutMs: number;
  /** How often it is sent; a `Set` only once, because the manager may have stored it without answering. */
  readonly attempts: number;
  /** How long it may wait for other requests; after that it is not sent at all. Absent: without limit. */
  readonly startWithinMs?: number;
}

export interface ConfigResponse {
  readonly status: string;
  readonly info: string;
  /** `response` as it came. */
  readonly response: unknown;
  readonly tookMs: number;
}

export type ConfigReply =
  | { kind: "response"; response: ConfigResponse }
  | { kind: "noAnswer" }
  /** It waited too long for other requests and was not sent. */
  | { kind: "notSent" };

interface Job {
  readonly request: ConfigRequest;
  readonly settle: (reply: ConfigReply) => void;
  sent: number;
  startedMs: number;
  timer: Timer | undefined;
}

/**
 * Requests to the manager. Responses carry no correlation id and arrive on one topic per module, so one request is in
 * flight and the others wait in order.
 */
export class ConfigRequests {
  readonly #waiting: Job[] = [];
  #current: Job | undefined;
  #closed = false;

  constructor(
    private readonly moduleId: string,
    private readonly deps: { topics: Topics; outgoing: Outgoing; clock: Clock },
  ) {}

  /** No request will be answered any more. */
  get closed(): boolean {
    return this.#closed;
  }

  send(request: ConfigRequest): Promise<ConfigReply> {
    if (this.#closed) return Promise.resolve({ kind: "notSent" });
    return new Promise((settle) => {
      const job: Job = { request, settle, sent: 0, startedMs: 0, timer: undefined };
      this.#waiting.push(job);
      this.#next();
      const { startWithinMs } = request;
      if (job.sent > 0 || startWithinMs === undefined) return;
      job.timer = this.deps.clock.setTimer("everest.config-queue", startWithinMs, () => this.#giveUp(job));
    });
  }

  onResponse(envelope: Envelope): string | undefined {
    const { data } = envelope;
    if (!isJsonObject(data) || typeof data.status !== "string") return "has no status";
    const job = this.#current;
    if (!job || !answers(data, job.request)) return undefined; // the second answer to a repeated request
    const tookMs = this.deps.clock.monotonicMs() - job.startedMs;
    const info = typeof data.status_info === "string" ? data.status_info : "";
    const { status, response } = data;
    this.#settle(job, { kind: "response", response: { status, info, response, tookMs } });
    return undefined;
  }

  /** Everything pending ends without an answer. */
  close(): void {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) {
      job.timer?.cancel();
      job.settle({ kind: "notSent" });
    }
    if (this.#current) this.#settle(this.#current, { kind: "noAnswer" });
  }

  #giveUp(job: Job): void {
    this.#waiting.splice(this.#waiting.indexOf(job), 1);
    job.settle({ kind: "notSent" });
  }

  #next(): void {
    if (this.#current) return;
    this.#current = this.#waiting.shift();
    if (!this.#current) return;
    this.#current.timer?.cancel();
    this.#current.startedMs = this.deps.clock.monotonicMs();
    this.#attempt(this.#current);
  }

  #attempt(job: Job): void {
    const { topics, outgoing, clock } = this.deps;
    const { type, request, attempts, attemptTimeoutMs } = job.request;
    if (job.sent >= attempts) return this.#settle(job, { kind: "noAnswer" });
    job.sent += 1;
    outgoing.publishConfigRequest(topics.configRequest, { origin: this.moduleId, request, type });
    job.timer = clock.setTimer("everest.config-request", attemptTimeoutMs, () => this.#attempt(job));
  }

  #settle(job: Job, reply: ConfigReply): void {
    if (this.#current !== job) return;
    this.#current = undefined;
    job.timer?.cancel();
    job.settle(reply);
    this.#next();
  }
}

/** A response without type answers the pending request: main of 2026-08 reports errors like that. */
function answers(data: Record<string, unknown>, request: ConfigRequest): boolean {
  if (data.type === undefined) return true;
  if (data.type !== request.type) return false;
  const inner = isJsonObject(data.response) ? data.response.type : undefined;
  return request.of === undefined || inner === undefined || inner === request.of;
}
