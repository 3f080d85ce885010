import type { Action, RequestOf } from "../../ocpp/messages.ts";
import type { Routes } from "../handler-routes.ts";

/** How the station itself writes the id of an open transaction; undefined: there is none. */
export type OwnTransactionId = (named: string) => string | undefined;

/** Where the CSMS names a transaction of the station. */
type Renaming = {
  readonly [A in Action]?: (request: RequestOf<A>, own: (id: string) => string) => RequestOf<A>;
};

const RENAMING: Renaming = {
  CostUpdated: (request, own) => ({ ...request, transactionId: own(request.transactionId) }),
  GetTransactionStatus: renamed,
  RequestStopTransaction: (request, own) => ({ ...request, transactionId: own(request.transactionId) }),
  SetChargingProfile: (request, own) => ({
    ...request,
    chargingProfile: renamed(request.chargingProfile, own),
  }),
  SetDisplayMessage: (request, own) => ({ ...request, message: renamed(request.message, own) }),
};

/**
 * A transactionId is an identifierString, which compares without regard to case: a CSMS may write the id of a transaction
 * otherwise than the station. The handlers hear of the id that the station and EVerest know.
 */
export function withOwnTransactionIds(routes: Routes, ownId: OwnTransactionId): Routes {
  const own = (id: string) => ownId(id) ?? id;
  return {
    implements: routes.implements,
    handle(action, request) {
      const rename = RENAMING[action] as
        | ((request: unknown, own: (id: string) => string) => unknown)
        | undefined;
      return routes.handle(action, rename ? rename(request, own) : request);
    },
  };
}

function renamed<T extends { readonly transactionId?: string }>(naming: T, own: (id: string) => string): T {
  return naming.transactionId === undefined
    ? naming
    : { ...naming, transactionId: own(naming.transactionId) };
}
