import { assertNever } from "../../kernel/assert-never.ts";
import { isJsonObject } from "../../kernel/json.ts";
import type { Exchange, ExchangeAnswer } from "../exchanges.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { IdMap } from "./id-map.ts";
import { isClocked } from "./call-keys.ts";
import { maskedField, playedPayload } from "./played-payload.ts";
import { RecordedCalls } from "./recorded-calls.ts";
import { type StepOutcome, type StepReport, subjectOf } from "./replay-step.ts";
import { type PlayedAnswer, standingAnswer } from "./standing-answers.ts";
import { StartOfStation } from "./start-of-station.ts";

/** What a station answered to a CALL of the CSMS. */
export type StationAnswer =
  | { readonly kind: "result"; readonly payload: unknown }
  | { readonly kind: "error"; readonly code: string };

/** A CALL of the CSMS that is to be sent now; `step` comes back with its answer. */
export interface PlayedCall {
  readonly step: number;
  readonly action: string;
  readonly payload: unknown;
}

type State = "open" | "sent" | "settled";

/**
 * Plays the CSMS of a recording to a station. No I/O: it receives what the station sends, and returns what to send.
 *
 * A CALL of the CSMS is due when everything that the recording has before it has happened. What the station sends by its
 * clock (Heartbeat, periodic meter values) is answered, and neither waited for nor compared.
 */
export class Replay {
  readonly #exchanges: readonly Exchange[];
  readonly #states: State[];
  readonly #calls: RecordedCalls;
  readonly #start: StartOfStation;
  readonly #ids = new IdMap();
  /** By action, the answer that the recording gave last. */
  readonly #lastAnswers = new Map<string, Exchange>();
  /** Everything before it is settled. */
  #first = 0;
  /** The first CALL of the CSMS that is not settled. */
  #nextOfCsms = 0;
  #isBooted = false;

  /** `exchanges` as `exchangesOf` gives them, oldest first. */
  constructor(exchanges: readonly Exchange[]) {
    this.#exchanges = exchanges;
    this.#states = exchanges.map(() => "open");
    this.#calls = new RecordedCalls(exchanges, this.#ids);
    this.#start = new StartOfStation(exchanges);
  }

  /** True when nothing is left that could be waited for. */
  get isOver(): boolean {
    this.#advance();
    return this.#first >= this.#exchanges.length;
  }

