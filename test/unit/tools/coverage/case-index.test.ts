import assert from "node:assert/strict";
import { renderCaseIndex } from "../../../../tools/coverage/case-index.ts";

Deno.test("the index names every case, its profiles, and its test where there is one", () => {
  const index = renderCaseIndex([
    { id: "TC_B_01_CS", name: "Cold boot", profiles: { Core: "M" } },
    {
      id: "TC_B_52_CS",
      name: "Away - < Threshold",
      profiles: { Core: "C", Reservation: "M" },
      condition: "a display",
    },
    { id: "TC_P_04_CS", name: "Data", profiles: {} },
  ], new Set(["TC_B_01_CS"]));
  assert.match(index, /^\| \[TC_B_01_CS\]\(tc-b-01-cs\.test\.ts\) \| Cold boot \| Core \*\*M\*\* \| {2}\|$/m);
  assert.match(
    index,
    /^\| TC_B_52_CS \| Away - \\< Threshold \| Core C, Reservation \*\*M\*\* \| a display \|$/m,
  );
  assert.match(index, /^\| TC_P_04_CS \| Data \| {2}\| {2}\|$/m);
  assert.deepEqual([...index.matchAll(/^## (\w)/gm)].map(([, letter]) => letter), ["B", "P"]);
});
