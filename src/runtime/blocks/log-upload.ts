import { createLogUploadBlock, type LogUploadBlock } from "../../station/logs/log-upload-block.ts";
import type { BlockContext } from "../block-context.ts";

/** N01: uploads of the station's logs. */
export function wireLogUpload(context: BlockContext): LogUploadBlock {
  const { csms, storage, ports, clock, log } = context;
  const logUpload = createLogUploadBlock({
    csms,
    logs: ports.logs,
    log: log("logs"),
    async notify(notification) {
      // When the queue is full, billing data goes before it.
      await storage.outbox.appendOrdinary("LogStatusNotification", notification, clock.wallMs());
      context.outboxGrew();
    },
  });
  context.join({
    handlers: logUpload.handlers,
    triggers: logUpload.triggers,
    onUploadProgress: (progress) => logUpload.onProgress(progress),
  });
  return logUpload;
}
