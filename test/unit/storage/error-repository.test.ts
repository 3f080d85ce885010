import assert from "node:assert/strict";
import { join } from "node:path";
import type { RaisedError } from "../../../src/station/availability/error-store.ts";
import type { NewEvent } from "../../../src/station/events/waiting-events.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { CounterRepository } from "../../../src/storage/counter-repository.ts";
import { EventRepository } from "../../../src/storage/event-repository.ts";
import { ErrorRepository } from "../../../src/storage/error-repository.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const key = { component: { name: "RCD", evse: { id: 1 } }, variable: { name: "Tripped" } };

function error(identity: string): RaisedError {
  return {
    ...{ identity, subject: key, problem: key, trigger: "Alerting", severity: 3, techCode: "CX002" },
    ...{ effect: "none", told: true },
  };
}

function event(identity: string, cleared: boolean): NewEvent {
  return {
    identity,
    severity: 3,
    data: {
      timestamp: "2026-01-15T10:00:00.000Z",
      trigger: "Alerting",
      actualValue: String(!cleared),
      cleared,
      eventNotificationType: "HardWiredNotification",
      ...key,
    },
  };
}

Deno.test("raised errors and unconfirmed events outlive a restart, and no number is given out twice", async () => {
  const directory = await Deno.makeTempDir();
  const open = () => {
    const db = openDatabase(join(directory, "cp.db"), {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
    const events = new EventRepository(db, new CounterRepository(db));
    return { db, events, errors: new ErrorRepository(db, events) };
  };
  let { db, errors, events } = open();
  const numbers = await Promise.all([
    errors.raised(error("z"), event("z", false)),
    errors.raised(error("a"), event("a", false)),
    errors.raised(error("silent")),
    errors.cleared("z", event("z", true)),
  ]);
  assert.deepEqual(numbers, [1, 2, undefined, 3]);
  await events.forget([1]);
  db.close();

  ({ db, errors, events } = open());
  assert.deepEqual(errors.load(), [error("a"), error("silent")]);
  assert.deepEqual(events.load(), [
    { ...event("a", false), eventId: 2 },
    { ...event("z", true), eventId: 3 },
  ]);
  await events.forget([2, 3]);
  assert.equal(await errors.cleared("silent"), undefined);
  assert.equal(await errors.raised(error("a"), event("a", false)), 4);
  assert.deepEqual(errors.load().map(({ identity }) => identity), ["a"]);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
