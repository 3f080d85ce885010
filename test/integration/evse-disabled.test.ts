import assert from "node:assert/strict";
import type { Powermeter } from "../../src/everest/interfaces/types/powermeter.ts";
import {
  arrived,
  energyTransferStarted,
  nextEvent,
  nothingMore,
  type Visit,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";

/** What EvseManager tells when somebody disables an EVSE that charges; the cable stays in. */
const EVENTS = {
  TransactionFinished: (meter_value: Powermeter) => ({
    transaction_finished: { reason: "EVSEDisabled", meter_value },
  }),
  SessionFinished: (meter_value: Powermeter) => ({ session_finished: { meter_value } }),
  Disabled: () => ({
    connector_id: 1,
    source: { enable_source: "LocalAPI", enable_state: "Disable", enable_priority: 0 },
  }),
} as const;

type Told = keyof typeof EVENTS;

function tell({ station }: Visit, event: Told, uuid: string): Promise<void> {
  return station.everest.client.publishVar("evse_manager_1", "evse", "session_event", {
    ...EVENTS[event](station.evse(1).meter.read()),
    event,
    uuid,
    timestamp: new Date(station.clock.wallMs()).toISOString(),
  });
}

const ORDERS: readonly (readonly Told[])[] = [
  ["TransactionFinished", "SessionFinished", "Disabled"],
  ["Disabled", "TransactionFinished", "SessionFinished"],
  ["TransactionFinished", "Disabled", "SessionFinished"],
];

for (const order of ORDERS) {
  Deno.test(`an EVSE that is disabled while it charges ends the transaction: ${order.join(", ")}`, async () => {
    await using station = await startStation();
    const visit = await arrived(station);
    await energyTransferStarted(visit);
    const session = station.evse(1).sessionId;
    assert(session);
    for (const name of order) await tell(visit, name, session);
    const ended = await nextEvent(visit);
    assert.equal(ended.eventType, "Ended");
    assert.equal(ended.triggerReason, "AbnormalCondition");
    assert.equal(ended.transactionInfo.stoppedReason, "Other");
    await nothingMore(visit);
    // The cable is still in, but nobody can use it: not Occupied, and once it is back in use not either.
    const statuses = () =>
      station.csms.received("StatusNotification").map(({ connectorStatus }) => connectorStatus);
    assert.equal(statuses().at(-1), "Unavailable");
    assert.equal(statuses().filter((status) => status === "Occupied").length, 1);
  });
}
