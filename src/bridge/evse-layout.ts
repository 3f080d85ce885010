import type { EvseManager } from "../everest/interfaces/evse-manager.ts";
import { connectorId, evseId } from "../kernel/ids.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { toConnectorType } from "./connector-types.ts";

export type LayoutAnswer =
  | { readonly kind: "layout"; readonly evses: readonly EvseLayout[] }
  /** The station cannot start with this configuration. */
  | { readonly kind: "invalid"; readonly reason: string };

/**
 * Asks every EVSE for its id and connectors. OCPP numbers EVSEs and connectors from 1 without gaps, so the n-th
 * connection of `evse_manager` must be EVSE n; an EVSE that lists no connector has one.
 */
export async function readLayout(evses: readonly EvseManager[]): Promise<LayoutAnswer> {
  const answers = await Promise.all(evses.map((evse) => evse.getEvse(COMMAND_TIMEOUT_MS)));
  const layout: EvseLayout[] = [];
  for (const [index, answer] of answers.entries()) {
    const name = evses[index]!.connection.moduleId;
    if (answer.kind === "failed") {
      return { kind: "invalid", reason: `${name} does not report its connectors: ${answer.reason}` };
    }
    const { id, connectors } = answer.value;
    if (id !== index + 1) {
      return { kind: "invalid", reason: `${name} is connected as EVSE ${index + 1} but has the id ${id}` };
    }
    const numbered = [...connectors].sort((a, b) => a.id - b.id);
    if (numbered.some((connector, position) => connector.id !== position + 1)) {
      const ids = connectors.map((connector) => connector.id).join(", ");
      return { kind: "invalid", reason: `${name} numbers its connectors ${ids} instead of 1, 2, …` };
    }
    layout.push({
      id: evseId(id),
      connectors: numbered.length === 0 ? [{ id: connectorId(1) }] : numbered.map((connector) => ({
        id: connectorId(connector.id),
        ...(connector.type === undefined ? {} : { type: toConnectorType(connector.type) }),
      })),
    });
  }
  return { kind: "layout", evses: layout };
}
