/**
 * How long one look-up in a long local list takes. A program of its own, because V8 flags count for a whole process;
 * started by `authorization.ts`, which reads the times from stdout, in milliseconds.
 */
import { join } from "node:path";
import { silentLogger } from "../../src/kernel/silent-logger.ts";
import { CORE_MIGRATIONS } from "../../src/storage/core-migrations.ts";
import { LocalListRepository } from "../../src/storage/local-list-repository.ts";
import { openDatabase } from "../../src/storage/open-database.ts";

const PER_CHANGE = 250;
const LOOK_UPS = 5_000;
/** Of the list, so that every look-up reads other pages. */
const STEP = 8_999;

const token = (index: number) => ({ idToken: `LIST${index}`, type: "ISO14443" }) as const;

/** The list lies on disk; of its pages SQLite's own cache has a fifth in memory. */
async function measure(entries: number): Promise<readonly number[]> {
  const directory = await Deno.makeTempDir();
  const db = openDatabase(join(directory, "cp.db"), {
    kind: "core",
    migrations: CORE_MIGRATIONS,
    log: silentLogger,
  });
  const list = new LocalListRepository(db);
  const info = { status: "Accepted", groupIdToken: { idToken: "GROUP001", type: "Central" } } as const;
  for (let first = 0; first < entries; first += PER_CHANGE) {
    const listed = Array.from(
      { length: PER_CHANGE },
      (_, index) => ({ idToken: token(first + index), info }),
    );
    await list.apply(
      { kind: "amend", version: 1 + first, listed, removed: [] },
      { entries, bytes: Infinity },
    );
  }
  const times = Array.from({ length: LOOK_UPS }, (_, index) => {
    const startMs = performance.now();
    const found = list.find(token(index * STEP % entries));
    const time = performance.now() - startMs;
    if (found?.status !== "Accepted") throw new Error("a token is not found");
    return time;
  });
  db.close();
  await Deno.remove(directory, { recursive: true });
  return times;
}

if (import.meta.main) console.log(JSON.stringify(await measure(Number(Deno.args[0]))));
