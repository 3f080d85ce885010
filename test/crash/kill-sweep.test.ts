import assert from "node:assert/strict";
import { sweep, type SweepPlan, type SweepResult } from "./crash-sweep.ts";
import { summary } from "./sweep-summary.ts";
import { FUZZ_SEED } from "../fuzz/seed.ts";

/** Of all tests together; the nightly run asks for more. */
const KILLS = Number(Deno.env.get("OCPP_CRASH_KILLS") ?? 200);

const KIB = 1024;
/** What waits, and the pages that waited before. */
const MAX_CORE_KIB = 512;
/** SQLite writes a log of 1000 pages back; a transaction may still be added to it. */
const MAX_LOG_KIB = 4.5 * KIB;
/** Without anything set by a CSMS there is nothing to store. */
const MAX_DEVICE_MODEL_KIB = 64;

interface Sweep extends Pick<SweepPlan, "fault" | "startPoint"> {
  readonly what: string;
  /** Of all kills. */
  readonly share: number;
}

const SWEEPS: readonly Sweep[] = [
  {
    share: 0.4,
    fault: "process",
    startPoint: "PowerPathClosed",
    what: "our process alone dies, EVSEs go on",
  },
  {
    share: 0.2,
    fault: "process",
    startPoint: "EnergyTransfer",
    what: "transactions start long after sessions",
  },
  {
    share: 0.4,
    fault: "power",
    startPoint: "EVConnected",
    what: "the power goes and everything starts again",
  },
];

for (const [index, { share, what, ...plan }] of SWEEPS.entries()) {
  Deno.test(`kill -9, again and again, while ${what}: no transaction event is lost, changed or out of order`, async () => {
    const kills = Math.ceil(KILLS * share);
    const seed = FUZZ_SEED + index;
    const result = await sweep({ ...plan, kills, seed });
    console.log(`seed ${seed}: ${summary(result)}`);
    assert.deepEqual(result.faults, [], await evidence(result));
    assert.equal(result.lives.deaths.length, kills);
    diskIsBounded(result);
    memoryIsBounded(result);
  });
}

function diskIsBounded({ disk }: SweepResult): void {
  for (const [kill, { core, deviceModel }] of disk.entries()) {
    const said = `after ${kill + 1} kills: ${JSON.stringify({ core, deviceModel })}`;
    assert.ok(core.main <= MAX_CORE_KIB * KIB, said);
    assert.ok(core.log <= MAX_LOG_KIB * KIB, said);
    assert.ok(deviceModel.main + deviceModel.log <= MAX_DEVICE_MODEL_KIB * KIB, said);
  }
}

/** What earlier lives left on disk does not make later ones fatter. */
function memoryIsBounded({ lives: { residentKib } }: SweepResult): void {
  const quarter = Math.max(1, Math.floor(residentKib.length / 4));
  const first = Math.max(...residentKib.slice(0, quarter));
  const last = Math.max(...residentKib.slice(-quarter));
  assert.ok(last <= first * 1.15, `${first} KiB in the first quarter of the lives, ${last} KiB in the last`);
}

/** Says what is wrong, and where everything is that happened. */
async function evidence({ faults, history, log }: SweepResult): Promise<string> {
  if (faults.length === 0) return "";
  const path = await Deno.makeTempFile({ prefix: "kill-sweep-", suffix: ".json" });
  await Deno.writeTextFile(path, JSON.stringify({ faults, history, log }, null, 1));
  return `${faults.join("\n")}\nhistory and log of the module: ${path}`;
}
