import type { DisplayMessageStore } from "../display-message/display-message-store.ts";
import type { Reservation } from "../reservation/reservation.ts";
import { type Customer, mentions, type TellTale, tellTaleOf } from "./customer.ts";
import type { CustomerArchive } from "./customer-archive.ts";

/** What the databases hold of customers. */
export interface CustomerStore {
  /** What the CSMS said about the token, or about the tokens of the group with this identifier. */
  cached(customer: Customer): readonly unknown[];
  listed(customer: Customer): readonly unknown[];
  /** JSON of everything in which the text occurs. */
  containing(where: "queue" | "transactions", text: string): readonly unknown[];
}

/** The log files of OCPP messages and security events. */
export interface CustomerLogs {
  /** How often the text occurs in them. */
  count(tellTale: TellTale): Promise<number>;
  /** Masks the text wherever it occurs. */
  mask(tellTale: TellTale): Promise<void>;
}

/**
 * What an earlier database is still good for. "unsentTransactions": it has messages of transactions that the CSMS has not
 * received. "nextStart": there was no room to open it, and the next start goes on with it.
 */
export type EarlierUse = "none" | "unsentTransactions" | "nextStart";

/** Names of databases by their use. */
export type EarlierFinds = Readonly<Record<EarlierUse, readonly string[]>>;

/** Databases that lie beside the one in use: of another program, of other versions, damaged ones. */
export interface EarlierDatabases {
  /** Those in which the customer is named. Reads every one of them. */
  naming(customer: Customer): Promise<EarlierFinds>;
  /** Removes what `naming` has named. */
  remove(names: readonly string[]): Promise<void>;
}

export interface CustomerArchiveDeps {
  readonly store: CustomerStore;
  clearCached(customer: Customer): Promise<void>;
  readonly reservations: {
    all(): readonly Reservation[];
    /** As CancelReservation does. */
    cancel(reservationId: number): Promise<void>;
  };
  readonly displayMessages: Pick<DisplayMessageStore, "all">;
  readonly logs: CustomerLogs;
  readonly earlierDatabases: EarlierDatabases;
}

/** Every place in which the station stores something about customers. */
export function createCustomerArchives(deps: CustomerArchiveDeps): readonly CustomerArchive[] {
  const { store, reservations, displayMessages, logs, earlierDatabases } = deps;
  const earlierNaming = oncePerRequest((customer) => earlierDatabases.naming(customer));
  const transactionsOf = (customer: Customer) => stored(store, "transactions", customer);
  const reservedFor = (customer: Customer) =>
    reservations.all().filter((reservation) => mentions(reservation, customer));
  return [
    {
      title: "Authorization cache",
      find: (customer) => Promise.resolve(store.cached(customer).map(print)),
      removal: { kind: "possible", clear: deps.clearCached },
    },
    {
      title: "Local authorization list",
      find: (customer) => Promise.resolve(store.listed(customer).map(print)),
      removal: { kind: "refused", because: "only SendLocalList changes it" },
    },
    {
      title: "Open transactions",
      find: (customer) => Promise.resolve(transactionsOf(customer).map(print)),
      removal: { kind: "refused", because: "they go with the end of the transaction" },
    },
    {
      title: "Messages that wait for the CSMS",
      find: (customer) => Promise.resolve(stored(store, "queue", customer).map(print)),
      removal: { kind: "refused", because: "they go when they are delivered" },
    },
    {
      title: "Reservations",
      find: (customer) => Promise.resolve(reservedFor(customer).map(print)),
      removal: {
        kind: "possible",
        async clear(customer) {
          for (const { id } of reservedFor(customer)) await reservations.cancel(id);
        },
      },
    },
    {
      title: "Display messages",
      find: (customer) =>
        Promise.resolve(
          displayMessages.all()
            .filter((message) =>
              mentions(message, customer) || isOfTransaction(message.transactionId, transactionsOf(customer))
            )
            .map(print),
        ),
      removal: {
        kind: "refused",
        because: "ClearDisplayMessage removes them, or the end of the transaction",
      },
    },
    {
      title: "Log files",
      async find(customer) {
        const count = await logs.count(tellTaleOf(customer));
        return count === 0 ? [] : [`${count} mentions in messages that the CSMS has sent or received`];
      },
      removal: { kind: "possible", clear: (customer) => logs.mask(tellTaleOf(customer)) },
    },
    {
      title: "Earlier databases",
      find: async (customer) => (await earlierNaming(customer)).none,
      removal: {
        kind: "possible",
        clear: async (customer) => await earlierDatabases.remove((await earlierNaming(customer)).none),
      },
    },
    {
      title: "Earlier databases with unsent transactions",
      find: async (customer) => (await earlierNaming(customer)).unsentTransactions,
      removal: { kind: "refused", because: "nobody else has these transactions" },
    },
    {
      title: "Database that waits for room on the disk",
      find: async (customer) => (await earlierNaming(customer)).nextStart,
      removal: { kind: "refused", because: "the next start with room opens it" },
    },
  ];
}

/** Each request brings a customer of its own; its archives need one search together. */
function oncePerRequest<T>(search: (customer: Customer) => Promise<T>): (customer: Customer) => Promise<T> {
  const searches = new WeakMap<Customer, Promise<T>>();
  return (customer) => {
    const begun = searches.get(customer) ?? search(customer);
    searches.set(customer, begun);
    return begun;
  };
}

function stored(
  store: CustomerStore,
  where: Parameters<CustomerStore["containing"]>[0],
  customer: Customer,
): readonly unknown[] {
  return store.containing(where, tellTaleOf(customer).text).filter((value) => mentions(value, customer));
}

/** A transactionId occurs in the state of no other transaction. */
function isOfTransaction(transactionId: string | undefined, transactions: readonly unknown[]): boolean {
  return transactionId !== undefined &&
    transactions.some((transaction) => JSON.stringify(transaction).includes(JSON.stringify(transactionId)));
}

function print(value: unknown): string {
  return JSON.stringify(value);
}
