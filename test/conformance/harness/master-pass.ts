import assert from "node:assert/strict";
import type { TransactionEvent } from "./reusable-states.ts";
import { arrived, VALID_TOKEN } from "./reusable-states.ts";
import { csmsKnows, MASTER_PASS_GROUP, MASTER_PASS_TOKEN, VALID_TOKEN_2 } from "./known-tokens.ts";
import { startStation, type StationUnderTest } from "./station-under-test.ts";

/** State EnergyTransferStarted on both EVSEs of a station that knows a master pass. */
export async function twoVehiclesCharge(): Promise<StationUnderTest> {
  const station = await startStation({ everest: { evses: 2 } });
  await arrived(station, { variables: { "AuthCtrlr.MasterPassGroupId": MASTER_PASS_GROUP.idToken } });
  await station.settle();
  csmsKnows(station, [[MASTER_PASS_TOKEN, { status: "Accepted", groupIdToken: MASTER_PASS_GROUP }]]);
  for (const [evse, { idToken }] of [[1, VALID_TOKEN], [2, VALID_TOKEN_2]] as const) {
    await station.evse(evse).plugIn();
    await station.settle();
    assert.equal(await station.everest.auth.swipe(idToken), "UsedToStart");
    await station.settle();
    await station.evse(evse).startCharging();
    await station.settle();
  }
  await station.csms.expect("Authorize");
  await station.csms.expect("Authorize");
  return station;
}

/** A card of the master pass group, which the CSMS is asked about; EVSEs only where a user interface lets choose some. */
export async function masterPassPresented(
  { everest, csms }: StationUnderTest,
  evses?: readonly number[],
): Promise<void> {
  const { idToken: value, type } = MASTER_PASS_TOKEN;
  const outcome = everest.auth.present({
    id_token: { value, type },
    authorization_type: "RFID",
    prevalidated: false,
    ...(evses && { connectors: evses }),
  });
  const { payload } = await csms.expect("Authorize");
  assert.deepEqual(payload.idToken, MASTER_PASS_TOKEN);
  assert.equal(await outcome, "UsedToStop");
}

/** The last event of the transaction on this EVSE; all those of one transaction belong to the EVSE of the first. */
export function lastEventOn({ csms }: StationUnderTest, evse: number): TransactionEvent {
  const events = csms.received("TransactionEvent");
  const first = events.find((event) => event.evse?.id === evse);
  const last = events.filter(({ transactionInfo }) =>
    transactionInfo.transactionId === first?.transactionInfo.transactionId
  ).at(-1);
  assert(last, `no transaction on EVSE ${evse}`);
  return last;
}

/** Stopped with the reason MasterPass, by the token that was presented. */
export function assertStoppedByMasterPass(event: TransactionEvent): void {
  assert.equal(event.eventType, "Ended");
  assert.equal(event.triggerReason, "StopAuthorized");
  assert.equal(event.transactionInfo.stoppedReason, "MasterPass");
  assert.deepEqual(event.idToken, MASTER_PASS_TOKEN);
}

/** EVConnectedPostSession, EVDisconnected and ParkingBayUnoccupied: nothing more is to be told of the transaction. */
export async function vehicleLeaves(station: StationUnderTest, evse: number): Promise<void> {
  const ended = lastEventOn(station, evse);
  await station.evse(evse).unplug();
  const { payload } = await station.csms.expect(
    "StatusNotification",
    ({ evseId, connectorStatus }) => evseId === evse && connectorStatus === "Available",
  );
  assert.equal(payload.connectorId, 1);
  await station.settle();
  assert.equal(lastEventOn(station, evse), ended);
}
