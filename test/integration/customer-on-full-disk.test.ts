import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CORE_MIGRATIONS } from "../../src/storage/core-migrations.ts";
import { migrate } from "../../src/storage/migrations.ts";
import { customerInformation } from "../conformance/harness/customer-information.ts";
import { VALID_TOKEN_2 } from "../conformance/harness/known-tokens.ts";
import { VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { testOnSmallDisk } from "../fakes/small-disk.ts";

testOnSmallDisk(
  "a customer in a database that waits for room is reported, and not said to be cleared",
  async (disk) => {
    await using station = await startStation({
      start: false,
      everest: { parameters: { CoreDatabasePath: disk.directory } },
    });
    const db = new DatabaseSync(join(disk.directory, "cp.db"));
    db.exec("PRAGMA journal_mode = WAL");
    // It has to be migrated first.
    migrate(db, "core", CORE_MIGRATIONS.slice(0, -1), 0);
    db.prepare("INSERT INTO open_transaction VALUES ('t', ?)").run(JSON.stringify({ idToken: VALID_TOKEN }));
    db.close();
    disk.fill();
    station.start();
    await station.csms.expect("BootNotification");
    await station.settle();
    const both = { report: true, clear: true };
    assert.equal(
      await customerInformation(station, { ...both, idToken: VALID_TOKEN }),
      "Database that waits for room on the disk, not cleared: the next start with room opens it\ncp.db",
    );
    assert.equal(await customerInformation(station, { ...both, idToken: VALID_TOKEN_2 }, 2), "");
  },
);
