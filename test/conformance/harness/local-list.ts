import assert from "node:assert/strict";
import { arrived, VALID_TOKEN } from "./reusable-states.ts";
import { idTokenListed, LIST_VARIABLES } from "./known-tokens.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** The versionNumber that the cases of block D are configured with. */
export const LIST_VERSION = 7;

/** Configuration state "LocalAuthListCtrlr.Enabled is true" and, unless `memory` is "none", IdTokenLocalAuthList. */
export async function listPrepared(
  station: StationUnderTest,
  memory: "validToken" | "none" = "validToken",
): Promise<void> {
  await arrived(station, { variables: LIST_VARIABLES });
  if (memory === "validToken") await idTokenListed(station, [[VALID_TOKEN, "Accepted"]], LIST_VERSION);
}

/** GetLocalListVersion answers with this version. */
export async function assertListVersion({ csms }: StationUnderTest, versionNumber: number): Promise<void> {
  assert.deepEqual(await csms.call("GetLocalListVersion", {}), { versionNumber });
}
