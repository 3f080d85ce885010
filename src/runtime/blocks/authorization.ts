import {
  type AuthorizationBlock,
  createAuthorizationBlock,
} from "../../station/authorization/authorization-block.ts";
import { AuthorizationCache } from "../../station/authorization/authorization-cache.ts";
import {
  type AuthorizationExplanation,
  explainAuthorization,
} from "../../station/authorization/authorization-explanation.ts";
import { readAuthorizationSettings } from "../../station/authorization/authorization-settings.ts";
import { isMasterPassGroup } from "../../station/authorization/master-pass.ts";
import { isSameToken } from "../../station/same-token.ts";
import type { IdTokenType } from "../../ocpp/messages.ts";
import { createLocalListBlock } from "../../station/local-list/local-list-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface Authorization {
  readonly authorization: AuthorizationBlock;
  readonly cache: AuthorizationCache;
  /** The group that the list, or else the cache, names for a token. */
  knownGroup(idToken: IdTokenType): IdTokenType | undefined;
  /** What would be decided about a token now; sends nothing to the CSMS. */
  explain(idToken: IdTokenType): AuthorizationExplanation;
}

/** Blocks C and D: who may charge, with what the station knows of tokens itself. */
export function wireAuthorization(context: BlockContext, transactions: TransactionsBlock): Authorization {
  const { csms, deviceModel, storage, layout, ports, clock } = context;
  const log = context.log("authorization");
  const cache = new AuthorizationCache({
    store: storage.tokenCache,
    outdatedMark: storage.outdatedCacheMark,
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
  const groupsInUse = () =>
    transactions.active()
      .filter(({ authorized }) => authorized)
      .flatMap(({ groupIdToken }) => groupIdToken ?? []);
  const authorization = createAuthorizationBlock({
    csms,
    deviceModel,
    certificates: ports.contracts,
    cache,
    list,
    groupsInUse,
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
  return {
    authorization,
    cache,
    knownGroup: (idToken) => (list.find(idToken)?.info ?? cache.find(idToken))?.groupIdToken,
    explain: (idToken) =>
      explainAuthorization({
        idToken,
        settings: readAuthorizationSettings(deviceModel),
        listed: list.find(idToken),
        cached: cache.inspect(idToken),
        isStoppedByGroup: (group) =>
          isMasterPassGroup(group, deviceModel) || groupsInUse().some((used) => isSameToken(used, group)),
      }),
  };
}
