import assert from "node:assert/strict";
import { sweep } from "./crash-sweep.ts";

/** Of both tests together; the nightly run asks for more. */
const KILLS = Number(Deno.env.get("OCPP_CRASH_KILLS") ?? 200);
const SEED = Number(Deno.env.get("OCPP_CRASH_SEED") ?? 20260115);
/** The write-ahead log is cut back to 4 MiB; the database itself holds what waits and little more. */
const MAX_DATABASE_BYTES = 8 * 1024 * 1024;

const MODES = [
  { fault: "process", what: "our process alone dies and the EVSEs go on" },
  { fault: "power", what: "the power goes and everything starts again" },
] as const;

for (const [index, { fault, what }] of MODES.entries()) {
  Deno.test(`kill -9, again and again, while ${what}: no transaction event is lost, changed or out of order`, async () => {
    const kills = Math.ceil(KILLS / MODES.length);
    const result = await sweep({ kills, fault, seed: SEED + index });
    assert.deepEqual(result.faults, []);
    assert.equal(result.lives.deaths.length, kills);
    for (const { core, deviceModel } of result.disk) {
      const bytes = core.main + core.log + deviceModel.main + deviceModel.log;
      assert.ok(bytes < MAX_DATABASE_BYTES, `the databases take ${bytes} bytes`);
    }
    const { arrivals, taken } = result.history;
    const distinct = new Set(arrivals.map(({ messageId }) => messageId)).size;
    console.log(
      `${kills} kills: ${taken.length} events taken, ${distinct} messages in ${arrivals.length} arrivals`,
    );
  });
}
