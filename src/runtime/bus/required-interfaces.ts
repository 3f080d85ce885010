import { type Auth, auth } from "../../everest/interfaces/auth.ts";
import { displayMessage, type DisplayMessageClient } from "../../everest/interfaces/display-message.ts";
import { type EvseManager, evseManager } from "../../everest/interfaces/evse-manager.ts";
import { type EvseSecurity, evseSecurity } from "../../everest/interfaces/evse-security.ts";
import { type Iso15118Extensions, iso15118Extensions } from "../../everest/interfaces/iso15118-extensions.ts";
import { type OcppDataTransfer, ocppDataTransfer } from "../../everest/interfaces/ocpp-data-transfer.ts";
import { reservation, type ReservationClient } from "../../everest/interfaces/reservation.ts";
import { type System, system } from "../../everest/interfaces/system.ts";
import type { Connection, EverestModule } from "../../everest/module.ts";
import type { Logger } from "../../kernel/logger.ts";

/** Clients of the modules that EVerest connected to our requirements. */
export interface RequiredInterfaces {
  /** The n-th entry is EVSE n. */
  readonly evses: readonly EvseManager[];
  readonly auth: Auth;
  readonly system: System;
  readonly security: EvseSecurity;
  /** Knows what to do with a vendor's messages. */
  readonly dataTransfer?: OcppDataTransfer;
  /** Shows messages to drivers. */
  readonly display?: DisplayMessageClient;
  /** Keeps EVSEs free for those who reserved them. */
  readonly reservation?: ReservationClient;
  /** Stacks of ISO 15118; may be empty. */
  readonly extensions: readonly Iso15118Extensions[];
}

export type Requirements =
  | { kind: "connected"; interfaces: RequiredInterfaces }
  | { kind: "missing"; reason: string };

/** Binds our requirements to the modules they are connected to. The manager has checked their numbers, a hand-made bus may not have. */
export function connectRequirements(module: EverestModule, log: Logger): Requirements {
  const evses = module.connections("evse_manager");
  if (evses.length === 0) return missing("evse_manager");
  const single = new Map<string, Connection>();
  for (const requirement of ["auth", "system", "security"]) {
    const [connection] = module.connections(requirement);
    if (!connection) return missing(requirement);
    single.set(requirement, connection);
  }
  const [vendor] = module.connections("data_transfer");
  const [keeper] = module.connections("reservation");
  const [display] = module.connections("display_message");
  const one = (requirement: string): Connection => single.get(requirement)!;
  return {
    kind: "connected",
    interfaces: {
      evses: evses.map((connection) => evseManager(module, connection, log)),
      auth: auth(module, one("auth"), log),
      system: system(module, one("system"), log),
      security: evseSecurity(module, one("security"), log),
      extensions: module.connections("extensions_15118")
        .map((connection) => iso15118Extensions(module, connection, log)),
      ...(keeper ? { reservation: reservation(module, keeper, log) } : {}),
      ...(vendor ? { dataTransfer: ocppDataTransfer(module, vendor, log) } : {}),
      ...(display ? { display: displayMessage(module, display, log) } : {}),
    },
  };
}

function missing(requirement: string): Requirements {
  return { kind: "missing", reason: `no module is connected to the requirement ${requirement}` };
}
