import type { Action, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import { CsmsListener, type UpgradeMood } from "./csms-listener.ts";
import { type AnswerTable, defaultAnswers } from "./default-answers.ts";
import { formatLog, type LogEntry } from "./frame-log.ts";
import { Rulebook } from "./rulebook.ts";
import { CallError, type CsmsAnswer, NO_ANSWER, StationCall } from "./station-call.ts";
import type { StationConnection } from "./station-connection.ts";
import { Waits } from "./waits.ts";

export { CallError, NO_ANSWER, StationCall };
export type { CsmsAnswer, LogEntry, StationConnection, UpgradeMood };

export interface CsmsOptions {
  /** 0, the default, picks a free port. */
  readonly port?: number;
  /** Listened on and put into `url`; default 127.0.0.1, or localhost with TLS. */
  readonly hostname?: string;
  /** PEM texts of the server's chain and key; makes it a wss endpoint. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Credentials every station must show; the username is the identity in its path unless given here. */
  readonly basicAuth?: { readonly username?: string; readonly password: string };
  /** The subprotocols it speaks; default only `ocpp2.0.1`. */
  readonly subprotocols?: readonly string[];
  /** `interval` of BootNotificationResponse; default 300 s. */
  readonly intervalSeconds?: number;
  /** Wall clock for the times it tells; default the real one. */
  readonly now?: () => number;
  /** Real milliseconds between a CALL and its standing answer; default 0, which answers at once. */
  readonly answerDelayMs?: number;
  /** Real milliseconds after which a wait fails; default 10 000. */
  readonly guardMs?: number;
}

/** What became of a CALL of the CSMS. */
export type StationAnswer<A extends Action> =
  | { kind: "result"; payload: ResponseOf<A> }
  | { kind: "error"; code: string; description: string; details: unknown };

type Handler<A extends Action> = (
  request: RequestOf<A>,
  call: StationCall<A>,
) => CsmsAnswer<A> | Promise<CsmsAnswer<A>>;

/** Starts a back office on a port of this machine. Always `await csms.stop()` at the end of the test. */
export function startCsms(options: CsmsOptions = {}): Promise<Csms> {
  return Promise.resolve(new Csms(options));
}

/**
 * A small real CSMS for tests, demo and bench: WebSocket, OCPP-J, standing answers for everything a station calls.
 *
 * ```ts
 * const csms = await startCsms();
 * const boot = await csms.expect("BootNotification");            // answered Accepted by itself
 * csms.on("Authorize", () => ({ idTokenInfo: { status: "Invalid" } }));
 * const { status } = await csms.call("RequestStopTransaction", { transactionId });
 * await csms.stop();                                              // fails if the station broke a rule
 * ```
 *
 * Every CALL is answered by itself. A test that wants to answer calls `reply`, `replyError` or `leaveUnanswered` on
 * what `expect` returned, in the same breath; or tells the CSMS beforehand with `on` or `hold`.
 * Whatever breaks the OCPP schemas or the rules of OCPP-J is kept in `violations` and fails `expect` and `stop`.
 */
export class Csms {
  /** Every text in wire order. */
  readonly log: LogEntry[] = [];
  /** Rules the station broke. */
  readonly violations: string[] = [];
  /** Upgrades that were refused, e.g. for wrong credentials. */
  readonly refusedUpgrades: { readonly status: number; readonly path: string }[] = [];
  readonly #listener: CsmsListener;
  readonly #options: CsmsOptions;
  readonly #now: () => number;
  readonly #waits: Waits;
  readonly #rules = new Rulebook();
  readonly #standing: AnswerTable;
  readonly #handlers = new Map<Action, Handler<Action>>();
  readonly #held = new Set<Action>();
  readonly #calls: StationCall[] = [];
  readonly #unseen: StationCall[] = [];
  readonly #answers = new Map<string, unknown[]>();
  readonly #delays = new Set<ReturnType<typeof setTimeout>>();
  #connection: StationConnection | undefined;
  #connections = 0;
  #sent = 0;

  constructor(options: CsmsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#waits = new Waits(options.guardMs ?? 10_000, () => this.#situation());
    this.#standing = defaultAnswers({ now: this.#now, intervalSeconds: options.intervalSeconds ?? 300 });
    this.#listener = new CsmsListener({
      hostname: this.#hostname,
      port: options.port ?? 0,
      subprotocols: options.subprotocols ?? ["ocpp2.0.1"],
      ...(options.tls && { tls: options.tls }),
      ...(options.basicAuth && { basicAuth: options.basicAuth }),
    }, {
      opened: (connect) => this.#opened(connect),
      refused: (request, status) => {
        this.refusedUpgrades.push({ status, path: request.path });
        this.#waits.check();
      },
    });
  }

  get port(): number {
    return this.#listener.port;
  }

  /** The endpoint a station is configured with; it appends `/<identity>`. */
  get url(): string {
    const host = this.#hostname.includes(":") ? `[${this.#hostname}]` : this.#hostname;
    return `${this.#options.tls ? "wss" : "ws"}://${host}:${this.port}/ocpp`;
  }

  /** WebSockets opened so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Transports accepted so far, upgraded or not. */
  get transports(): number {
    return this.#listener.accepted;
  }

  // --- connections -------------------------------------------------------------------------------------------

  get isConnected(): boolean {
    return this.#current() !== undefined;
  }

  /** The open connection, or the next one. */
  connection(): Promise<StationConnection> {
    return this.#waits.until("a connection of the station", () => this.#current());
  }

  /** A connection that is opened after this call. */
  nextConnection(): Promise<StationConnection> {
    const before = this.#connections;
    return this.#waits.until(
      "a new connection of the station",
      () => this.#connections > before ? this.#current() : undefined,
    );
  }

  /** Resolves when no station is connected. */
  async disconnected(): Promise<void> {
    await this.#waits.until("the station to disconnect", () => this.#current() ? undefined : true);
  }

  /** Resolves when at least `count` upgrades were refused in all. */
  async refused(count: number): Promise<void> {
    await this.#waits.until(
      `${count} refused upgrades`,
      () => this.refusedUpgrades.length >= count ? true : undefined,
    );
  }

  /** How the next upgrades are met; `{kind: "accept"}` goes back to normal. */
  meetUpgradesWith(mood: UpgradeMood): void {
    this.#listener.mood = mood;
  }

  /** The password that the next upgrades must show. */
  expectPassword(password: string): void {
    this.#listener.basicAuth = { ...this.#listener.basicAuth, password };
  }

  /** Resolves when every answer that is due has left; one that is held or that a handler still thinks about is not. */
  async answersSent(): Promise<void> {
    await this.#waits.until("the answers that are due", () => this.#delays.size === 0 ? true : undefined);
  }

  /** Drops the connection without a closing handshake, as when a cable is cut. */
  drop(): void {
    this.#connection?.drop();
  }

  /** Closes the connection with a closing handshake. */
  async close(code?: number, reason?: string): Promise<void> {
    await this.#connection?.close(code, reason);
  }

  get isAccepting(): boolean {
    return this.#listener.isAccepting;
  }

  /** The port refuses connections from now on; an open one lives on (see `drop`). */
  stopAccepting(): void {
    this.#listener.stopAccepting();
  }

  /** The port takes connections again (see `CsmsListener.resume`). */
  resume(): Promise<void> {
    return this.#listener.resume();
  }

  /** Stops accepting; from the next `resume` on it shows another certificate in TLS handshakes. */
  changeCertificate(certificate: { readonly cert: string; readonly key: string }): void {
    this.#listener.shown = certificate;
    this.#listener.stopAccepting();
  }

  /** Ends everything; fails when the station broke a rule. */
  async stop(): Promise<void> {
    this.#waits.fail(new Error("the CSMS was stopped"));
    for (const delay of this.#delays) clearTimeout(delay);
    this.drop();
    await this.#listener.stop();
    this.#failOnViolations();
  }

  // --- what the station says ---------------------------------------------------------------------------------

  /**
   * The next CALL of this action nobody has expected yet, already received or to come; with `matching`, the first
   * that fits (others stay for later).
   */
  async expect<A extends Action>(
    action: A,
    matching: (request: RequestOf<A>) => boolean = () => true,
  ): Promise<StationCall<A>> {
    const found = await this.#waits.until(`a matching ${action} of the station`, () => {
      this.#failOnViolations();
      const index = this.#unseen.findIndex((call) =>
        call.action === action && matching(call.payload as RequestOf<A>)
      );
      return index < 0 ? undefined : this.#unseen.splice(index, 1)[0];
    });
    return found as unknown as StationCall<A>;
  }

  /** Payloads of every CALL of this action so far. */
  received<A extends Action>(action: A): RequestOf<A>[] {
    return this.#calls.filter((call) => call.action === action).map((call) => call.payload as RequestOf<A>);
  }

  /** Every CALL so far, in order of arrival. */
  get calls(): readonly StationCall[] {
    return this.#calls;
  }

  /** From now on calls of this action are answered so; an exception fails the test as a violation. */
  on<A extends Action>(action: A, handler: Handler<A>): void {
    this.#held.delete(action);
    this.#handlers.set(action, handler as unknown as Handler<Action>);
  }

  /** From now on calls of this action wait until the test answers what `expect` gives it. */
  hold(action: Action): void {
    this.#held.add(action);
  }

  /** Back to the standing answer. */
  answerAsUsual(action: Action): void {
    this.#held.delete(action);
    this.#handlers.delete(action);
  }

  // --- what the CSMS says ------------------------------------------------------------------------------------

  /** Sends a CALL and resolves with the payload of its CALLRESULT; a CALLERROR fails the test. */
  async call<A extends Action>(action: A, request: RequestOf<A>): Promise<ResponseOf<A>> {
    this.#rules.checkOwnRequest(action, request);
    const answer = await this.tryCall(action, request);
    if (answer.kind === "result") return answer.payload;
    throw new Error(`${action} was answered with CALLERROR ${answer.code}: ${answer.description}`);
  }

  /** Sends a CALL with any payload, valid or not, and resolves with whatever answers it. */
  async tryCall<A extends Action>(action: A, request: unknown): Promise<StationAnswer<A>> {
    const messageId = `csms-${++this.#sent}`;
    this.#rules.sentCall(messageId, action);
    await this.sendRaw(JSON.stringify([2, messageId, action, request]));
    return await this.answerTo<A>(messageId);
  }

  /** The CALLRESULT or CALLERROR with this message id, already received or to come. */
  async answerTo<A extends Action>(messageId: string): Promise<StationAnswer<A>> {
    const frame = await this.#waits.until(`an answer to message ${messageId}`, () => {
      this.#failOnViolations();
      return this.#answers.get(messageId);
    });
    if (frame[0] === 3) return { kind: "result", payload: frame[2] as ResponseOf<A> };
    return { kind: "error", code: String(frame[2]), description: String(frame[3]), details: frame[4] };
  }

  /** Sends any text in a text frame. */
  async sendRaw(text: string): Promise<void> {
    const connection = await this.connection();
    this.#write("toStation", text);
    await connection.sendText(text);
  }

  // -----------------------------------------------------------------------------------------------------------

  get #hostname(): string {
    return this.#options.hostname ?? (this.#options.tls ? "localhost" : "127.0.0.1");
  }

  #current(): StationConnection | undefined {
    return this.#connection?.isOpen ? this.#connection : undefined;
  }

  #opened(connect: Parameters<ConstructorParameters<typeof CsmsListener>[1]["opened"]>[0]): void {
    this.#connections += 1;
    this.#rules.connected();
    const connection = connect({
      text: (text) => this.#heard(text, connection),
      violation: (reason) => this.#violated(`WebSocket: ${reason}`),
    });
    this.#connection = connection;
    connection.closed.then(() => this.#waits.check());
    this.#waits.check();
  }

  #heard(text: string, connection: StationConnection): void {
    this.#write("fromStation", text);
    const heard = this.#rules.judge(text);
    for (const violation of heard.violations) this.#violated(violation);
    if (heard.kind === "answer") this.#answers.set(heard.messageId, heard.frame);
    if (heard.kind === "call") this.#called(heard.messageId, heard.action, heard.payload, connection);
    this.#waits.check();
  }

  #called(messageId: string, action: Action, payload: unknown, connection: StationConnection): void {
    const call = new StationCall<Action>(
      messageId,
      action,
      payload as RequestOf<Action>,
      this.#connections,
      (answer) => void this.#answer(call, answer, connection),
    );
    this.#calls.push(call);
    this.#unseen.push(call);
    const unseen = this.#unseen.length;
    this.#waits.check();
    const { answerDelayMs = 0 } = this.#options;
    if (this.#held.has(action)) this.#rules.parked();
    // Somebody was waiting for exactly this call: let them speak first.
    else if (this.#unseen.length < unseen || answerDelayMs > 0) this.#answerLater(call, answerDelayMs);
    else void this.#answerByItself(call);
  }

  #answerLater(call: StationCall, delayMs: number): void {
    const delay = setTimeout(() => {
      this.#delays.delete(delay);
      void this.#answerByItself(call).then(() => this.#waits.check());
    }, delayMs);
    this.#delays.add(delay);
  }

  async #answerByItself(call: StationCall): Promise<void> {
    if (!call.isOpen) return;
    const handler = this.#handlers.get(call.action) ??
      this.#standing[call.action] as Handler<Action> | undefined;
    try {
      const answer = await handler?.(call.payload, call);
      call.answerAutomatically(answer ?? new CallError("NotImplemented", "no answer for this action"));
    } catch (error) {
      this.#violated(`the handler of ${call.action} threw ${error}`);
      this.#waits.check();
    }
  }

  async #answer(call: StationCall, answer: CsmsAnswer<Action>, connection: StationConnection): Promise<void> {
    this.#rules.answered(call.messageId);
    if (answer === NO_ANSWER || !connection.isOpen) return;
    const frame = answer instanceof CallError
      ? [4, call.messageId, answer.code, answer.description, {}]
      : [3, call.messageId, answer];
    if (!(answer instanceof CallError)) this.#rules.checkOwnResponse(call.action, answer);
    const text = JSON.stringify(frame);
    this.#write("toStation", text);
    await connection.sendText(text);
  }

  #write(direction: LogEntry["direction"], text: string): void {
    this.log.push({ direction, text, connection: this.#connections, atMs: this.#now() });
  }

  #violated(violation: string): void {
    this.violations.push(violation);
  }

  #failOnViolations(): void {
    if (this.violations.length === 0) return;
    throw new Error(`the station broke the rules:\n  ${this.violations.join("\n  ")}\n${this.#situation()}`);
  }

  #situation(): string {
    return `frames so far (${this.#current() ? "connected" : "not connected"}):\n${formatLog(this.log)}`;
  }
}
