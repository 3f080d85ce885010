import assert from "node:assert/strict";
import type { SampledValueType } from "../../../../src/ocpp/messages.ts";
import { phasesUsed } from "../../../../src/station/metering/phases-used.ts";

const reading = (...sampledValues: readonly SampledValueType[]) => ({ timestampMs: 0, sampledValues });
const amperes = (phase: "L1" | "L2" | "L3" | "N", value: number): SampledValueType => ({
  measurand: "Current.Import",
  phase,
  value,
});

for (
  const [what, told, phases] of [
    ["nothing at all", undefined, undefined],
    ["no current", reading({ value: 1 }, { measurand: "Voltage", phase: "L1-N", value: 230 }), undefined],
    ["the neutral only", reading(amperes("N", 16)), undefined],
    ["direct current", reading({ measurand: "Current.Import", value: 100 }), undefined],
    ["an idle line", reading(amperes("L1", 0), amperes("L2", 0.4), amperes("L3", 0)), 0],
    ["one phase", reading(amperes("L1", 16), amperes("L2", 0), amperes("L3", 0), amperes("N", 16)), 1],
    ["the least that counts", reading(amperes("L1", 0.5), amperes("L2", 0.49)), 1],
    ["three phases, one fed back", reading(amperes("L1", 6), amperes("L2", -6), amperes("L3", 6)), 3],
  ] as const
) {
  Deno.test(`phases used when the meter tells ${what}: ${phases}`, () =>
    assert.equal(phasesUsed(told), phases));
}
