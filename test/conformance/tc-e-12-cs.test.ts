import { assertNotSelectable } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test(
  "TC_E_12_CS Start transaction options - ParkingBayOccupied: not applicable, no parking bay sensor",
  async () => {
    await using station = await startStation();
    await assertNotSelectable(
      station,
      { component: "TxCtrlr", variable: "TxStartPoint" },
      "ParkingBayOccupancy",
    );
  },
);
