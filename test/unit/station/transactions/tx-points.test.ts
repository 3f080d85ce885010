import assert from "node:assert/strict";
import {
  type Conditions,
  type Ending,
  endsTransaction,
  fulfilledStartPoints,
  parseTxStartPoints,
  parseTxStopPoints,
  type TxStartPoint,
  type TxStopPoint,
} from "../../../../src/station/transactions/tx-points.ts";

const ENDINGS: readonly Ending[] = [
  "evDisconnected",
  "deauthorized",
  "energyStopped",
  "immediateReset",
  "powerLost",
];

/** Which endings, each on its own, stop a transaction with this stop point; the last two stop any. */
const STOPPED_BY: Readonly<Record<TxStopPoint, readonly Ending[]>> = {
  ParkingBayOccupancy: ["immediateReset", "powerLost"],
  EVConnected: ["evDisconnected", "immediateReset", "powerLost"],
  Authorized: ["deauthorized", "immediateReset", "powerLost"],
  PowerPathClosed: ["evDisconnected", "deauthorized", "immediateReset", "powerLost"],
  EnergyTransfer: ["evDisconnected", "deauthorized", "energyStopped", "immediateReset", "powerLost"],
};

for (const [point, endings] of Object.entries(STOPPED_BY) as [TxStopPoint, readonly Ending[]][]) {
  Deno.test(`stop point ${point}: what ends a transaction, and that nothing else does`, () => {
    const stops = (...happened: Ending[]) => endsTransaction(new Set([point]), happened);
    assert.equal(stops(), false, "what was never true ends nothing");
    for (const ending of ENDINGS) assert.equal(stops(ending), endings.includes(ending), ending);
  });
}

const NOTHING: Conditions = { connected: false, authorized: false, energyFlowing: false, dataSigned: false };
const STARTED_BY: Readonly<Record<TxStartPoint, readonly Partial<Conditions>[]>> = {
  ParkingBayOccupancy: [],
  EVConnected: [{ connected: true }],
  Authorized: [{ authorized: true }],
  PowerPathClosed: [{ connected: true, authorized: true }],
  EnergyTransfer: [{ energyFlowing: true }],
  DataSigned: [{ dataSigned: true }],
};

for (const [point, starts] of Object.entries(STARTED_BY) as [TxStartPoint, Partial<Conditions>[]][]) {
  Deno.test(`start point ${point}: what starts a transaction, and that nothing less does`, () => {
    const isStart = (conditions: Partial<Conditions>) =>
      fulfilledStartPoints(new Set([point]), { ...NOTHING, ...conditions }).length > 0;
    assert.equal(isStart({}), false);
    for (const conditions of starts) assert.equal(isStart(conditions), true);
    for (const name of Object.keys(NOTHING) as (keyof Conditions)[]) {
      const isEnough = starts.some((conditions) => String(Object.keys(conditions)) === name);
      assert.equal(isStart({ [name]: true }), isEnough, name);
    }
  });
}

Deno.test("the points are those of the lists; unknown ones are ignored, and an empty list is the default", () => {
  assert.deepEqual([...parseTxStartPoints(["DataSigned", "Moon", "Authorized"])], [
    "Authorized",
    "DataSigned",
  ]);
  assert.deepEqual([...parseTxStopPoints(["DataSigned", "EnergyTransfer"])], ["EnergyTransfer"]);
  for (const none of [undefined, [], ["Moon"]]) {
    assert.deepEqual([...parseTxStartPoints(none)], ["PowerPathClosed"]);
    assert.deepEqual([...parseTxStopPoints(none)], ["EVConnected", "Authorized"]);
  }
});
