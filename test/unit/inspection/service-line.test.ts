import assert from "node:assert/strict";
import { type ServiceFacts, serviceLine } from "../../../src/inspection/service-line.ts";

const ONLINE: ServiceFacts = {
  link: { kind: "online", url: "ws://csms/CS-1" },
  registration: "Accepted",
  waiting: 0,
  transactions: 0,
};

const LINES: readonly [facts: Partial<ServiceFacts>, line: string][] = [
  [{}, "connected to ws://csms/CS-1, no transactions, no messages waiting"],
  [{ waiting: 1, transactions: 2 }, "connected to ws://csms/CS-1, 2 transactions, 1 message waiting"],
  [
    { registration: "Pending" },
    "connected to ws://csms/CS-1 (the CSMS keeps the registration pending), no transactions, no messages waiting",
  ],
  [
    { link: { kind: "waiting", reason: "HTTP 503" }, waiting: 12, transactions: 1 },
    "not connected to the CSMS (HTTP 503), 1 transaction, 12 messages waiting",
  ],
  [{ link: { kind: "connecting" } }, "connecting to the CSMS, no transactions, no messages waiting"],
  [{ link: { kind: "stopped" } }, "OCPP is stopped, no transactions, no messages waiting"],
];

for (const [facts, line] of LINES) {
  Deno.test(`the line of systemctl status: ${line}`, () => {
    assert.equal(serviceLine({ ...ONLINE, ...facts }), line);
  });
}
