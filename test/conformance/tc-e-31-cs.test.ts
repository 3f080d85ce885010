import assert from "node:assert/strict";
import {
  arrived,
  backOnline,
  emptiedQueue,
  energyTransferStarted,
  goneOffline,
  nothingMore,
  QUEUEING_VARIABLES,
  type TransactionEvent,
  transactionIdOf,
  VALID_TOKEN,
} from "./harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "./harness/station-under-test.ts";

/** What one scenario does offline, and what of it is no meter value. */
interface Scenario {
  readonly stops: (station: StationUnderTest) => Promise<void>;
  readonly reported: readonly string[];
}

const SCENARIOS: Readonly<Record<"local" | "remote", Scenario>> = {
  local: {
    stops: async ({ everest }) => assert.equal(await everest.auth.swipe(VALID_TOKEN.idToken), "UsedToStop"),
    // Reusable states StopAuthorized to ParkingBayUnoccupied.
    reported: ["Ended StopAuthorized EVConnected Local"],
  },
  // Errata 2025-02.
  remote: {
    stops: (station) => station.evse(1).pauseEv(),
    // Reusable states EnergyTransferSuspended to ParkingBayUnoccupied.
    reported: ["Updated ChargingStateChanged SuspendedEV -", "Ended EVCommunicationLost Idle EVDisconnected"],
  },
};

for (const [name, { stops, reported }] of Object.entries(SCENARIOS)) {
  Deno.test(
    `TC_E_31_CS Check Transaction status - Transaction with id ended - with message in queue (${name})`,
    async () => {
      await using station = await startStation();
      const { csms } = station;
      const visit = await arrived(station, { variables: QUEUEING_VARIABLES });
      await energyTransferStarted(visit);
      await goneOffline(station);
      await station.pass(6000);
      await stops(station);
      await station.pass(1000);
      await station.evse(1).unplug();
      csms.hold("TransactionEvent");
      await backOnline(station);
      // Steps 1 and 2.
      const status = await csms.call("GetTransactionStatus", { transactionId: transactionIdOf(visit) });
      assert.deepEqual(status, { ongoingIndicator: false, messagesInQueue: true });
      // Step 3.
      const queued = await emptiedQueue(station);
      for (const event of queued) assert.equal(event.offline, true);
      const states = queued.filter(({ triggerReason }) => triggerReason !== "MeterValuePeriodic");
      assert.deepEqual(states.map(inWords), reported);
      visit.events.push(...states);
      const available = await csms.expect("StatusNotification");
      assert.equal(available.payload.connectorStatus, "Available");
      await nothingMore(visit);
    },
  );
}

function inWords({ eventType, triggerReason, transactionInfo }: TransactionEvent): string {
  const { chargingState, stoppedReason = "-" } = transactionInfo;
  return `${eventType} ${triggerReason} ${chargingState} ${stoppedReason}`;
}
