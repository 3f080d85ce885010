import assert from "node:assert/strict";
import { monitorId } from "../../../../src/kernel/ids.ts";
import type { SetMonitoringDataType, VariableCharacteristicsType } from "../../../../src/ocpp/messages.ts";
import type { Monitor } from "../../../../src/station/monitoring/monitor.ts";
import { MonitorList } from "../../../../src/station/monitoring/monitor-list.ts";
import { judgeMonitor, MAX_MONITORS } from "../../../../src/station/monitoring/monitor-verdict.ts";

const KEY = { component: { name: "EVSE", evse: { id: 1 } }, variable: { name: "Power" } } as const;
const NUMBER: VariableCharacteristicsType = {
  dataType: "decimal",
  minLimit: 0,
  maxLimit: 100,
  supportsMonitoring: true,
};
const data = (changes: Partial<SetMonitoringDataType> = {}): SetMonitoringDataType => ({
  ...{ ...KEY, type: "UpperThreshold", value: 50, severity: 5 },
  ...changes,
});
const monitor = (id: number, changes: Partial<Monitor> = {}): Monitor => ({
  ...{ ...KEY, type: "Delta", value: 1, severity: 1, transaction: false, origin: "CustomMonitor" },
  id: monitorId(id),
  ...changes,
});

function verdict(
  changes: Partial<SetMonitoringDataType>,
  { characteristics = NUMBER, monitors = [] }: {
    readonly characteristics?: VariableCharacteristicsType;
    readonly monitors?: readonly Monitor[];
  } = {},
): string {
  const list = new MonitorList();
  for (const one of monitors) list.put(one);
  const judged = judgeMonitor(data(changes), { kind: "found", characteristics }, list);
  if (judged.kind === "install") return judged.replaces ? `replace ${judged.replaces.id}` : "install";
  return [judged.status, judged.reason?.reasonCode].filter(Boolean).join(" ");
}

Deno.test("the value of each type lies within the bounds of its kind, limits included", () => {
  const table: readonly [Partial<SetMonitoringDataType>, string][] = [
    [{ value: 0 }, "install"],
    [{ value: 100 }, "install"],
    [{ value: 100.1 }, "Rejected ValueOutOfRange"],
    [{ value: -0.1 }, "Rejected ValueOutOfRange"],
    [{ type: "LowerThreshold", value: 100 }, "install"],
    [{ type: "LowerThreshold", value: 101 }, "Rejected ValueOutOfRange"],
    [{ value: Infinity }, "Rejected ValueOutOfRange"],
    [{ value: NaN }, "Rejected ValueOutOfRange"],
    [{ type: "Delta", value: 0 }, "install"],
    [{ type: "Delta", value: 1000 }, "install"],
    // TC_N_43 wants no reason here.
    [{ type: "Delta", value: -0.5 }, "Rejected"],
    [{ type: "Periodic", value: 1 }, "install"],
    [{ type: "Periodic", value: 0 }, "Rejected ValueOutOfRange"],
    [{ type: "Periodic", value: 1.5 }, "Rejected ValueOutOfRange"],
    [{ type: "PeriodicClockAligned", value: 86_400 }, "install"],
    [{ type: "PeriodicClockAligned", value: 86_401 }, "Rejected ValueOutOfRange"],
    [{ severity: 0 }, "install"],
    [{ severity: 9 }, "install"],
    [{ severity: 10 }, "Rejected ValueOutOfRange"],
    [{ severity: -1 }, "Rejected ValueOutOfRange"],
    [{ severity: 1.5 }, "Rejected ValueOutOfRange"],
  ];
  for (const [changes, expected] of table) assert.equal(verdict(changes), expected, JSON.stringify(changes));
});

Deno.test("thresholds need a number; every other type fits every variable that supports monitoring", () => {
  for (
    const dataType of ["string", "boolean", "dateTime", "OptionList", "SequenceList", "MemberList"] as const
  ) {
    const characteristics = { dataType, supportsMonitoring: true };
    for (const type of ["UpperThreshold", "LowerThreshold"] as const) {
      assert.equal(verdict({ type }, { characteristics }), "UnsupportedMonitorType UnsupportedParam");
    }
    for (const type of ["Delta", "Periodic", "PeriodicClockAligned"] as const) {
      assert.equal(verdict({ type }, { characteristics }), "install");
    }
  }
  for (const dataType of ["integer", "decimal"] as const) {
    assert.equal(verdict({}, { characteristics: { dataType, supportsMonitoring: true } }), "install");
  }
  const silent = { ...NUMBER, supportsMonitoring: false };
  assert.equal(
    verdict({ type: "Periodic" }, { characteristics: silent }),
    "UnsupportedMonitorType UnsupportedParam",
  );
});

Deno.test("an id replaces the monitor that has it, on the same variable, unless that is hard-wired", () => {
  const monitors = [monitor(1), monitor(2, { origin: "HardWiredMonitor", severity: 2 })];
  assert.equal(verdict({ id: 1 }, { monitors }), "replace 1");
  assert.equal(verdict({ id: 1, type: "Periodic", value: 60 }, { monitors }), "replace 1");
  assert.equal(verdict({ id: 1, component: { name: "evse", evse: { id: 1 } } }, { monitors }), "replace 1");
  assert.equal(verdict({ id: 2 }, { monitors }), "Rejected ReadOnly");
  assert.equal(verdict({ id: 3 }, { monitors }), "Rejected NotFound");
  assert.equal(verdict({ id: 1, variable: { name: "Current" } }, { monitors }), "Rejected InvalidValue");
});

Deno.test("a variable has one monitor of a type and severity, whatever its value", () => {
  const monitors = [monitor(1, { type: "UpperThreshold", severity: 5, value: 7 }), monitor(2)];
  assert.equal(verdict({}, { monitors }), "Duplicate InvalidValue");
  assert.equal(verdict({ id: 1 }, { monitors }), "replace 1");
  assert.equal(verdict({ id: 2 }, { monitors }), "Duplicate InvalidValue");
  assert.equal(verdict({ severity: 4 }, { monitors }), "install");
  assert.equal(verdict({ type: "LowerThreshold" }, { monitors }), "install");
});

Deno.test("the last monitor fits, one more does not, and replacing needs no room", () => {
  const monitors = Array.from(
    { length: MAX_MONITORS },
    (_, index) => monitor(index + 1, { variable: { name: `V${index}` } }),
  );
  assert.equal(verdict({}, { monitors: monitors.slice(1) }), "install");
  assert.equal(verdict({}, { monitors }), "Rejected OutOfMemory");
  assert.equal(verdict({ id: 1, variable: { name: "V0" } }, { monitors }), "replace 1");
});
