import type { Auth } from "../everest/interfaces/auth.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** The range that EVerest's Auth module accepts; it refuses other values. */
const SHORTEST_TIMEOUT_SECONDS = 10;
const LONGEST_TIMEOUT_SECONDS = 300;
const MAX_GROUP_ID_LENGTH = 36;

/** TxCtrlr.EVConnectionTimeOut, clamped to Auth's range. False when Auth did not accept it. */
export async function setConnectionTimeout(auth: Auth, seconds: number): Promise<boolean> {
  const clamped = Math.min(Math.max(Math.round(seconds), SHORTEST_TIMEOUT_SECONDS), LONGEST_TIMEOUT_SECONDS);
  return (await auth.setConnectionTimeout(clamped, COMMAND_TIMEOUT_MS)).kind === "result";
}

/** AuthCtrlr.MasterPassGroupId; cut to the length of a token, as Auth accepts no more. */
export async function setMasterPassGroupId(auth: Auth, id: string): Promise<boolean> {
  const fitting = id.slice(0, MAX_GROUP_ID_LENGTH);
  return (await auth.setMasterPassGroupId(fitting, COMMAND_TIMEOUT_MS)).kind === "result";
}
