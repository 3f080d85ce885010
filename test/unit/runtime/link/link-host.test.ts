import assert from "node:assert/strict";
import type { SentCall } from "../../../../src/csms/link.ts";
import type { OutboxMessage } from "../../../../src/csms/outbox-store.ts";
import { createLinkHost } from "../../../../src/runtime/link/link-host.ts";
import type { Block } from "../../../../src/station/block.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

function bench(blocks: readonly Block[] = []) {
  const heard: string[] = [];
  const hear = (who: string) => (what: unknown) => void heard.push(`${who} ${what}`);
  const host = createLinkHost({
    recentFrames: { record() {} },
    station: () => ({
      blocks,
      routes: { implements: () => true, handle: () => Promise.reject(new Error("not needed here")) },
      provisioning: { registration: () => "Accepted", messageSent: () => hear("provisioning")("sent") },
      equipment: {
        onErrorEvent: ({ state, techCode, techInfo }) => hear("fault")(`${state} ${techCode} ${techInfo}`),
      },
      security: { raise: hear("security") },
      transactions: {
        delivered: ({ messageId }) => Promise.resolve(hear("transactions")(messageId)),
      },
    }),
    messageLog: { message: hear("log"), system: hear("log") },
    report: {
      connected: () => hear("operator")("connected"),
      disconnected: hear("operator"),
      message: hear("operator"),
      delivered: hear("operator"),
    },
    publisher: {
      connected: ({ url }) => hear("bus")(url),
      disconnected: () => hear("bus")("gone"),
      message: hear("bus"),
    },
    clock: new FakeClock(),
    log: new RecordingLogger(),
  });
  return { host, heard, hear };
}

Deno.test("operator, log and bus hear of a connection, then the blocks in the order in which they joined", () => {
  const done: string[] = [];
  const blocks: Block[] = [
    {
      connected: ({ url }) => void done.push(`decisions ${url}`),
      disconnected: () => void done.push("offline"),
    },
    { handlers: {} },
    { connected: () => void done.push("registration") },
  ];
  const { host, heard } = bench(blocks);
  host.connected({ configurationSlot: 1, securityProfile: 1, url: "ws://csms" });
  assert.deepEqual(heard, ["operator connected", "log connected to ws://csms", "bus ws://csms"]);
  assert.deepEqual(done, ["decisions ws://csms", "registration"]);
  host.disconnected({ reason: "gone" });
  assert.deepEqual(heard.slice(3), ["operator gone", "log disconnected: gone", "bus gone"]);
  assert.deepEqual(done.slice(2), ["offline"]);
});

Deno.test("answers to TransactionEvents go to the transactions, and every outcome is counted", async () => {
  const { host, heard } = bench();
  const message = (action: string) => ({ action, messageId: `id of ${action}` }) as unknown as OutboxMessage;
  const outcome: SentCall = { kind: "timeout" };
  await host.delivered(message("TransactionEvent"), outcome);
  await host.delivered(message("SecurityEventNotification"), outcome);
  assert.deepEqual(heard, [
    "operator timeout",
    "transactions id of TransactionEvent",
    "operator timeout",
  ]);
});

Deno.test("a message that is set aside is a fault of the station until it is delivered", async () => {
  const { host, heard } = bench();
  const message = {
    action: "TransactionEvent",
    messageId: "id",
    position: 7,
    setbacks: 1,
  } as unknown as OutboxMessage;
  host.setAside(message, 0);
  await host.delivered(message, { kind: "result", response: {} });
  assert.deepEqual(heard.filter((line) => line.startsWith("fault")), [
    "fault raised MessageSetAside TransactionEvent id",
    "fault cleared MessageSetAside TransactionEvent id",
  ]);
});
