import { setImmediate } from "node:timers";
import { connectorId, evseId, messageId } from "../../../../src/kernel/ids.ts";
import type { IdSource } from "../../../../src/kernel/id-source.ts";
import type { IdTokenInfoType, ResponseOf } from "../../../../src/ocpp/messages.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { createLatestReadings } from "../../../../src/station/metering/latest-readings.ts";
import type { CallOutcome } from "../../../../src/station/ports/csms.ts";
import { createTransactionsBlock } from "../../../../src/station/transactions/transactions-block.ts";
import { CORE_MIGRATIONS } from "../../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../../src/storage/open-database.ts";
import { OutboxRepository } from "../../../../src/storage/outbox-repository.ts";
import { TransactionRepository } from "../../../../src/storage/transaction-repository.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";
import { START_MS } from "./evse-events.ts";
import { FakeEvsePort } from "./fake-evse-port.ts";
import type { TransactionEvent } from "./machine-runner.ts";

/** Lets what is under way reach the disk and everything that follows from it happen. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(() => resolve()));
}

export interface BenchOptions {
  readonly path?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly firstId?: number;
}

/** The transactions block on a real database, with everything around it under the test's control. */
export function createBench({ path = ":memory:", variables = {}, firstId = 0 }: BenchOptions = {}) {
  const log = new RecordingLogger();
  const clock = new FakeClock(START_MS);
  const csms = new FakeCsms();
  const deviceModel = new FakeDeviceModel(variables);
  const evsePort = new FakeEvsePort();
  const readings = createLatestReadings();
  const tokenUpdates: { evse: number; info: IdTokenInfoType }[] = [];
  const remoteStarts = new Map<string, number>();
  let created = firstId;
  const ids: IdSource = {
    uuid: () => `00000000-0000-4000-8000-${String(++created).padStart(12, "0")}`,
    random: () => 0.5,
  };
  const db = openDatabase(path, { kind: "core", migrations: CORE_MIGRATIONS, log });
  const outbox = new OutboxRepository({ db, clock, ids, log });
  const store = new TransactionRepository(db, outbox);
  let growths = 0;
  const registration = { isAccepted: true };
  const block = createTransactionsBlock({
    clock,
    ids,
    log,
    store,
    deviceModel,
    readings,
    csms,
    evsePort,
    evses: [1, 2].map((id) => ({ id: evseId(id), connectors: [{ id: connectorId(1) }] })),
    tokens: { publishTokenUpdate: (evse, info) => void tokenUpdates.push({ evse, info }) },
    remoteStarts: { claim: (_evse, idToken) => remoteStarts.get(idToken.idToken) },
    isAccepted: () => registration.isAccepted,
    outboxGrew: () => void growths++,
  });

  return {
    block,
    db,
    outbox,
    store,
    log,
    clock,
    csms,
    deviceModel,
    evsePort,
    readings,
    tokenUpdates,
    remoteStarts,
    registration,
    growths: () => growths,
    async handle(...events: readonly EvseEvent[]): Promise<void> {
      for (const event of events) await block.handle(event);
    },
    /** What lies in the outbox, oldest first. */
    queued(): TransactionEvent[] {
      const found: TransactionEvent[] = [];
      for (let next = outbox.head(); next !== undefined; next = outbox.next(next.position)) {
        found.push(JSON.parse(next.payloadText));
      }
      return found;
    },
    /** The CSMS answers the last queued event. */
    async answerLast(response: ResponseOf<"TransactionEvent">): Promise<void> {
      await this.deliverLast({ kind: "result", response });
    },
    async deliverLast(outcome: CallOutcome<ResponseOf<"TransactionEvent">>): Promise<void> {
      const last = this.queued().at(-1);
      await block.delivered({ messageId: messageId("m"), payloadText: JSON.stringify(last) }, outcome);
    },
  };
}
