import assert from "node:assert/strict";
import { actualOf, baseReport, nameOf } from "./harness/reports.ts";
import { REQUIRED_VARIABLES, requiredInfrastructure } from "./harness/required-variables.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

/** More than the shipped device model describes: what it says nothing about is known from the hardware. */
const EVSES = 3;

Deno.test("TC_B_53_CS Get Base Report - Test mandatory DM variables via FullInventory", async () => {
  await using station = await startStation({ everest: { evses: EVSES } });
  await booted(station);
  // Steps 1 to 4.
  const report = await baseReport(station, "FullInventory");

  // Required ones are there, as part 2 describes them and with a value.
  const entries = new Map(report.map((entry) => [nameOf(entry), entry]));
  for (const [name, requirement] of [...REQUIRED_VARIABLES, ...requiredInfrastructure(EVSES)]) {
    const entry = entries.get(name);
    assert(entry, `${name} is missing`);
    assert.equal(entry.variableCharacteristics?.dataType, requirement.dataType, name);
    const actual = entry.variableAttribute.find(({ type }) => type === "Actual");
    assert(actual?.mutability && requirement.mutability.includes(actual.mutability), `${name}: mutability`);
    assert(actual.value, `${name} has no value`);
  }
  // Part 2, §2.13.7: the hardware tells: 32 A, 3 phases, also of the two that files say more about.
  const limits = [1, 2, 3].map((id) => entries.get(`EVSE[${id}].Power`)?.variableCharacteristics?.maxLimit);
  assert.deepEqual(limits, Array(EVSES).fill(3 * 32 * 230));

  for (const entry of report) {
    const { dataType, valuesList = "" } = entry.variableCharacteristics!;
    const allowed = valuesList.split(",").map((value) => value.trim());
    const value = actualOf(entry);
    if (dataType === "OptionList") assert(allowed.includes(value ?? ""), `${nameOf(entry)}: ${value}`);
    if (dataType === "MemberList" || dataType === "SequenceList") {
      const members = value ? value.split(",").map((member) => member.trim()) : [];
      assert.deepEqual(members.filter((member) => !allowed.includes(member)), [], nameOf(entry));
    }
    // Errata 2025-04: no value of a WriteOnly variable, and one of every other.
    for (const { mutability, value: reported } of entry.variableAttribute) {
      assert.equal(reported === undefined, mutability === "WriteOnly", nameOf(entry));
    }
  }
});
