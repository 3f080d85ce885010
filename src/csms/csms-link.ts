import { type Clock, sleep } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import { validateRequest } from "../ocpp/validator/validate.ts";
import { describeViolation } from "../ocpp/validator/schema-violation.ts";
import { CallQueue } from "./call-queue.ts";
import type { CallUrgency } from "./call-lanes.ts";
import { callIdentity } from "./call-identity.ts";
import { replacementKey } from "./call-priority.ts";
import type { ConnectionTarget } from "./connection-target.ts";
import { type ConnectionEvent, connections, pingIntervalMs } from "./connections.ts";
import { describeClosed, describeFailure, securityEventOf } from "./failure-reports.ts";
import { type LifeVerdict, verdictOnLife } from "./reconnect-policy.ts";
import { InboundCalls } from "./inbound-calls.ts";
import type { LinkSettings } from "./link-settings.ts";
import type { LinkHost, SentCall } from "./link.ts";
import { LinkHistory, type LinkState } from "./link-state.ts";
import type { OutboxStore } from "./outbox-store.ts";
import { Session } from "./session.ts";
import type { CsmsSocket, Dial } from "./socket.ts";
import type { Credentials } from "./tls-credentials.ts";
import type { Registration } from "./unqueued-calls.ts";
import type { CallPayload } from "./waiting-calls.ts";
import { CloseCode } from "./websocket/close-codes.ts";

export interface CsmsLinkDeps {
  readonly host: LinkHost;
  readonly outbox: OutboxStore;
  readonly settings: LinkSettings;
  readonly dial: Dial;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
}

/** Longest delay of a stop or a reconnect by the closing handshake. */
export const CLOSE_TIMEOUT_MS = 500;

/** The connection loop between a `connect` and the next `disconnect`. */
interface Run {
  readonly stopping: AbortController;
  /** The slot of its last or first connection. */
  slot: number | undefined;
  socket: CsmsSocket | undefined;
  done: Promise<void>;
}

/** The link to the CSMS: from CALLs of the station to the bytes on the socket. */
export class CsmsLink {
  readonly #deps: CsmsLinkDeps;
  readonly #queue: CallQueue;
  readonly #inbound: InboundCalls;
  readonly #reportedEvents = new Set<string>();
  readonly #history: LinkHistory;
  #run: Run | undefined;
  /** Resolves when the previous run no longer uses the queue. */
  #ended: Promise<void> = Promise.resolve();
  #online = false;
  /** When the last connection ended, or else the start; by the monotonic clock. */
  #disconnectedMs: number;
  /** Of the last connection. */
  #lastLife: LifeVerdict = "proved";
  #wasOnline = false;
  /** No network profile was usable at the last attempt, and the log says so. */
  #isWithoutProfile = false;
  #stopped = false;
  /** How often `connect`, `disconnect` or `stop` has said what is wanted. */
  #wishes = 0;
  /** Resolved while connecting is allowed. */
  #clearance: PromiseWithResolvers<void> = cleared();
  #redial: "allowed" | "afterReset" = "allowed";