  /** The station calls. Without an answer the recorded CSMS did not answer either. */
  stationCalls(
    action: string,
    request: unknown,
    nowMs: number,
  ): { readonly report: StepReport; readonly answer?: PlayedAnswer } {
    if (action === "BootNotification") this.#isBooted = true;
    const report = (outcome: StepOutcome): StepReport => ({
      ...{ from: "station", action, subject: subjectOf(request), outcome },
    });
    if (this.#start.isBeforeRecording(action, request)) {
      const why = "beforeTheRecording";
      return { report: report({ kind: "uncounted", why }), answer: this.#answerAsBefore(action, nowMs) };
    }
    const step = this.#calls.take(action, request, this.#nextCallOfCsms());
    const exchange = step === undefined ? undefined : this.#exchanges[step];
    const stepReport = report(this.#judgedCall(action, request, exchange));
    if (step === undefined || exchange === undefined) {
      return { report: stepReport, answer: this.#answerAsBefore(action, nowMs) };
    }
    this.#states[step] = "settled";
    const { answer } = exchange;
    if (answer === undefined) return { report: stepReport };
    this.#lastAnswers.set(action, exchange);
    return { report: stepReport, answer: this.#played(exchange, answer, nowMs) };
  }

  /** What the CSMS sends now, and what it would send if nothing in it were masked. */
  due(nowMs: number): { readonly call?: PlayedCall; readonly reports: readonly StepReport[] } {
    const reports: StepReport[] = [];
    for (;;) {
      const step = this.#waitsFor();
      const exchange = step === undefined ? undefined : this.#exchanges[step];
      if (step === undefined || exchange === undefined || !this.#isBooted) return { reports };
      if (this.#states[step] === "sent" || isOfStation(exchange)) return { reports };
      const { action, request, call } = exchange;
      const masked = maskedField(request);
      if (masked !== undefined) {
        reports.push(this.#settle(step, { kind: "skipped", maskedField: masked }));
        continue;
      }
      this.#states[step] = "sent";
      const payload = playedPayload(action, request, {
        recordedMs: call.timestampMs,
        nowMs,
        ids: this.#ids,
      });
      return { call: { step, action, payload }, reports };
    }
  }

  /** The station answers a CALL that was due; undefined when nobody waits for that any more. */
  stationAnswers(step: number, got: StationAnswer): StepReport | undefined {
    const exchange = this.#exchanges[step];
    if (exchange === undefined || this.#states[step] !== "sent") return undefined;
    return this.#settle(step, judged(answerDifferences(exchange, got, this.#ids)));
  }

  /** Nothing has come for too long: what the next CALL of the CSMS, or its answer, waits for is not waited for. */
  giveUp(): readonly StepReport[] {
    this.#isBooted = true;
    const reports: StepReport[] = [];
    for (let step = this.#waitsFor(); step !== undefined; step = this.#waitsFor()) {
      const isOfCsms = !isOfStation(this.#exchanges[step]!);
      if (isOfCsms && this.#states[step] === "open") break;
      this.#calls.drop(step);
      reports.push(this.#settle(step, { kind: "neverCame" }));
      // What the station does after it has had this CALL has not had its time yet.
      if (isOfCsms) break;
    }
    return reports;
  }

  /** A CALL of the station against the recorded one; a reading by the clock is of another moment. */
  #judgedCall(action: string, request: unknown, exchange: Exchange | undefined): StepOutcome {
    if (isClocked(action, request)) return { kind: "uncounted", why: "byTheClock" };
    if (exchange === undefined) return { kind: "unexpected" };
    return judged(differencesOf(action, exchange.request, request, this.#ids));
  }

  #settle(step: number, outcome: StepOutcome): StepReport {
    const { action, request, call } = this.#exchanges[step]!;
    this.#states[step] = "settled";
    const from = call.direction === "ChargingStationToCSMS" ? "station" : "CSMS";
    return { from, action, subject: subjectOf(request), outcome };
  }

  /** The first step that something waits for; undefined when all is over. */
  #waitsFor(): number | undefined {
    this.#advance();
    return this.#first < this.#exchanges.length ? this.#first : undefined;
  }

  #advance(): void {
    while (this.#first < this.#exchanges.length && !this.#isWaitedFor(this.#first)) this.#first += 1;
  }

  #isWaitedFor(step: number): boolean {
    const exchange = this.#exchanges[step]!;
    if (this.#states[step] === "settled") return false;
    return !isOfStation(exchange) || !isClocked(exchange.action, exchange.request);
  }

  #nextCallOfCsms(): number {
    for (; this.#nextOfCsms < this.#exchanges.length; this.#nextOfCsms++) {
      const isOpen = this.#states[this.#nextOfCsms] !== "settled";
      if (isOpen && !isOfStation(this.#exchanges[this.#nextOfCsms]!)) break;
    }
    return this.#nextOfCsms;
  }

  #answerAsBefore(action: string, nowMs: number): PlayedAnswer {
    const last = this.#lastAnswers.get(action);
    return last?.answer === undefined
      ? standingAnswer(action, nowMs)
      : this.#played(last, last.answer, nowMs);
  }

  #played({ action }: Exchange, answer: ExchangeAnswer, nowMs: number): PlayedAnswer {
    const { frame, timestampMs } = answer.message;
    const at = { recordedMs: timestampMs, nowMs, ids: this.#ids };
    switch (answer.kind) {
      case "result":
        return { kind: "result", payload: playedPayload(action, answer.payload, at) };
      case "error": {
        const [, , , description, details] = frame;
        return {
          ...{ kind: "error", code: answer.code },
          description: typeof description === "string" ? description : "",
          details: isJsonObject(details) ? details : {},
        };
      }
      default:
        return assertNever(answer);
    }
  }
}

function isOfStation({ call }: Exchange): boolean {
  return call.direction === "ChargingStationToCSMS";
}

function judged(differences: readonly Difference[]): StepOutcome {
  return differences.length === 0 ? { kind: "same" } : { kind: "differs", differences };
}

/** Where the recording ends before the answer, any answer is the same. */
function answerDifferences(
  { action, answer }: Exchange,
  got: StationAnswer,
  ids: IdMap,
): readonly Difference[] {
  if (answer === undefined) return [];
  if (answer.kind === "result" && got.kind === "result") {
    return differencesOf(action, answer.payload, got.payload, ids);
  }
  const [expected, actual] = [answerText(answer), answerText(got)];
  return expected === actual ? [] : [{ field: "answer", expected, got: actual }];
}

function answerText(answer: StationAnswer): string {
  return answer.kind === "result" ? "CALLRESULT" : `CALLERROR ${answer.code}`;
}
