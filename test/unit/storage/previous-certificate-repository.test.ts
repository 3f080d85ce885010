import assert from "node:assert/strict";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RootRenewalRepository } from "../../../src/storage/root-renewal-repository.ts";
import { PreviousCertificateRepository } from "../../../src/storage/previous-certificate-repository.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("the certificate before the renewal outlives a restart, until it is forgotten", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  const certificate = { certChain: "PEM", keyPath: "/key.pem", discarded: "ab" };
  let db = open();
  assert.equal(new PreviousCertificateRepository(db).load(), undefined);
  await new PreviousCertificateRepository(db).save({ certChain: "older", keyPath: "/older.pem" });
  await new PreviousCertificateRepository(db).save(certificate);
  db.close();
  db = open();
  assert.deepEqual(new PreviousCertificateRepository(db).load(), certificate);
  await new PreviousCertificateRepository(db).save(undefined);
  assert.equal(new PreviousCertificateRepository(db).load(), undefined);
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a replaced CSMS root outlives a restart, until it is forgotten", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  let db = open();
  assert.equal(new RootRenewalRepository(db).load(), undefined);
  await new RootRenewalRepository(db).save({ current: "NEW", fallback: "OLD" });
  db.close();
  db = open();
  assert.deepEqual(new RootRenewalRepository(db).load(), { current: "NEW", fallback: "OLD" });
  await new RootRenewalRepository(db).save(undefined);
  assert.equal(new RootRenewalRepository(db).load(), undefined);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
