import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { IdTokenInfoType, IdTokenType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { ListEntry } from "../authorization/authorization-decision.ts";
import { expiryOf } from "../authorization/cache-rules.ts";
import { usesLocalList } from "../authorization/token-controllers.ts";
import type { Block } from "../block.ts";
import { result } from "../handlers.ts";
import { judgeUpdate } from "./list-update.ts";
import type { ListChange, LocalListStore } from "./local-list-store.ts";

export interface LocalListDeps {
  readonly store: LocalListStore;
  readonly deviceModel: StationDeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface LocalListBlock extends Block {
  /** To be called once: reports the size of the stored list to the device model. */
  start(): void;
  /** The entry of a token; undefined when it has none, or the list is disabled or cannot be read. */
  find(idToken: IdTokenType): ListEntry | undefined;
}

const ENTRIES = variableKey("LocalAuthListCtrlr", "Entries");
const STORAGE = variableKey("LocalAuthListCtrlr", "Storage");
const ITEMS_PER_MESSAGE = variableKey("LocalAuthListCtrlr", "ItemsPerMessage");
const BYTES_PER_MESSAGE = variableKey("LocalAuthListCtrlr", "BytesPerMessage");
const SUPPORTS_EXPIRY = variableKey("LocalAuthListCtrlr", "SupportsExpiryDateTime");

/** Where a component file sets no maxLimit to Entries and Storage. */
const DEFAULT_MAX_ENTRIES = 100_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

/** Block D: the tokens that the CSMS keeps on the station. */
export function createLocalListBlock({ store, deviceModel, clock, log }: LocalListDeps): LocalListBlock {
  const inTurn = createSerialQueue();
  const isEnabled = () => usesLocalList(deviceModel);

  async function sendLocalList(request: RequestOf<"SendLocalList">): Promise<ResponseOf<"SendLocalList">> {
    if (!isEnabled()) return { status: "Failed", statusInfo: statusInfo("NotEnabled") };
    try {
      return await update(request);
    } catch (error) {
      log.error("the local authorization list could not be changed", { error });
      return { status: "Failed", statusInfo: statusInfo("InternalError") };
    }
  }

  async function update(request: RequestOf<"SendLocalList">): Promise<ResponseOf<"SendLocalList">> {
    const verdict = judgeUpdate(request, store.version(), {
      items: deviceModel.integer(ITEMS_PER_MESSAGE),
      bytes: deviceModel.integer(BYTES_PER_MESSAGE),
    });
    if (verdict.kind === "refused") {
      const { status, reason, text } = verdict;
      log.warning("an update of the local authorization list is refused", { status, reason, text });
      return { status, statusInfo: statusInfo(reason, text) };
    }
    return await apply(verdict.change);
  }

  async function apply(change: ListChange): Promise<ResponseOf<"SendLocalList">> {
    const maxEntries = characteristicsOf(deviceModel, ENTRIES)?.maxLimit ?? DEFAULT_MAX_ENTRIES;
    const maxBytes = characteristicsOf(deviceModel, STORAGE)?.maxLimit ?? DEFAULT_MAX_BYTES;
    const outcome = await store.apply(change, { entries: maxEntries, bytes: maxBytes });
    switch (outcome) {
      case "stored":
        reportSize();
        return { status: "Accepted" };
      case "tooManyEntries":
        return {
          status: "Failed",
          statusInfo: statusInfo("OutOfStorage", `the list has room for ${maxEntries} entries`),
        };
      case "tooManyBytes":
        return {
          status: "Failed",
          statusInfo: statusInfo("OutOfStorage", `the list has room for ${maxBytes} bytes`),
        };
    }
  }

  /** The CSMS must be able to read the limits of the list (D01.FR.12). */
  function start(): void {
    if (deviceModel.has(ENTRIES)) deviceModel.setMaxLimit(ENTRIES, DEFAULT_MAX_ENTRIES);
    if (deviceModel.has(STORAGE)) deviceModel.setMaxLimit(STORAGE, DEFAULT_MAX_BYTES);
    reportSize();
  }

  function reportSize(): void {
    const { entries, bytes } = store.size();
    const report = (key: VariableKey, value: number) => {
      if (deviceModel.has(key)) deviceModel.setActual(key, String(value));
    };
    report(ENTRIES, entries);
    report(STORAGE, bytes);
  }

  function read(idToken: IdTokenType): IdTokenInfoType | undefined {
    try {
      return store.find(idToken);
    } catch (error) {
      log.error("the local authorization list cannot be read", { reason: reasonOf(error) });
      return undefined;
    }
  }

  function hasExpired(info: IdTokenInfoType): boolean {
    const expiryMs = deviceModel.boolean(SUPPORTS_EXPIRY) === true ? expiryOf(info) : undefined;
    return expiryMs !== undefined && expiryMs < clock.wallMs();
  }

  return {
    handlers: {
      // One at a time, since the version is checked before it is written.
      SendLocalList: async (request) => result<"SendLocalList">(await inTurn(() => sendLocalList(request))),
      // D02.FR.03: without the list there is no version.
      GetLocalListVersion: () =>
        result<"GetLocalListVersion">({ versionNumber: isEnabled() ? store.version() : 0 }),
    },
    start,
    find(idToken) {
      const info = isEnabled() ? read(idToken) : undefined;
      return info && { info, validity: hasExpired(info) ? "expired" : "valid" };
    },
  };
}
