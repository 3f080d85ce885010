import { createCustomerLogs } from "../../message-log/customer-log.ts";
import type { MessageLog } from "../../message-log/message-log.ts";
import type { AuthorizationCache } from "../../station/authorization/authorization-cache.ts";
import type { Customer } from "../../station/customer-information/customer.ts";
import { createCustomerArchives } from "../../station/customer-information/customer-archives.ts";
import { createCustomerInformationBlock } from "../../station/customer-information/customer-information-block.ts";
import type { ReservationBlock } from "../../station/reservation/reservation-block.ts";
import { importOf } from "../../storage/libocpp-import/queued-messages.ts";
import { SetAsideDatabases } from "../../storage/set-aside-databases.ts";
import type { BlockContext } from "../block-context.ts";
import { isRequest } from "../libocpp-core-import.ts";
import { coreDatabaseFile } from "../module-config.ts";
import { CORE_SHAPES } from "../stored-shapes.ts";

export interface CustomerInformationWiring {
  readonly cache: AuthorizationCache;
  readonly reservations: ReservationBlock;
  readonly messageLog: MessageLog;
}

/** N09 and N10: what is stored about customers, wherever it is. */
export function wireCustomerInformation(
  { csms, deviceModel, storage, config, clock, log, join }: BlockContext,
  { cache, reservations, messageLog }: CustomerInformationWiring,
): void {
  join(createCustomerInformationBlock({
    csms,
    deviceModel,
    archives: createCustomerArchives({
      store: storage.customers,
      clearCached: (customer) => clearCached(cache, customer),
      reservations: {
        all: () => storage.reservations.load(),
        cancel: async (reservationId) =>
          void await reservations.handlers.CancelReservation?.({ reservationId }),
      },
      displayMessages: storage.displayMessages,
      logs: createCustomerLogs(messageLog, config.messageLogPath),
      earlierDatabases: new SetAsideDatabases({
        database: coreDatabaseFile(config),
        isStandIn: storage.isStandIn,
        isRequest,
        shapes: CORE_SHAPES,
        wasImported: (name) => storage.lastDone.at(importOf(name)) !== undefined,
        log: log("customer-information"),
      }),
    }),
    store: storage.owedAnswers,
    eraseRemoved: () => Promise.resolve().then(() => storage.eraseRemoved()),
    clock,
    log: log("customer-information"),
  }));
}

async function clearCached(cache: AuthorizationCache, customer: Customer): Promise<void> {
  switch (customer.kind) {
    case "token":
      await cache.remove({ kind: "token", idToken: customer.idToken });
      return await cache.remove({ kind: "naming", text: customer.idToken.idToken });
    case "identifier":
      return await cache.remove({ kind: "naming", text: customer.text });
    case "certificate":
      // Entries of the cache know tokens only.
      return;
  }
}
