import assert from "node:assert/strict";
import { join } from "node:path";
import {
  eventOf,
  eventsOf,
  EVSE_STATE,
  monitored,
  monitoringReport,
  readVariable,
  setMonitors,
  settingsOf,
  STATE_DELTA,
} from "../conformance/harness/monitoring.ts";
import { valuesOfEnd, withContext } from "../conformance/harness/meter-values.ts";
import { costs, startWithPrices } from "../conformance/harness/prices.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import {
  arrived,
  booted,
  energyTransferStarted,
  parkingBayUnoccupied,
} from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { command } from "./command-runner.ts";

const COST = "org.openchargealliance.costmsg";
const ALL_VALUES = {
  "SampledDataCtrlr.Enabled": true,
  "SampledDataCtrlr.TxUpdatedInterval": 10,
  "SampledDataCtrlr.TxEndedInterval": 10,
  "AlignedDataCtrlr.Enabled": true,
  "AlignedDataCtrlr.Interval": 10,
  "AlignedDataCtrlr.TxEndedInterval": 10,
} as const;

/** To be called while the station is down: its maker edits the file. */
function setAvailable({ directory }: StationUnderTest, controller: string, value: "true" | "false"): void {
  const path = join(directory, "component_config", "standardized", `${controller}.json`);
  const file = JSON.parse(Deno.readTextFileSync(path));
  file.properties.Available.attributes[0].value = value === "true";
  Deno.writeTextFileSync(path, JSON.stringify(file));
}

/** A visit of half a minute, and what its transaction said of the meter. */
async function metered(station: StationUnderTest) {
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await station.pass(30_000);
  await parkingBayUnoccupied(visit);
  const events = station.csms.received("TransactionEvent");
  const values = events.flatMap(({ meterValue = [] }) => meterValue);
  const contexts = values.flatMap(({ sampledValue }) => sampledValue.flatMap(({ context }) => context ?? []));
  return { visit, contexts: [...new Set(contexts)].toSorted() };
}

async function availability(station: StationUnderTest, controller: string): Promise<string | undefined> {
  return await readVariable(station, controller, "Available");
}

Deno.test("without monitoring no monitor reports, every request is refused, and what is installed waits", async () => {
  await using station = await startStation();
  const { csms } = station;
  await booted(station);
  const periodic = { ...EVSE_STATE, type: "Periodic", value: 10, severity: 5 } as const;
  const [delta, beat] = await monitored(station, { ...EVSE_STATE, ...STATE_DELTA }, periodic);
  const before = settingsOf(await monitoringReport(station));
  await processRestarted(station, () => setAvailable(station, "MonitoringCtrlr", "false"));
  const heard = eventsOf(station, beat!).length;
  await station.evse(1).plugIn();
  await station.pass(30_000);
  assert.deepEqual([eventsOf(station, delta!).length, eventsOf(station, beat!).length], [0, heard]);

  const info = {
    reasonCode: "NotEnabled",
    additionalInfo: "MonitoringCtrlr is not available on this station",
  };
  const [refused, replaced] = await setMonitors(station, { ...periodic, value: 5 }, {
    ...periodic,
    id: beat!,
  });
  assert.deepEqual([refused?.status, refused?.statusInfo], ["Rejected", info]);
  assert.deepEqual([replaced?.status, replaced?.id], ["Rejected", undefined]);
  assert.deepEqual(
    (await csms.call("ClearVariableMonitoring", { id: [delta!, 4711] })).clearMonitoringResult,
    [
      { id: delta, status: "Rejected", statusInfo: info },
      { id: 4711, status: "Rejected", statusInfo: info },
    ],
  );
  assert.deepEqual(
    [
      await csms.call("SetMonitoringLevel", { severity: 3 }),
      await csms.call("SetMonitoringBase", { monitoringBase: "HardWiredOnly" }),
      await csms.call("GetMonitoringReport", { requestId: 1 }),
    ],
    [
      { status: "Rejected", statusInfo: info },
      { status: "NotSupported", statusInfo: info },
      { status: "NotSupported", statusInfo: info },
    ],
  );
  const { lines } = await command(station, "monitors list", { columns: 160 });
  assert.match(lines[0]!, /events up to severity 9, monitoring is switched off\.$/);
  assert.match(lines.at(-1)!, /MonitoringCtrlr\.Available is false$/);

  await processRestarted(station, () => setAvailable(station, "MonitoringCtrlr", "true"));
  assert.equal((await eventOf(station, delta!)).actualValue, "Occupied");
  assert.deepEqual(settingsOf(await monitoringReport(station)), before);
});

Deno.test("without sampled data a transaction has none, and clock-aligned values go on", async () => {
  await using station = await startStation({
    variables: { ...ALL_VALUES, "SampledDataCtrlr.Available": false },
  });
  const { visit, contexts } = await metered(station);
  assert.deepEqual(contexts, ["Sample.Clock"]);
  assert.ok(withContext(valuesOfEnd(visit), "Sample.Clock").length >= 3);
  assert.equal(await availability(station, "SampledDataCtrlr"), "false");
});

Deno.test("without clock-aligned data there is none in and outside transactions, also for a trigger", async () => {
  await using station = await startStation({
    variables: { ...ALL_VALUES, "AlignedDataCtrlr.Available": false },
  });
  const { contexts } = await metered(station);
  assert.deepEqual(contexts, ["Sample.Periodic", "Transaction.Begin", "Transaction.End"]);
  await station.pass(30_000);
  const { status, statusInfo } = await station.csms.call("TriggerMessage", {
    requestedMessage: "MeterValues",
  });
  assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "NotFound"]);
  assert.deepEqual(station.csms.received("MeterValues"), []);
  assert.equal(await availability(station, "AlignedDataCtrlr"), "false");
});

Deno.test("without extensions customData is not looked at, whatever CustomImplementationEnabled says", async () => {
  await using station = await startWithPrices({ variables: { "CustomizationCtrlr.Available": false } });
  await booted(station);
  const customData = { vendorId: COST, state: "Idle", chargingPrice: { kWhPrice: 1 } };
  await station.csms.call("CostUpdated", { totalCost: 1, transactionId: "tx", customData });
  await station.settle();
  const [cost] = costs(station);
  assert.deepEqual([cost?.status, cost && "charging_price" in cost], ["Running", false]);
});

Deno.test("what every station needs is shown available, can be set, and a line of the log says so", async () => {
  const needed = ["AuthCtrlr", "ClockCtrlr", "DeviceDataCtrlr", "InternalCtrlr", "OCPPCommCtrlr"];
  const components = [...needed, "SecurityCtrlr", "TxCtrlr"];
  await using station = await startStation({
    variables: Object.fromEntries(components.map((component) => [`${component}.Available`, false])),
  });
  await booted(station);
  for (const component of components) assert.equal(await availability(station, component), "true", component);
  const { setVariableResult: [set] } = await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "TxCtrlr" },
      variable: { name: "EVConnectionTimeOut" },
      attributeValue: "45",
    }],
  });
  assert.equal(set?.attributeStatus, "Accepted");
  const said = station.log.lines.filter(({ message }) => message.startsWith("what every station needs"));
  assert.deepEqual(said.map(({ fields }) => fields["components"]), [components.join(", ")]);
});
