import assert from "node:assert/strict";
import { factsText } from "../../../src/commands/facts-text.ts";
import { textTable } from "../../../src/commands/text-table.ts";

const NAME = "SmartChargingCtrlr.CompositeScheduleDefaultNumberPhases";
const LIST = "EVConnected,Authorized,DataSigned,PowerPathClosed,EnergyTransfer,ParkingBayOccupancy";
const ROWS = [
  ["variable", "value", "set by"],
  ["TxCtrlr.TxStartPoint", LIST, "operator, 763 ms ago"],
  [NAME, "3", "file"],
];

Deno.test("a table that goes into a pipe is never cut", () => {
  const lines = textTable(ROWS, { shortens: [[1, 24], [0, 24]] }).split("\n");
  assert.equal(lines.length, 3);
  assert.ok(lines[1]!.endsWith(`${LIST}  operator, 763 ms ago`), lines.join("\n"));
  assert.ok(lines[2]!.startsWith(`${NAME}  3`), lines.join("\n"));
});

Deno.test("in a pipe one very long cell does not push the others of its column aside", () => {
  const lines = textTable([["a", "b", "c"], ["1", "x".repeat(500), "3"], ["1", "2", "3"]], {}).split("\n");
  assert.ok(lines[1]!.endsWith(`${"x".repeat(500)}  3`));
  assert.ok(lines[2]!.length < 100, lines.join("\n"));
});

Deno.test("a table fits the terminal: names and values are shortened, the last column is whole", () => {
  for (const columns of [80, 100, 132]) {
    const lines = textTable(ROWS, { columns, shortens: [[1, 24], [0, 24]] }).split("\n");
    assert.equal(lines.length, 3);
    assert.ok(lines.every((line) => line.length <= columns), lines.join("\n"));
    assert.ok(lines[1]!.endsWith("  operator, 763 ms ago"), lines.join("\n"));
  }
  // Both ends of a name tell it from its neighbours.
  assert.match(
    textTable(ROWS, { columns: 80, shortens: [[1, 24], [0, 24]] }),
    /^SmartCharging\S*…\S*NumberPhases /m,
  );
});

Deno.test("a terminal that is wide enough shows everything", () => {
  const text = textTable(ROWS, { columns: 200, shortens: [[1, 24], [0, 24]] });
  assert.ok(text.includes(LIST) && text.includes(NAME), text);
});

Deno.test("a last column that does not fit goes on below itself", () => {
  const reason =
    "ChargingStationMaxProfile 7 (stack level 0, station) and TxDefaultProfile 8 (stack level 0, EVSE 1)";
  const rows = [["EVSE", "connectors", "transaction", "limit"], [
    "1",
    "1 Occupied",
    "Charging for 12 min",
    reason,
  ]];
  const lines = textTable(rows, { columns: 80 }).split("\n");
  assert.ok(lines.length > 2 && lines.every((line) => line.length <= 80), lines.join("\n"));
  assert.equal(lines.slice(1).map((line) => line.slice(lines[0]!.indexOf("limit")).trim()).join(" "), reason);
  assert.ok(lines[2]!.startsWith(" ".repeat(lines[0]!.indexOf("limit"))), lines.join("\n"));
});

Deno.test("a cell is one line, and steers no terminal", () => {
  const lines = textTable([["a", "b"], ["x\ny", "\x1b[2J"]], { columns: 80 }).split("\n");
  assert.deepEqual(lines.slice(1), ["x y  \ufffd[2J"]);
});

Deno.test("facts are wrapped and never cut, lists behind their commas", () => {
  for (const columns of [60, 80, undefined]) {
    const lines = factsText([["allowed", `MemberList of ${LIST}`], ["set by", "x"]], columns).split("\n");
    assert.ok(lines.every((line) => line.length <= (columns ?? 100)), lines.join("\n"));
    assert.equal(
      lines.slice(0, -1).map((line) => line.slice(9)).join("").replace(/\s/g, ""),
      `MemberListof${LIST}`,
    );
    assert.ok(lines.slice(1, -2).every((line) => line.endsWith(",")), lines.join("\n"));
  }
});
