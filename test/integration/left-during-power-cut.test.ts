import assert from "node:assert/strict";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  arrived,
  authorized,
  energyTransferStarted,
  evConnectedPreSession,
  queueEmptied,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

async function powerCut(station: StationUnderTest, meanwhile: () => Promise<void>): Promise<void> {
  await station.stop();
  await station.everest.powerCut();
  await meanwhile();
  station.start();
  await station.csms.expect("BootNotification");
  await station.pass(15_000);
  await queueEmptied(station);
}

const lastStatus = ({ csms }: StationUnderTest) =>
  csms.received("StatusNotification").at(-1)?.connectorStatus;

async function connectedEv({ csms }: StationUnderTest): Promise<string | undefined> {
  const component = { name: "ConnectedEV", evse: { id: 1 } };
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component, variable: { name: "Available" } }],
  });
  return getVariableResult[0]?.attributeValue;
}

const ended = ({ csms }: StationUnderTest) =>
  csms.received("TransactionEvent").filter(({ eventType }) => eventType === "Ended")
    .map(({ transactionInfo }) => transactionInfo.stoppedReason);

for (const start of ["PowerPathClosed", "EnergyTransfer"]) {
  Deno.test(`an EV that leaves during a power cut leaves a free connector (${start}; G01.FR.01)`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, { start });
    if (start === "EnergyTransfer") {
      await evConnectedPreSession(visit);
      await authorized(visit);
    } else {
      await energyTransferStarted(visit);
    }
    await powerCut(station, () => station.evse(1).unplug());
    assert.equal(lastStatus(station), "Available");
    assert.equal(await connectedEv(station), "false");
    // Without energy there was no transaction.
    assert.deepEqual(ended(station), start === "EnergyTransfer" ? [] : ["PowerLoss"]);
    await processRestarted(station);
    await station.pass(1000);
    assert.equal(lastStatus(station), "Available");
    assert.equal(await connectedEv(station), "false");
  });
}

Deno.test("an EV that is still there after a power cut occupies its connector, and nothing more is told of its charge", async () => {
  await using station = await startStation();
  await energyTransferStarted(await arrived(station));
  await powerCut(station, () => Promise.resolve());
  assert.equal(lastStatus(station), "Occupied");
  assert.equal(await connectedEv(station), "true");
  await station.evse(1).unplug();
  await station.pass(1000);
  assert.equal(lastStatus(station), "Available");
  assert.deepEqual(ended(station), ["PowerLoss"]);
});

Deno.test("a charge that the driver had stopped before the power cut stays one that the driver stopped (E06.FR.08)", async () => {
  await using station = await startStation({ everest: { evse: { stopDelayMs: 100 } } });
  await energyTransferStarted(await arrived(station, { stop: "EVConnected" }));
  await station.everest.auth.swipe("RFID0001");
  await station.pass(1000);
  await powerCut(station, () => station.evse(1).unplug());
  assert.deepEqual(ended(station), ["Local"]);
});
