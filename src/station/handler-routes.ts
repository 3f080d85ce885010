import type { Action } from "../ocpp/messages.ts";
import type { Handler, HandlerTable, Reply } from "./handlers.ts";

/** Which block answers which action of the CSMS. */
export interface Routes {
  implements(action: Action): boolean;
  /** `request` has passed the schema validator of its action. */
  handle(action: Action, request: unknown): Promise<Reply<Action>>;
}

/** One table of the handlers of all blocks. Two blocks that answer the same action are a programming error. */
export function createRoutes(tables: readonly HandlerTable[]): Routes {
  const routes = new Map<Action, Handler<Action>>();
  for (const table of tables) {
    for (const [action, handler] of Object.entries(table)) {
      if (routes.has(action as Action)) throw new Error(`two blocks answer ${action}`);
      routes.set(action as Action, handler as Handler<Action>);
    }
  }
  return {
    implements: (action) => routes.has(action),
    async handle(action, request) {
      const handler = routes.get(action);
      if (!handler) {
        return { kind: "error", code: "NotSupported", description: `${action} is not supported` };
      }
      return await handler(request as Parameters<typeof handler>[0]);
    },
  };
}
