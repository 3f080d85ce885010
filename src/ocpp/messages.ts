import { ACTIONS, type Messages } from "./generated/actions.ts";

export type * from "./generated/types.ts";
export { ACTIONS };

/** The name of one of the 64 calls of OCPP 2.0.1, as it stands in a CALL. */
export type Action = (typeof ACTIONS)[number];
export type RequestOf<A extends Action> = Messages[A]["request"];
export type ResponseOf<A extends Action> = Messages[A]["response"];

const known: ReadonlySet<string> = new Set(ACTIONS);

/** True for the exact, case-sensitive name of an action (part 4, §4.2.1). */
export function isAction(name: unknown): name is Action {
  return typeof name === "string" && known.has(name);
}
