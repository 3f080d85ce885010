import assert from "node:assert/strict";
import { offeredWatts } from "../../../src/bridge/offered-power.ts";
import type { PhaseEnumType } from "../../../src/ocpp/messages.ts";

const volts = (...values: readonly (readonly [PhaseEnumType | undefined, number])[]) => ({
  timestampMs: 0,
  sampledValues: values.map(([phase, value]) => ({
    measurand: "Voltage" as const,
    value,
    ...(phase && { phase }),
  })),
});

for (
  const [what, offer, reading, watts] of [
    ["three phases", { amperes: 16, phases: 3 }, volts(["L1-N", 230], ["L2-N", 229], ["L3-N", 231]), 11_040],
    ["one of three phases", { amperes: 16, phases: 1 }, volts(["L1-N", 230], ["L2-N", 230]), 3680],
    ["direct current", { amperes: 100, phases: 3 }, volts([undefined, 400.5]), 40_050],
    ["nothing", { amperes: 0, phases: 3 }, volts(["L1-N", 230]), 0],
    ["amperes beyond any number", { amperes: 1.8e308 / 2, phases: 3 }, volts(["L1-N", 230]), undefined],
    ["with a meter without voltage", { amperes: 16, phases: 3 }, volts(), undefined],
  ] as const
) {
  Deno.test(`offered power: ${what}`, () => assert.equal(offeredWatts(offer, reading), watts));
}
