import { events, type SimulatedEvent } from "../fakes/everest/session-events.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import { toTimestamp } from "../../src/kernel/clock.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { arrivalOf } from "./bench-stand.ts";
import { preciseNow } from "./statistics.ts";

/** A transaction that is charging on EVSE 1, ready to be told about one change after the other. */
export class SessionTraffic {
  #changes = 0;

  private constructor(
    private readonly bench: Workbench,
    /** Of the latest change that has arrived. */
    private seqNo: number,
  ) {}

  static async begin(bench: Workbench): Promise<SessionTraffic> {
    const { csms, everest } = bench;
    await everest.evse(1).plugIn();
    await everest.auth.swipe("RFID0001");
    await everest.evse(1).startCharging();
    const { payload } = await csms.expect(
      "TransactionEvent",
      ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
    );
    return new SessionTraffic(bench, payload.seqNo);
  }

  get nextSeqNo(): number {
    return this.seqNo + 1;
  }

  /** The EV pauses, or goes on: each time one session event on the bus, which becomes one TransactionEvent. */
  async change(): Promise<void> {
    this.#changes++;
    await publishChange(this.bench.everest, this.#changes);
  }

  /** Milliseconds from just before the event is published until its frame has arrived at the CSMS. */
  async timedChange(): Promise<number> {
    const { csms } = this.bench;
    const publishedMs = preciseNow();
    void this.change();
    const { messageId, payload } = await csms.expect(
      "TransactionEvent",
      ({ seqNo, triggerReason }) => seqNo > this.seqNo && triggerReason === "ChargingStateChanged",
    );
    this.seqNo = payload.seqNo;
    return arrivalOf(csms, messageId) - publishedMs;
  }
}

/** The EV of EVSE 1 pauses with odd numbers and goes on with even ones. */
export async function publishChange(everest: EverestSimulation, number: number): Promise<void> {
  const evse = everest.evse(1);
  const event: SimulatedEvent = events.charging(
    number % 2 === 0 ? "ChargingStarted" : "ChargingPausedEV",
    evse.meter.read(),
  );
  const complete = { ...event, uuid: evse.sessionId, timestamp: toTimestamp(Date.now()) };
  await everest.client.publishVar(evse.moduleId, "evse", "session_event", complete);
}

/** The simulation says nothing of its own accord about charging: what arrives is what was asked for. */
export const QUIET_EVSE = { chargeDelayMs: "manual", meterIntervalMs: 60_000 } as const;
