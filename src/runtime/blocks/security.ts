import type { MessageLog } from "../../message-log/message-log.ts";
import { securityLogOf } from "../../message-log/message-log-setup.ts";
import { createSecurityBlock, type SecurityBlock } from "../../station/security/security-block.ts";
import type { BlockContext } from "../block-context.ts";

/** A04: security events. The first block, because every other one may raise them. */
export function wireSecurity(
  { storage, clock, log, outboxGrew, join }: Omit<BlockContext, "raiseSecurityEvent">,
  messageLog: MessageLog,
): SecurityBlock {
  const security = createSecurityBlock({
    outbox: {
      async append(...message) {
        await storage.outbox.append(...message);
        outboxGrew();
      },
    },
    securityLog: securityLogOf(messageLog),
    clock,
    log: log("security"),
  });
  join({ connected: () => security.connected() });
  return security;
}
