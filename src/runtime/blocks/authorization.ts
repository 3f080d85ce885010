import {
  type AuthorizationBlock,
  createAuthorizationBlock,
} from "../../station/authorization/authorization-block.ts";
import { AuthorizationCache } from "../../station/authorization/authorization-cache.ts";
import { createLocalListBlock } from "../../station/local-list/local-list-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface Authorization {
  readonly authorization: AuthorizationBlock;
  readonly cache: AuthorizationCache;
}

/** Blocks C and D: who may charge, with what the station knows of tokens itself. */
export function wireAuthorization(context: BlockContext, transactions: TransactionsBlock): Authorization {
  const { csms, deviceModel, storage, layout, ports, clock } = context;
  const log = context.log("authorization");
  const cache = new AuthorizationCache({
    store: storage.tokenCache,
    deviceModel,
    clock,
    log,
    tokensInUse: () => transactions.active().flatMap(({ idToken }) => idToken ?? []),
  });
  transactions.onResponse(({ request: { idToken }, response: { idTokenInfo } }) => {
    if (idToken && idTokenInfo) cache.learn(idToken, idTokenInfo);
  });
  const list = createLocalListBlock({
    store: storage.localList,
    deviceModel,
    clock,
    log: context.log("local-list"),
  });
  const authorization = createAuthorizationBlock({
    csms,
    deviceModel,
    certificates: ports.contracts,
    cache,
    list,
    groupsInUse: () =>
      transactions.active()
        .filter(({ authorized }) => authorized)
        .flatMap(({ groupIdToken }) => groupIdToken ?? []),
    evseIds: layout.map(({ id }) => id),
    transactions,
    clock,
    log,
  });
  context.join({
    handlers: authorization.handlers,
    started: () => cache.start(),
    processEnds: () => cache.stop(),
  });
  context.join({ handlers: list.handlers, started: () => list.start() });
  return { authorization, cache };
}
