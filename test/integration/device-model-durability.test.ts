import assert from "node:assert/strict";
import { openDatabase } from "../../src/storage/open-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const CHILD = new URL("device-model-durability.child.ts", import.meta.url).pathname;
const KILLS = 8;

/** Runs the child until it has answered `answers` sets, kills it, and returns the last number that it answered. */
async function runAndKill(path: string, start: number, answers: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CHILD, path, String(start)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  let isKilled = false;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    // What it wrote before the kill may come in further pieces.
    if (isKilled || text.split("\n").length <= answers) continue;
    child.kill("SIGKILL");
    isKilled = true;
  }
  await child.status;
  return Number(text.trim().split("\n").at(-1));
}

function storedValue(path: string): number {
  const log = new RecordingLogger();
  const db = openDatabase(path, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
  try {
    assert.deepEqual(log.lines, [], "the database opens without complaint");
    return Number(
      createVariableRepository(db, new FakeClock()).all().find(({ variable }) =>
        variable.name === "OfflineThreshold"
      )?.value,
    );
  } finally {
    db.close();
  }
}

Deno.test("a value whose set was answered survives kill -9 of the process, time after time", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/device-model.db`;
  try {
    let stored = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const answered = await runAndKill(path, stored, 3 + 7 * kill);
      assert.ok(answered > stored, "the child went on from where the last one was killed");
      stored = storedValue(path);
      // One further set may have reached the disk without its answer reaching us.
      assert.ok(stored === answered || stored === answered + 1, `answered ${answered}, stored ${stored}`);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
