import type { BenchRow } from "./bench-row.ts";
import { shippedV8Flags } from "./built-module.ts";
import { spread } from "./statistics.ts";
import type { ValidatorFigures } from "./validator-rate.ts";

const RUNS = 5;

/** The validator on its own, under the V8 flags that the module is shipped with. */
export async function validator(): Promise<BenchRow[]> {
  const program = new URL("./validator-rate.ts", import.meta.url).pathname;
  const args = ["run", "--no-check", `--v8-flags=${await shippedV8Flags()}`, program];
  const runs: ValidatorFigures[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
    if (!success) throw new Error(`${program} failed`);
    runs.push(JSON.parse(new TextDecoder().decode(stdout)));
  }
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
