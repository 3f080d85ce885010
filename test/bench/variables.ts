import { variableKey } from "../../src/variables/device-model.ts";
import type { Workbench } from "../fakes/process/workbench.ts";
import { pause } from "../fakes/pause.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchContext, latestRoundTrip, openBench, startAndBoot } from "./bench-stand.ts";
import { QUIET_EVSE } from "./session-traffic.ts";
import { typicalAndWorst } from "./statistics.ts";

const WARM_UP = 50;
const CALLS = 400;
const PAUSE_MS = 2;

const TEN_VARIABLES = [
  variableKey("OCPPCommCtrlr", "OfflineThreshold"),
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
const ONE_VARIABLE = TEN_VARIABLES.slice(0, 1);

/** Round trips at the CSMS: from the write of its CALL until the arrival of the answer. */
export async function variables(context: BenchContext): Promise<BenchRow[]> {
  await using bench = await openBench(context, { broker: "mosquitto-unix", everest: { evse: QUIET_EVSE } });
  await startAndBoot(bench);
  const { csms } = bench;
  const get = (getVariableData: typeof ONE_VARIABLE) => () => csms.call("GetVariables", { getVariableData });
  // SQLite writes nothing for a value that does not change.
  let seconds = 100;
  const set = () =>
    csms.call("SetVariables", {
      setVariableData: ONE_VARIABLE.map((key) => ({ ...key, attributeValue: String(seconds++) })),
    });
  return [
    {
      name: "GetVariables of one",
      ...typicalAndWorst(await roundTrips(bench, get(ONE_VARIABLE))),
      unit: "ms",
      target: "< 1",
    },
    {
      name: "GetVariables of ten",
      ...typicalAndWorst(await roundTrips(bench, get(TEN_VARIABLES))),
      unit: "ms",
    },
    {
      name: "SetVariables of one, committed to disk",
      ...typicalAndWorst(await roundTrips(bench, set)),
      unit: "ms",
      target: "< 2 + flush",
    },
    {
      name: "  flush of the disk: 4 kB and fdatasync",
      ...typicalAndWorst(flushes(bench.files.directory)),
      unit: "ms",
    },
  ];
}

async function roundTrips(bench: Workbench, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + CALLS; round++) {
    await call();
    if (round >= WARM_UP) times.push(latestRoundTrip(bench.csms));
    await pause(PAUSE_MS);
  }
  return times;
}

/** What the disk itself takes for the least that a commit must write. */
function flushes(directory: string): number[] {
  using file = Deno.openSync(`${directory}/flush`, { create: true, write: true });
  const page = new Uint8Array(4096).fill(1);
  return Array.from({ length: 100 }, () => {
    const startMs = performance.now();
    file.writeSync(page);
    file.syncDataSync();
    return performance.now() - startMs;
  });
}
