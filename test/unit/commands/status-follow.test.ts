import assert from "node:assert/strict";
import type { CommandIo } from "../../../src/commands/command.ts";
import { STATUS } from "../../../src/commands/status-command.ts";
import type { EvseStatus, RunningStatus } from "../../../src/inspection/status.ts";

const START = Date.parse("2026-01-15T10:00:00.000Z");
const TRANSACTION = { transactionId: "t", startedMs: START, chargingState: "Charging" };
const EVSE: EvseStatus = {
  evseId: 1,
  connectors: [{ connectorId: 1, status: "Occupied" }],
  transaction: { ...TRANSACTION, energyWh: 10 },
  powerWatts: 11_000,
};
const WAITING: RunningStatus["link"] = {
  ...{ kind: "waiting", sinceMs: START, retryAtMs: START + 60_000, reason: "HTTP 503" },
};
const STATUS_OF_START: RunningStatus = {
  ...{ kind: "running", version: "1", moduleId: "ocpp", startedMs: START, nowMs: START, timeSource: "NTP" },
  ...{ link: WAITING, disconnectedSinceMs: START, registration: "Accepted", storage: "healthy" },
  queue: { messages: 0 },
  evses: [EVSE],
};

/** How often a status is printed that has these changes, one a second. */
async function printed(changes: readonly Partial<RunningStatus>[]): Promise<number> {
  let count = 0;
  let second = 0;
  const io: Partial<CommandIo> = {
    ...{ isJson: true, nowMs: () => START, columns: () => 100, complain: assert.fail },
    print: () => void count++,
    ask: () =>
      Promise.resolve({ answer: { ...STATUS_OF_START, nowMs: START + second * 1000, ...changes[second] } }),
    pause: () => Promise.resolve(++second < changes.length ? "elapsed" : "interrupted"),
  };
  await STATUS.run({ arguments: [], options: { follow: true }, io: io as CommandIo });
  return count;
}

Deno.test("status --follow prints once for a state, whatever time and meter say meanwhile", async () => {
  assert.equal(await printed([{}, {}, {}, {}]), 1);
  const measured = (energyWh: number): Partial<RunningStatus> => ({
    disconnectedSinceMs: START + energyWh,
    evses: [{ ...EVSE, transaction: { ...TRANSACTION, energyWh }, powerWatts: 11_000 + energyWh }],
  });
  assert.equal(await printed([measured(1), measured(2), measured(3)]), 1);
});

Deno.test("status --follow prints every change once", async () => {
  const table: readonly Partial<RunningStatus>[] = [
    { queue: { messages: 1, oldestMs: START } },
    { link: { ...WAITING, sinceMs: START + 1000, retryAtMs: START + 2000 } },
    { registration: "Rejected" },
    { storage: { stuck: "disk full" } },
    { evses: [{ ...EVSE, connectors: [{ connectorId: 1, status: "Faulted" }] }] },
    { evses: [{ ...EVSE, transaction: { ...TRANSACTION, chargingState: "SuspendedEV" } }] },
    { evses: [{ ...EVSE, limit: { value: 6, unit: "A", reason: "x" } }] },
  ];
  for (const change of table) {
    assert.equal(await printed([{}, change, change, {}]), 3, JSON.stringify(change));
  }
});
