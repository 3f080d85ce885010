import type { Action } from "../../ocpp/messages.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { Handler, HandlerTable, Reply } from "../handlers.ts";
import { followsProfiles } from "./smart-charging-variables.ts";

/** The handlers, which answer NotSupported as long as the station does not follow charging profiles (K01.FR.29). */
export function whereFollowed(
  deviceModel: Pick<DeviceModel, "boolean">,
  handlers: HandlerTable,
): HandlerTable {
  const guarded = Object.entries(handlers).map(([action, handler]) =>
    [action, guard(deviceModel, handler as Handler<Action>)] as const
  );
  return Object.fromEntries(guarded) as HandlerTable;
}

function guard<A extends Action>(deviceModel: Pick<DeviceModel, "boolean">, handler: Handler<A>): Handler<A> {
  return (request): Reply<A> | Promise<Reply<A>> =>
    followsProfiles(deviceModel)
      ? handler(request)
      : { kind: "error", code: "NotSupported", description: "the station does not follow charging profiles" };
}
