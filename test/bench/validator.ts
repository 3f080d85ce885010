import { outputOf } from "./bare-program.ts";
import type { BenchRow } from "./bench-row.ts";
import { spread } from "./statistics.ts";
import type { ValidatorFigures } from "./validator-rate.ts";

const RUNS = 5;

/** The validator on its own, under the V8 flags that the module is shipped with. */
export async function validator(): Promise<BenchRow[]> {
  const runs: ValidatorFigures[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await outputOf("./validator-rate.ts"));
  return [
    {
      name: "validator: TransactionEvents",
      ...spread(runs.map(({ perSecond }) => perSecond)),
      unit: "1/s",
      target: "≥ 40000",
    },
    {
      name: "  first use of a message",
      ...spread(runs.map(({ firstUseMs }) => firstUseMs)),
      unit: "ms",
    },
  ];
}
