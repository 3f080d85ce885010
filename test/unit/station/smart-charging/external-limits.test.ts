import assert from "node:assert/strict";
import { bindingLimit, type OutsideLimit } from "../../../../src/station/smart-charging/external-limits.ts";

const CASES: readonly {
  readonly limits: readonly (readonly [number, "A" | "W"])[];
  readonly amperes: number;
  readonly watts: number;
  readonly binding: readonly [number, "A" | "W"] | undefined;
}[] = [
  { limits: [], amperes: 48, watts: 33_120, binding: undefined },
  { limits: [[10, "A"]], amperes: 48, watts: 33_120, binding: [10, "A"] },
  { limits: [[48, "A"]], amperes: 48, watts: 33_120, binding: undefined },
  { limits: [[32, "A"], [3000, "W"]], amperes: 48, watts: 33_120, binding: [3000, "W"] },
  { limits: [[3000, "W"], [4, "A"]], amperes: 48, watts: 33_120, binding: [4, "A"] },
  { limits: [[63, "A"], [3000, "W"]], amperes: 48, watts: 33_120, binding: [3000, "W"] },
  // One phase: 14 A are more than 3 kW.
  { limits: [[14, "A"], [3000, "W"]], amperes: 48, watts: 11_040, binding: [3000, "W"] },
  { limits: [[0, "A"], [0, "W"]], amperes: 0, watts: 0, binding: undefined },
  { limits: [[0, "A"], [3000, "W"]], amperes: 48, watts: 33_120, binding: [0, "A"] },
];

for (const { limits, amperes, watts, binding } of CASES) {
  const name = limits.map((limit) => limit.join(" ")).join(" and ") || "nothing";
  Deno.test(`of ${name} where ${amperes} A and ${watts} W are allowed, ${binding?.join(" ")} binds`, () => {
    const outside = limits.map(([value, unit]): OutsideLimit => ({ value, unit }));
    assert.deepEqual(
      bindingLimit(outside, (unit) => unit === "A" ? amperes : watts),
      binding && { value: binding[0], unit: binding[1] },
    );
  });
}
