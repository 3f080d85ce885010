import assert from "node:assert/strict";
import type { MessageInfoType } from "../../../src/ocpp/messages.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { DisplayMessageRepository } from "../../../src/storage/display-message-repository.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const message = (id: number, content = "text"): MessageInfoType => ({
  id,
  priority: "AlwaysFront",
  transactionId: "tx",
  message: { format: "UTF8", content },
});

Deno.test("messages outlive a restart; one replaces its predecessor and those it displaces (O01.FR.10, O06.FR.01)", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  let db = open();
  const repository = new DisplayMessageRepository(db);
  assert.deepEqual(repository.all(), []);
  await repository.put(message(2), []);
  await repository.put(message(0), []);
  await repository.put(message(1), []);
  await repository.put(message(2, "other"), [1]);
  db.close();
  db = open();
  assert.deepEqual(new DisplayMessageRepository(db).all(), [message(0), message(2, "other")]);
  await new DisplayMessageRepository(db).remove([0, 7]);
  assert.deepEqual(new DisplayMessageRepository(db).all(), [message(2, "other")]);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