  constructor(deps: CsmsLinkDeps) {
    const { host, log } = deps;
    this.#deps = deps;
    this.#history = new LinkHistory(deps.clock);
    this.#disconnectedMs = deps.clock.monotonicMs();
    this.#queue = new CallQueue({
      ...deps,
      delivered: (...what) => host.delivered(...what),
      setAside: (...what) => host.setAside(...what),
      callsSetAside: (...what) => host.callsSetAside(...what),
    });
    this.#inbound = new InboundCalls({
      host,
      log,
      answering: () => this.#queue.answering(),
      answered: () => this.#queue.answered(),
    });
  }

  /** What the link is doing now. */
  state(): LinkState {
    return this.#history.current;
  }

  /** What the link did lately, oldest first; the last entry is its present state. */
  history(): readonly LinkState[] {
    return this.#history.entries;
  }

  /** True while the WebSocket is open. */
  isOnline(): boolean {
    return this.#online;
  }

  /** Since the connection was lost, or since the start without one; 0 while there is one. Attempts change nothing. */
  disconnectedForMs(): number {
    return this.#online ? 0 : this.#deps.clock.monotonicMs() - this.#disconnectedMs;
  }

  /**
   * Sends a CALL when its lane is open and it is first in line. A function gives the request when the CALL is sent. A
   * request that violates its schema is not sent.
   */
  call(action: Action, request: unknown, urgency: CallUrgency): Promise<SentCall> {
    const present: unknown = typeof request === "function" ? request() : request;
    const first = this.#payload(action, present);
    if (first.kind === "error") return Promise.resolve(first);
    const payload = typeof request === "function" ? () => this.#payload(action, request()) : () => first;
    const key = urgency === "ordinary" ? replacementKey(action, present) : undefined;
    const identity = callIdentity(action, present);
    return this.#queue.call({ action, payload, identity, ...(key !== undefined && { key }) }, urgency);
  }

  #payload(action: Action, request: unknown): CallPayload {
    const checked = validateRequest(action, request);
    if (checked.kind !== "invalid") return { kind: "ready", text: JSON.stringify(request) };
    const description = describeViolation(checked.violation);
    this.#deps.log.error("a request is invalid and not sent", { action, description });
    return { kind: "error", code: checked.code, description };
  }

  /** The status of the BootNotificationResponse; it decides which lanes are open. */
  setRegistration(registration: Registration): void {
    this.#queue.setRegistration(registration);
  }

  /** To be called when new outbox messages are on disk. */
  outboxGrew(): void {
    this.#queue.outboxGrew();
  }

  /** For the watchdog: what is stuck. */
  progress(): "healthy" | { readonly stuck: string } {
    return this.#queue.progress();
  }

  /** Starts connecting. Does nothing when already started. */
  connect(): void {
    if (this.#run || this.#stopped) return;
    this.#wishes += 1;
    this.#begin(undefined);
  }

  /** To be called when the ping interval was changed: it takes effect at once. */
  pingIntervalChanged(): void {
    this.#run?.socket?.pingEvery(pingIntervalMs(this.#deps.settings));
  }

  /** Closes the connection and stays offline until `connect`. */
  async disconnect(): Promise<void> {
    this.#wishes += 1;
    await this.#end(CloseCode.normal, "disconnected on request", "stopped");
  }

  /**
   * Closes the connection and connects again at once, with the current settings: to the same slot (e.g. A01), or as at
   * the start to the first one of the priority list.
   */
  async reconnect(reason: string, to: "sameSlot" | "firstSlot" = "sameSlot"): Promise<void> {
    const slot = to === "sameSlot" ? this.#run?.slot : undefined;
    if (!this.#run) return;
    const wishes = this.#wishes;
    await this.#end(CloseCode.serviceRestart, reason, "connecting");
    // Something else may have been wanted during the closing handshake.
    if (this.#wishes === wishes) this.#begin(slot);
  }

  /**
   * A connection that breaks is not re-established until `releaseRedial`: the station is about to restart.
   */
  holdRedial(): void {
    this.#redial = "afterReset";
    this.#clearance = Promise.withResolvers();
  }

  releaseRedial(): void {
    this.#redial = "allowed";
    this.#clearance.resolve();
  }

  /** Whether a connection is made that is wanted now. */
  redial(): "allowed" | "afterReset" {
    return this.#redial;
  }

  /**
   * Closes the connection for good. Resolves within a second, when the answered messages are removed from
   * disk.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wishes += 1;
    await this.#end(CloseCode.goingAway, "charging station stops", "stopped");
    await this.#queue.stop();
  }

  #begin(firstSlot: number | undefined): void {
    const run: Run = {
      stopping: new AbortController(),
      slot: firstSlot,
      socket: undefined,
      done: Promise.resolve(),
    };
    this.#run = run;
    // The old connection is closed before a new one is opened.
    run.done = this.#ended.then(() => this.#keepConnected(run, firstSlot));
  }

  #end(code: number, reason: string, next: "stopped" | "connecting"): Promise<void> {
    const run = this.#run;
    this.#enter(next);
    if (!run) return this.#ended;
    this.#run = undefined;
    run.stopping.abort();
    this.#ended = this.#close(run, code, reason);
    return this.#ended;
  }

  #enter(kind: "stopped" | "connecting"): void {
    if (this.#history.current.kind === kind) return;
    this.#history.enter({ kind, sinceMs: this.#deps.clock.wallMs() });
  }

  async #close(run: Run, code: number, reason: string): Promise<void> {
    const { socket } = run;
    // Without a socket the run is waiting or connecting; it ends by itself without further effects.
    if (!socket) return;
    const closed = new AbortController();
    const timeout = sleep(this.#deps.clock, "csms.close", CLOSE_TIMEOUT_MS, closed.signal);
    await Promise.race([socket.close(code, reason), timeout]);
    closed.abort();
    socket.abort();
    await run.done;
  }

  async #keepConnected(run: Run, firstSlot: number | undefined): Promise<void> {
    const { settings, dial, credentials, clock, ids } = this.#deps;
    const clearance = () => this.#allowed();
    const lastLife = () => this.#lastLife;
    const random = () => ids.random();
    const deps = { settings, dial, credentials, clock, random, clearance, lastLife };
    // What ended the run before may have been followed by another wish.
    if (!run.stopping.signal.aborted) this.#enter("connecting");
    const events = connections(
      firstSlot === undefined ? deps : { ...deps, firstSlot },
      run.stopping.signal,
    );
    for await (const event of events) await this.#handle(event, run);
  }

  #allowed(): Promise<void> {
    if (this.#redial === "afterReset") {
      this.#deps.log.notice("the station does not connect: it waits for the reset of the system");
    }
    return this.#clearance.promise;
  }

  async #handle(event: ConnectionEvent, run: Run): Promise<void> {
    const { log, host } = this.#deps;
    switch (event.kind) {
      case "profileProblems":
        return log.error("network connection profiles cannot be used", {
          problems: event.problems.map(({ slot, reason }) => ({ slot, reason })),
        });
      case "open":
        return await this.#serve(event, run);
      case "lost":
        this.#waits(run, describeClosed(event.closed), event.retryInMs);
        return log.warning("connection to the CSMS lost", {
          reason: describeClosed(event.closed),
          retryInMs: event.retryInMs,
        });
      case "failed": {
        const url = event.target?.url.href;
        const reason = describeFailure(event.failure);
        this.#waits(run, reason, event.retryInMs, event.target);
        // It stays so until somebody configures one; what is configured but not usable has its own line.
        if (event.failure.kind === "noUsableProfile") return this.#reportNoProfile(reason);
        this.#isWithoutProfile = false;
        log.warning("could not connect to the CSMS", { url, reason, retryInMs: event.retryInMs });
        const type = securityEventOf(event.failure);
        // Repeated failed attempts cause one event.
        if (type === undefined || this.#reportedEvents.has(type)) return;
        this.#reportedEvents.add(type);
        return host.securityEvent(type, `${url}: ${reason}`);
      }
    }
  }

  #waits(run: Run, reason: string, retryInMs: number, target?: ConnectionTarget): void {
    if (run.stopping.signal.aborted) return;
    const sinceMs = this.#deps.clock.wallMs();
    this.#history.enter({
      ...{ kind: "waiting", sinceMs, retryAtMs: sinceMs + retryInMs, reason },
      ...(target && { url: target.url.href, slot: target.profile.slot }),
    });
  }

  #reportNoProfile(reason: string): void {
    if (this.#isWithoutProfile) return;
    this.#isWithoutProfile = true;
    this.#deps.log.error("the station has nowhere to connect to", { reason });
  }

  async #serve(event: ConnectionEvent & { kind: "open" }, run: Run): Promise<void> {
    const { socket, target } = event;
    // `disconnect` was called after the connection opened.
    if (run.stopping.signal.aborted) return socket.abort();
    const { host, log } = this.#deps;
    const { slot, securityProfile } = target.profile;
    const session = new Session(socket, { host, queue: this.#queue, inbound: this.#inbound, log });
    run.slot = slot;
    run.socket = socket;
    this.#reportedEvents.clear();
    this.#isWithoutProfile = false;
    this.#online = true;
    this.#history.enter({
      kind: "online",
      sinceMs: this.#deps.clock.wallMs(),
      url: target.url.href,
      slot,
      securityProfile,
    });
    log.notice("connected to the CSMS", { slot, securityProfile, url: target.url.href });
    this.#openQueue(session, target);
    this.#deps.credentials.accepted(event.accepted);
    host.connected({ configurationSlot: slot, securityProfile, url: target.url.href });
    // Sending resumes after `connected`: the station may have closed the lanes there, because this is another
    // CSMS.
    this.#queue.resume();
    const openedMs = this.#deps.clock.monotonicMs();
    await session.serve();
    const closed = await socket.closed;
    this.#online = false;
    this.#disconnectedMs = this.#deps.clock.monotonicMs();
    run.socket = undefined;
    this.#lastLife = verdictOnLife({
      closed,
      livedMs: this.#deps.clock.monotonicMs() - openedMs,
      heard: session.heard,
      outstanding: this.#queue.isOutstanding(),
    });
    this.#queue.close(closed);
    host.disconnected({ reason: describeClosed(closed) });
  }

  #openQueue(session: Session, target: ConnectionTarget): void {
    const { settings } = this.#deps;
    this.#queue.open({
      send: session.send,
      messageTimeoutMs: () => {
        // The current time-out of the slot takes precedence.
        const own = settings.slotMessageTimeoutSeconds(target.profile.slot);
        const seconds = own ?? settings.messageTimeoutSeconds;
        return Math.max(1, seconds) * 1000;
      },
      // The first connection has no backlog to delay.
      resumeDelayMs: this.#wasOnline ? settings.messageQueueResumeDelay * 1000 : 0,
    });
    this.#wasOnline = true;
  }
}

function cleared(): PromiseWithResolvers<void> {
  const clearance = Promise.withResolvers<void>();
  clearance.resolve();
  return clearance;
}
