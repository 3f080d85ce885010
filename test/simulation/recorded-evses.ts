import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { isJsonObject } from "../../src/kernel/json.ts";

/** As many as `--evses` takes. */
const MAX_EVSES = 99;

export type RecordedEvses =
  /** `count`: the highest EVSE that the recording names; 0 when it names none. */
  | { readonly kind: "evses"; readonly count: number }
  | { readonly kind: "refused"; readonly reason: string };

/** How many EVSEs the recorded station had, as far as its StatusNotifications say. Total: anybody may have made the recording. */
export function recordedEvses(messages: readonly LoggedMessage[]): RecordedEvses {
  let count = 0;
  for (const { frame: [type, id, action, request] } of messages) {
    if (type !== 2 || action !== "StatusNotification") continue;
    const evseId = isJsonObject(request) ? request["evseId"] : undefined;
    if (typeof evseId !== "number" || !Number.isInteger(evseId) || evseId < 0 || evseId > MAX_EVSES) {
      const reason = `StatusNotification ${JSON.stringify(id)} has no evseId from 0 to ${MAX_EVSES}`;
      return { kind: "refused", reason };
    }
    count = Math.max(count, evseId);
  }
  return { kind: "evses", count };
}
