import type { Clock, Timer } from "../../kernel/clock.ts";
import type { ResponseOf } from "../../ocpp/messages.ts";
import type { CallLane, CallOutcome, Csms } from "../ports/csms.ts";

/** Name of the timer in the clock's registry. */
export const HEARTBEAT_TIMER = "provisioning.heartbeat";
/** A station that is never inactive still requests the time once a day. */
const LONGEST_WITHOUT_TIME_MS = 24 * 60 * 60 * 1000;

export interface HeartbeatDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  /** Seconds of inactivity after which a heartbeat is due; read for every wait. */
  intervalSeconds(): number;
  /** True when heartbeats carry the time (ClockCtrlr.TimeSource). */
  usesCsmsTime(): boolean;
  answered(response: ResponseOf<"Heartbeat">, roundTripMs: number): void;
}

export interface Heartbeat {
  /** Starts the inactivity timer; to be called when the station is online and accepted. */
  start(): void;
  stop(): void;
  /** The interval was changed, and applies to the running wait. */
  intervalChanged(): void;
  /** Any other message to the CSMS replaces a heartbeat. */
  messageSent(): void;
  /** Sends one now. */
  send(lane: CallLane): void;
}

/** G02: sends heartbeats after inactivity, at most one at a time. */
export function createHeartbeat(deps: HeartbeatDeps): Heartbeat {
  const { clock } = deps;
  let timer: Timer | undefined;
  let running = false;
  let inFlight = false;
  let lastMessageMs = clock.monotonicMs();
  let lastHeartbeatMs = clock.monotonicMs();

  function dueInMs(): number {
    const now = clock.monotonicMs();
    const silence = lastMessageMs + deps.intervalSeconds() * 1000 - now;
    return deps.usesCsmsTime() ? Math.min(silence, lastHeartbeatMs + LONGEST_WITHOUT_TIME_MS - now) : silence;
  }

  function arm(): void {
    timer?.cancel();
    if (running && !inFlight) timer = clock.setTimer(HEARTBEAT_TIMER, dueInMs(), fire);
  }

  // Messages do not restart the timer, which would be expensive: when it fires, it checks when the last one
  // was sent.
  function fire(): void {
    if (dueInMs() > 0) arm();
    else send("ordinary");
  }

  function send(lane: CallLane): void {
    if (inFlight) return;
    inFlight = true;
    timer?.cancel();
    lastMessageMs = lastHeartbeatMs = clock.monotonicMs();
    void exchange(lane);
  }

  async function exchange(lane: CallLane): Promise<void> {
    const sentMs = clock.monotonicMs();
    const outcome: CallOutcome<ResponseOf<"Heartbeat">> = await deps.csms.call("Heartbeat", {}, lane);
    inFlight = false;
    if (outcome.kind === "result") deps.answered(outcome.response, clock.monotonicMs() - sentMs);
    arm();
  }

  return {
    start() {
      running = true;
      lastMessageMs = clock.monotonicMs();
      arm();
    },
    stop() {
      running = false;
      timer?.cancel();
    },
    intervalChanged: arm,
    messageSent: () => void (lastMessageMs = clock.monotonicMs()),
    send,
  };
}
