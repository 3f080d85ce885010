import { nearestWord } from "../kernel/nearest-word.ts";
import { ACTIONS } from "../ocpp/messages.ts";
import type { Exchange } from "./exchanges.ts";

/** What is wrong with the name of a message that somebody looks for; undefined: OCPP has it, or one of these. */
export function unknownAction(name: string, exchanges: readonly Exchange[]): string | undefined {
  const typed = name.toLowerCase();
  const isSame = (action: string) => action.toLowerCase() === typed;
  if (ACTIONS.some(isSame) || exchanges.some(({ action }) => isSame(action))) return undefined;
  const nearest = nearestWord(typed, ACTIONS.map((action) => action.toLowerCase()));
  const meant = ACTIONS.find((action) => action.toLowerCase() === nearest);
  return `OCPP 2.0.1 has no message ${name}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}
