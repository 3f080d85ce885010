import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import {
  type AuthorizationBlock,
  type ContractCertificates,
  createAuthorizationBlock,
} from "../../station/authorization/authorization-block.ts";
import { AuthorizationCache } from "../../station/authorization/authorization-cache.ts";
import type { Block } from "../../station/block.ts";
import { createLocalListBlock } from "../../station/local-list/local-list-block.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import type { Storage } from "../storage.ts";

export interface AuthorizationPartsDeps {
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
  readonly storage: Pick<Storage, "tokenCache" | "localList">;
  readonly transactions: Pick<TransactionsBlock, "active" | "onResponse">;
  readonly layout: readonly EvseLayout[];
  readonly contracts: ContractCertificates;
  readonly clock: Clock;
  /** The log of one block. */
  log(block: string): Logger;
}

export interface AuthorizationParts {
  readonly authorization: AuthorizationBlock;
  readonly blocks: readonly Block[];
  /** Tells the device model what is stored, and lets expired entries go. */
  start(): void;
  stop(): void;
}

/** Blocks C and D: who may charge, with what the station knows of tokens itself. */
export function createAuthorizationParts(deps: AuthorizationPartsDeps): AuthorizationParts {
  const { csms, deviceModel, storage, transactions, clock } = deps;
  const log = deps.log("authorization");
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
    log: deps.log("local-list"),
  });
  const authorization = createAuthorizationBlock({
    csms,
    deviceModel,
    certificates: deps.contracts,
    cache,
    list,
    groupsInUse: () =>
      transactions.active()
        .filter(({ authorized }) => authorized)
        .flatMap(({ groupIdToken }) => groupIdToken ?? []),
    evseIds: deps.layout.map(({ id }) => id),
    transactions,
    log,
  });
  return {
    authorization,
    blocks: [authorization, list],
    start() {
      cache.start();
      list.start();
    },
    stop: () => cache.stop(),
  };
}
