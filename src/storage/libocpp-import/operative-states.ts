import type { ImportPart } from "./import-part.ts";

/** The station (0, 0), an EVSE (n, 0) or a connector (n, m) that the CSMS has made Inoperative. */
export interface InoperativePlace {
  readonly evseId: number;
  readonly connectorId: number;
}

/** What ChangeAvailability left Inoperative; everything else is Operative anyway. */
export const operativeStates: ImportPart<InoperativePlace> = {
  name: "Inoperative EVSEs and connectors",
  tables: ["AVAILABILITY"],
  read(foreign) {
    const rows = foreign.prepare(
      `SELECT EVSE_ID AS evseId, CONNECTOR_ID AS connectorId FROM AVAILABILITY
       WHERE OPERATIONAL_STATUS = 'Inoperative' ORDER BY EVSE_ID, CONNECTOR_ID`,
    ).all();
    return {
      rows: rows.map((row) => ({
        evseId: Number(row["evseId"]),
        connectorId: Number(row["connectorId"]),
      })),
      left: [],
    };
  },
  describe: ({ evseId, connectorId }) =>
    evseId === 0
      ? "the station"
      : connectorId === 0
      ? `EVSE ${evseId}`
      : `connector ${evseId}.${connectorId}`,
  isKnown: (target, { evseId, connectorId }) =>
    target.prepare("SELECT 1 FROM operative_state WHERE evse_id = ? AND connector_id = ?")
      .get(evseId, connectorId) !== undefined,
  write(fresh, places) {
    const insert = fresh.prepare(
      "INSERT OR REPLACE INTO operative_state (evse_id, connector_id, status) VALUES (?, ?, 'Inoperative')",
    );
    for (const { evseId, connectorId } of places) insert.run(evseId, connectorId);
  },
};
