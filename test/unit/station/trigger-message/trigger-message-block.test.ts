import assert from "node:assert/strict";
import { createTriggerMessageBlock } from "../../../../src/station/trigger-message/trigger-message-block.ts";
import type { TriggerTable } from "../../../../src/station/trigger-message/trigger.ts";
import type { EVSEType, RequestOf } from "../../../../src/ocpp/messages.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

async function ask(triggers: readonly TriggerTable[], request: RequestOf<"TriggerMessage">) {
  const block = createTriggerMessageBlock({ triggers, log: new RecordingLogger() });
  const handler = block.handlers.TriggerMessage;
  assert.ok(handler);
  const reply = await handler(request);
  assert.ok(reply.kind === "result");
  return reply;
}

Deno.test("an accepted message is sent only after the response is on the socket (F06.FR.04)", async () => {
  const sent: string[] = [];
  const triggers: TriggerTable = {
    Heartbeat: () => ({ status: "Accepted", send: () => void sent.push("Heartbeat") }),
  };
  const reply = await ask([triggers], { requestedMessage: "Heartbeat" });
  assert.deepEqual(reply.response, { status: "Accepted" });
  assert.deepEqual(sent, []);
  reply.afterSent?.();
  assert.deepEqual(sent, ["Heartbeat"]);
});

Deno.test("a message that no block offers is NotImplemented and nothing follows (F06.FR.08, TC_F_27)", async () => {
  const reply = await ask([], { requestedMessage: "SignCombinedCertificate" });
  assert.deepEqual(reply.response, { status: "NotImplemented" });
  assert.equal(reply.afterSent, undefined);
});

Deno.test("a refusal says why and nothing follows", async () => {
  const statusInfo = { reasonCode: "UnknownEvse" };
  const reply = await ask([{ MeterValues: () => ({ status: "Rejected", statusInfo }) }], {
    requestedMessage: "MeterValues",
    evse: { id: 7 },
  });
  assert.deepEqual(reply.response, { status: "Rejected", statusInfo });
  assert.equal(reply.afterSent, undefined);
});

Deno.test("the block that owns the message sees the EVSE as it was asked for", async () => {
  const seen: (EVSEType | undefined)[] = [];
  const triggers: TriggerTable = {
    StatusNotification: (evse) => {
      seen.push(evse);
      return { status: "Accepted", send: () => {} };
    },
  };
  await ask([triggers], { requestedMessage: "StatusNotification", evse: { id: 2, connectorId: 1 } });
  await ask([triggers], { requestedMessage: "StatusNotification" });
  assert.deepEqual(seen, [{ id: 2, connectorId: 1 }, undefined]);
});

Deno.test("two blocks that offer the same message are refused at start", () => {
  const table: TriggerTable = { Heartbeat: () => ({ status: "Accepted", send: () => {} }) };
  assert.throws(
    () => createTriggerMessageBlock({ triggers: [table, table], log: new RecordingLogger() }),
    /Heartbeat/,
  );
});
