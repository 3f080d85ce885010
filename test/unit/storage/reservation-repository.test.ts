import assert from "node:assert/strict";
import { evseId } from "../../../src/kernel/ids.ts";
import type { Reservation } from "../../../src/station/reservation/reservation.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { ReservationRepository } from "../../../src/storage/reservation-repository.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("reservations and reserved EVSEs outlive a restart; the same id replaces", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  const token = { idToken: "RFID0001", type: "ISO14443" } as const;
  const full: Reservation = {
    id: -2_147_483_648,
    idToken: token,
    groupIdToken: { idToken: "GROUP", type: "Central" },
    evseId: evseId(2),
    connectorType: "cType2",
    expiresMs: 1_800_000_000_000,
  };
  const plain: Reservation = { id: 7, idToken: token, expiresMs: 1 };
  let db = open();
  let repository = new ReservationRepository(db);
  assert.deepEqual(repository.load(), []);
  assert.deepEqual(repository.reservedEvses(), []);
  await repository.save({ ...full, evseId: evseId(1) });
  await repository.save(full);
  await repository.save(plain);
  await repository.save({ ...plain, id: 8 });
  await repository.remove(8);
  await repository.saveReservedEvse(evseId(3), "reserved");
  await repository.saveReservedEvse(evseId(3), "reserved");
  await repository.saveReservedEvse(evseId(1), "reserved");
  await repository.saveReservedEvse(evseId(1), "free");
  db.close();
  db = open();
  repository = new ReservationRepository(db);
  assert.deepEqual(repository.load(), [full, plain]);
  assert.deepEqual(repository.reservedEvses(), [3]);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
