import { type ConnectionBlock, createConnectionBlock } from "../../station/connection/connection-block.ts";
import type { BlockContext } from "../block-context.ts";

/** The network profiles, the password and the identity that the station connects with. */
export function wireConnection(context: BlockContext): ConnectionBlock {
  const { control, deviceModel, raiseSecurityEvent } = context;
  const connection = createConnectionBlock({
    control,
    deviceModel,
    log: context.log("connection"),
    raiseSecurityEvent,
  });
  context.join({
    handlers: connection.handlers,
    connected: (made) => connection.connected(made),
    disconnected: () => connection.disconnected(),
  });
  return connection;
}
