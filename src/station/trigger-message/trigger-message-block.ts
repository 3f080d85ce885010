import type { Logger } from "../../kernel/logger.ts";
import type { MessageTriggerEnumType, RequestOf } from "../../ocpp/messages.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { Trigger, TriggerTable } from "./trigger.ts";

export interface TriggerMessageDeps {
  /** One table per block; two blocks that offer the same message are a programming error. */
  readonly triggers: readonly TriggerTable[];
  readonly log: Logger;
}

export interface TriggerMessageBlock {
  readonly handlers: HandlerTable;
}

/** F06: the CSMS asks for a message that the station normally sends on its own. */
export function createTriggerMessageBlock(deps: TriggerMessageDeps): TriggerMessageBlock {
  const triggers = merge(deps.triggers);

  function handle({ requestedMessage, evse }: RequestOf<"TriggerMessage">): Reply<"TriggerMessage"> {
    const trigger = triggers.get(requestedMessage);
    // NotImplemented: no block sends this message. A block that cannot send it now answers Rejected.
    if (!trigger) return result<"TriggerMessage">({ status: "NotImplemented" });
    const verdict = trigger(evse);
    deps.log.info("the CSMS triggered a message", { requestedMessage, evse, status: verdict.status });
    if (verdict.status === "Rejected") {
      return result<"TriggerMessage">({ status: "Rejected", statusInfo: verdict.statusInfo });
    }
    // The requested message follows the response.
    return result<"TriggerMessage">({ status: "Accepted" }, verdict.send);
  }

  return { handlers: { TriggerMessage: handle } };
}

function merge(tables: readonly TriggerTable[]): ReadonlyMap<MessageTriggerEnumType, Trigger> {
  const merged = new Map<MessageTriggerEnumType, Trigger>();
  for (const table of tables) {
    for (const [message, trigger] of Object.entries(table)) {
      if (merged.has(message as MessageTriggerEnumType)) {
        throw new Error(`two blocks offer to send ${message}`);
      }
      merged.set(message as MessageTriggerEnumType, trigger);
    }
  }
  return merged;
}
