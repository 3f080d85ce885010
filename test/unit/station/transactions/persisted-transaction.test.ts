import assert from "node:assert/strict";
import { connectorId, evseId, transactionId } from "../../../../src/kernel/ids.ts";
import { unknownSession } from "../../../../src/station/transactions/evse-transaction-state.ts";
import {
  fromPersisted,
  fromPersistedPast,
  fromPersistedSession,
  toPersisted,
  toPersistedSession,
} from "../../../../src/station/transactions/persisted-transaction.ts";

const TOKEN = { idToken: { idToken: "RFID0001", type: "ISO14443" }, fromCsms: false } as const;
const SESSION = unknownSession("s", connectorId(1));
const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

Deno.test("a stored session is read as it was; one whose token is damaged is not", () => {
  const read = (token: unknown) => {
    const state = asStored({ ...toPersistedSession(SESSION), session: { ...SESSION, token } });
    return fromPersistedSession({ evseId: evseId(1), state })?.session;
  };
  assert.equal(read(undefined)?.sessionId, "s");
  assert.deepEqual(read(TOKEN)?.token, TOKEN);
  assert.deepEqual(read({ ...TOKEN, groupIdToken: TOKEN.idToken })?.token?.groupIdToken, TOKEN.idToken);
  for (const damaged of [{}, "token", { idToken: { jdToken: "RFID0001" } }, { ...TOKEN, groupIdToken: 1 }]) {
    assert.equal(read(damaged), undefined, JSON.stringify(damaged));
  }
});

Deno.test("a stored transaction whose group token is damaged is not read", () => {
  const read = (groupIdToken: unknown) => {
    const transaction = { transactionId: "t", nextSeqNo: 1, chargingMs: 0, groupIdToken };
    const state = asStored({ version: 1, evseId: 1, session: SESSION, transaction });
    return fromPersisted({ transactionId: transactionId("t"), state, endedValues: [] });
  };
  assert.equal(read(undefined)?.evseId, 1);
  assert.equal(read(TOKEN.idToken)?.state.transaction?.groupIdToken?.idToken, "RFID0001");
  assert.equal(read({ jdToken: "G" }), undefined);
});

Deno.test("a transaction or a session of a later version, and what is no state at all, is not read", () => {
  const transaction = { transactionId: "t", nextSeqNo: 1, chargingMs: 0 };
  const read = (state: unknown) => [
    fromPersisted({ transactionId: transactionId("t"), state, endedValues: [] })?.evseId,
    fromPersistedSession({ evseId: evseId(1), state })?.session?.sessionId,
  ];
  const state = (version: number) => asStored({ version, evseId: 1, session: SESSION, transaction });
  assert.deepEqual(read(state(1)), [1, "s"]);
  for (const unreadable of [state(2), null, 7, "state"]) {
    assert.deepEqual(read(unreadable), [undefined, undefined], JSON.stringify(unreadable));
  }
});

Deno.test("of the sessions before those are read that are whole", () => {
  const whole = [{ sessionId: "a", end: "reported" }, { sessionId: "b", end: "concluded" }];
  const damaged = [null, 7, "c", {}, { sessionId: 4, end: "reported" }, { sessionId: "d", end: "begun" }];
  assert.deepEqual(fromPersistedPast([...damaged, ...whole]), whole);
  assert.deepEqual(fromPersistedPast("none"), []);
});

Deno.test("what is remembered of the meter is stored under the name that earlier versions gave it", () => {
  const finish = { timestamp: "2026-01-15T10:00:00.000Z", sampledValue: [{ value: 7 }] };
  const state = asStored({
    ...{ version: 1, evseId: 1, session: SESSION },
    transaction: { transactionId: "t", nextSeqNo: 1, chargingMs: 0, told: { finish } },
  });
  const read = fromPersisted({ transactionId: transactionId("t"), state, endedValues: [] });
  const transaction = read?.state.transaction;
  assert.deepEqual(transaction?.remembered, { finish });
  assert.deepEqual(asStored(toPersisted(evseId(1), SESSION, transaction!)), state);
});
