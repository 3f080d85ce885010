import assert from "node:assert/strict";
import type { Database } from "../../../src/storage/database.ts";
import { WriteHealth } from "../../../src/storage/write-health.ts";

/** The state after a write that ended so. */
async function stateAfter(...reasons: (string | undefined)[]) {
  const health = new WriteHealth();
  for (const reason of reasons) {
    const write = () => reason === undefined ? Promise.resolve() : Promise.reject(new Error(reason));
    const db = health.observe({ write, statement() {}, close() {} } as unknown as Database);
    await db.write(() => {}).catch(() => {});
  }
  return health.state();
}

Deno.test("writes that fail are no progress, until one succeeds", async () => {
  assert.equal(await stateAfter(), "healthy");
  assert.deepEqual(await stateAfter("database is locked"), { stuck: "writes fail: database is locked" });
  assert.equal(await stateAfter("database is locked", undefined), "healthy");
});

Deno.test("a full disk is no reason to restart: a restart loses what only memory has", async () => {
  assert.equal(await stateAfter("database or disk is full"), "healthy");
});

Deno.test("whether a change is flushed reaches the database", async () => {
  const asked: unknown[] = [];
  const write = (_change: () => unknown, flush?: unknown) => {
    asked.push(flush);
    return Promise.resolve();
  };
  const db = new WriteHealth().observe({ write } as unknown as Database);
  await db.write(() => {});
  await db.write(() => {}, "later");
  assert.deepEqual(asked, [undefined, "later"]);
});
