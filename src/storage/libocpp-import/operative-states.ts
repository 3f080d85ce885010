import { type ImportPart, NO_SUCH_EVSE } from "./import-part.ts";

/** The station (0, 0), an EVSE (n, 0) or a connector (n, m) that the CSMS has made Inoperative. */
export interface InoperativePlace {
  readonly evseId: number;
  readonly connectorId: number;
}

/** What ChangeAvailability left Inoperative on a station with so many EVSEs; everything else is Operative anyway. */
export const operativeStates = (evses: number): ImportPart<InoperativePlace> => ({
  name: "Inoperative EVSEs and connectors",
  tables: ["AVAILABILITY"],
  read(foreign) {
    const rows = foreign.prepare(
      `SELECT EVSE_ID AS evseId, CONNECTOR_ID AS connectorId FROM AVAILABILITY
       WHERE OPERATIONAL_STATUS = 'Inoperative' ORDER BY EVSE_ID, CONNECTOR_ID`,
    ).all().map((row) => ({ evseId: Number(row["evseId"]), connectorId: Number(row["connectorId"]) }));
    return {
      rows: rows.filter(({ evseId }) => evseId <= evses),
      left: rows.filter(({ evseId }) => evseId > evses).map((place) => ({
        row: describe(place),
        reason: NO_SUCH_EVSE,
      })),
    };
  },
  describe,
  isKnown: (target, { evseId, connectorId }) =>
    target.prepare("SELECT 1 FROM operative_state WHERE evse_id = ? AND connector_id = ?")
      .get(evseId, connectorId) !== undefined,
  write(fresh, places) {
    const insert = fresh.prepare(
      "INSERT OR REPLACE INTO operative_state (evse_id, connector_id, status) VALUES (?, ?, 'Inoperative')",
    );
    for (const { evseId, connectorId } of places) insert.run(evseId, connectorId);
  },
});

function describe({ evseId, connectorId }: InoperativePlace): string {
  if (evseId === 0) return "the station";
  return connectorId === 0 ? `EVSE ${evseId}` : `connector ${evseId}.${connectorId}`;
}
