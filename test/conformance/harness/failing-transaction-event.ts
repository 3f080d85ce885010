import assert from "node:assert/strict";
import type { CsmsAnswer } from "../../fakes/csms/csms.ts";
import {
  arrived,
  authorized,
  evConnectedPreSession,
  type TransactionEvent,
  type Visit,
} from "./reusable-states.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** OCPPCommCtrlr.MessageTimeout[Default] as shipped. */
export const MESSAGE_TIMEOUT_MS = 30_000;
export const ATTEMPTS = 3;
export const ATTEMPT_INTERVAL_MS = 10_000;

/** How the CSMS meets the n-th transmission, from 1; undefined: as usual. */
export type Mishap = (transmission: number) => CsmsAnswer<"TransactionEvent"> | undefined;

/** The TransactionEvent that a case lets fail. */
export interface FailingEvent {
  readonly visit: Visit;
  readonly payload: TransactionEvent;
  /** Every transmission so far carried the same message. */
  transmissions(): number;
  /** Exactly after this time, and not before, the event is sent once more. */
  sentAgainAfter(milliseconds: number): Promise<void>;
}

/**
 * The preparations of TC_E_41, 42, 50 and 51, and the first transmission of step 5: the station begins to charge and the
 * CSMS meets the event that reports it with `mishap`. Steps 1 to 4 are optional; the station reports nothing there.
 */
export async function failingEvent(station: StationUnderTest, mishap: Mishap): Promise<FailingEvent> {
  const { csms } = station;
  const visit = await arrived(station, {
    variables: {
      "OCPPCommCtrlr.MessageAttempts[TransactionEvent]": `${ATTEMPTS}`,
      "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": `${ATTEMPT_INTERVAL_MS / 1000}`,
    },
  });
  await authorized(visit);
  await evConnectedPreSession(visit);
  await station.settle();

  const isCharging = ({ transactionInfo, triggerReason }: TransactionEvent) =>
    triggerReason === "ChargingStateChanged" && transactionInfo.chargingState === "Charging";
  let transmission = 0;
  csms.on("TransactionEvent", (event) => (isCharging(event) ? mishap(++transmission) : undefined) ?? {});
  await station.evse(1).startCharging();
  const first = await csms.expect("TransactionEvent", isCharging);

  function transmissions(): number {
    const sent = csms.calls.filter(({ action, payload }) =>
      action === "TransactionEvent" && isCharging(payload as TransactionEvent)
    );
    for (const { messageId, payload } of sent) {
      assert.equal(messageId, first.messageId);
      assert.deepEqual(payload, first.payload);
    }
    return sent.length;
  }

  return {
    visit,
    payload: first.payload,
    transmissions,
    async sentAgainAfter(milliseconds) {
      const before = transmissions();
      await station.pass(milliseconds - 1);
      assert.equal(transmissions(), before, "sent again too early");
      await station.pass(1);
      await csms.expect("TransactionEvent", isCharging);
      assert.equal(transmissions(), before + 1);
    },
  };
}
