import { variableKey } from "../../src/variables/device-model.ts";
import { arrivalOf, type BenchContext, latestRoundTrip } from "./bench-stand.ts";
import type { BenchRow } from "./bench-row.ts";
import { cpuSecondsOf, memoryOf } from "./process-figures.ts";
import { SlowBroker } from "./slow-broker.ts";
import { type Bus, StationStand } from "./station-stand.ts";
import { quantile, spread } from "./statistics.ts";
import { pause } from "../fakes/pause.ts";

const BUSES: readonly Bus[] = ["unix", "tcp"];
const STARTS = 5;
const WARM_UP = 20;
const REQUESTS = 300;
const REPORTS = 30;
const EVENTS = 150;
const PAUSE_MS = 2;
const SETTLE_MS = 5000;
/** Far more than a start takes, so that what else delays it does not count as an exchange. */
const BROKER_DELAY_MS = 500;

const OFFLINE_THRESHOLD = variableKey("OCPPCommCtrlr", "OfflineThreshold");
const TEN_VARIABLES = [
  OFFLINE_THRESHOLD,
  variableKey("OCPPCommCtrlr", "HeartbeatInterval"),
  variableKey("OCPPCommCtrlr", "WebSocketPingInterval"),
  variableKey("OCPPCommCtrlr", "ResetRetries"),
  variableKey("AuthCtrlr", "AuthorizeRemoteStart"),
  variableKey("AuthCtrlr", "LocalPreAuthorize"),
  variableKey("TxCtrlr", "EVConnectionTimeOut"),
  variableKey("TxCtrlr", "TxStartPoint"),
  variableKey("SampledDataCtrlr", "TxUpdatedInterval"),
  variableKey("DeviceDataCtrlr", "BytesPerMessage", "GetVariables"),
];

/** A module in a station as it is sold, on a unix socket and on a stock mosquitto's TCP. */
export async function realStation({ command }: BenchContext): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const bus of BUSES) {
    const found = await measureStation(command, bus);
    rows.push(...found.map((row) => ({ ...row, name: `${row.name}: ${bus}` })));
  }
  return rows;
}

/** Every figure of one module on one bus. */
export async function measureStation(command: readonly string[], bus: Bus): Promise<BenchRow[]> {
  await using stand = await StationStand.open(command, bus);
  // The first start makes the databases.
  await stand.boot();
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start++) starts.push(await stand.boot());
  const rows: BenchRow[] = [
    { name: "start → BootNotification", ...spread(starts), unit: "ms" },
    ...(bus === "tcp" ? [await exchangesBeforeBoot(stand)] : []),
  ];
  await stand.boot();
  await pause(SETTLE_MS);
  const { totalMegabytes } = await memoryOf(stand.pid);
  rows.push({ name: "memory idle", value: totalMegabytes, unit: "MB" });
  rows.push(...await requests(stand));
  rows.push(...await timed("event → frame", stand, EVENTS, changes(stand)));
  return rows;
}

/** How often the module waits for the broker or for what another module says before it can go on. */
async function exchangesBeforeBoot(stand: StationStand): Promise<BenchRow> {
  using through = new SlowBroker(stand.brokerPort, 0);
  using slow = new SlowBroker(stand.brokerPort, BROKER_DELAY_MS);
  const atOnceMs = await stand.boot(through.port);
  const delayedMs = await stand.boot(slow.port);
  await stand.kill();
  return {
    name: "waits for the bus, one after the other, before BootNotification",
    value: Math.round((delayedMs - atOnceMs) / BROKER_DELAY_MS),
    unit: "",
  };
}

async function requests(stand: StationStand): Promise<BenchRow[]> {
  const { csms } = stand;
  const roundTrip = (call: () => Promise<unknown>) => async () => {
    await call();
    return latestRoundTrip(csms);
  };
  const get = (getVariableData: typeof TEN_VARIABLES) =>
    roundTrip(() => csms.call("GetVariables", { getVariableData }));
  let seconds = 100;
  const set = roundTrip(() => {
    // SQLite writes nothing for a value that does not change.
    const attributeValue = String(seconds++);
    return csms.call("SetVariables", { setVariableData: [{ ...OFFLINE_THRESHOLD, attributeValue }] });
  });
  const stay = roundTrip(() => csms.call("ChangeAvailability", { operationalStatus: "Operative" }));
  return [
    ...await timed("GetVariables of one", stand, REQUESTS, get([OFFLINE_THRESHOLD])),
    ...await timed("GetVariables of ten", stand, REQUESTS, get(TEN_VARIABLES)),
    ...await timed("SetVariables of one", stand, REQUESTS, set),
    ...await timed("ChangeAvailability with nothing to do", stand, REQUESTS, stay),
    ...await timed("FullInventory to its last frame", stand, REPORTS, reports(stand)),
  ];
}

function reports({ csms }: StationStand): () => Promise<number> {
  let requestId = 0;
  return async () => {
    requestId++;
    const call = csms.call("GetBaseReport", { requestId, reportBase: "FullInventory" });
    const sentMs = csms.log.findLast(({ direction }) => direction === "toStation")?.atMs ?? NaN;
    await call;
    const last = await csms.expect(
      "NotifyReport",
      (part) => part.requestId === requestId && part.tbc !== true,
    );
    return arrivalOf(csms, last.messageId) - sentMs;
  };
}

function changes({ csms, everest }: StationStand): () => Promise<number> {
  let isCharging = false;
  return async () => {
    if (!isCharging) {
      await everest.tell("charge");
      await csms.expect(
        "TransactionEvent",
        ({ transactionInfo }) => transactionInfo.chargingState === "Charging",
      );
      isCharging = true;
    }
    const publishedMs = await everest.tell("change");
    const { messageId } = await csms.expect(
      "TransactionEvent",
      ({ triggerReason }) => triggerReason === "ChargingStateChanged",
    );
    return arrivalOf(csms, messageId) - publishedMs;
  };
}

/** Milliseconds of each, and the processor time of the module for one. */
async function timed(
  name: string,
  { csms, pid }: StationStand,
  count: number,
  once: () => Promise<number>,
): Promise<BenchRow[]> {
  for (let round = 0; round < WARM_UP; round++) await once();
  const times: number[] = [];
  const before = await cpuSecondsOf(pid);
  for (let round = 0; round < count; round++) {
    times.push(await once());
    // What is not needed any more would only make our own process slow.
    csms.log.splice(0);
    await pause(PAUSE_MS);
  }
  const cpuMs = (await cpuSecondsOf(pid) - before) * 1000 / count;
  return [
    { name, value: quantile(times, 0.5), p99: quantile(times, 0.99), unit: "ms" },
    { name: `  CPU of ${name}`, value: cpuMs, unit: "ms" },
  ];
}
