import assert from "node:assert/strict";
import { toDroppedRemoteStart } from "../../../src/bridge/token-status.ts";
import type { TokenValidationStatusMessage } from "../../../src/everest/interfaces/types/authorization.ts";

const REMOTE: TokenValidationStatusMessage["token"] = {
  id_token: { value: "REMOTE01", type: "Central" },
  authorization_type: "OCPP",
  request_id: 7,
};

Deno.test("a remote start is dropped when Auth will not use its token any more", () => {
  for (const status of ["Rejected", "TimedOut", "Withdrawn"] as const) {
    assert.equal(toDroppedRemoteStart({ token: REMOTE, status }), 7, status);
  }
  for (
    const status of ["Processing", "Accepted", "UsedToStart", "UsedToStop", "UsedToReauthorize"] as const
  ) {
    assert.equal(toDroppedRemoteStart({ token: REMOTE, status }), undefined, status);
  }
  const card = { ...REMOTE, authorization_type: "RFID" } as const;
  assert.equal(toDroppedRemoteStart({ token: card, status: "Rejected" }), undefined);
});
