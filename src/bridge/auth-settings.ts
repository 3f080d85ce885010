import type { Auth } from "../everest/interfaces/auth.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** What EVerest's Auth module takes; outside it the call would be refused. */
const SHORTEST_TIMEOUT_SECONDS = 10;
const LONGEST_TIMEOUT_SECONDS = 300;
const MAX_GROUP_ID_LENGTH = 36;

/** TxCtrlr.EVConnectionTimeOut, brought into Auth's range. False when Auth did not take it. */
export async function setConnectionTimeout(auth: Auth, seconds: number): Promise<boolean> {
  const clamped = Math.min(Math.max(Math.round(seconds), SHORTEST_TIMEOUT_SECONDS), LONGEST_TIMEOUT_SECONDS);
  return (await auth.setConnectionTimeout(clamped, COMMAND_TIMEOUT_MS)).kind === "result";
}

/** AuthCtrlr.MasterPassGroupId; cut to what a token can hold, as Auth takes no more. */
export async function setMasterPassGroupId(auth: Auth, id: string): Promise<boolean> {
  const fitting = id.slice(0, MAX_GROUP_ID_LENGTH);
  return (await auth.setMasterPassGroupId(fitting, COMMAND_TIMEOUT_MS)).kind === "result";
}
