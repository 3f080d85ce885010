import { reservationInterface } from "../../src/everest/interfaces/reservation.ts";
import { assertReported } from "../conformance/harness/availability.ts";
import { RESERVATION_ID, reserved, reserveNow } from "../conformance/harness/reservations.ts";
import { configured } from "../conformance/harness/reusable-states.ts";
import { RESERVATION_PLACE } from "../fakes/everest/simulated-reservation.ts";
import { type InterfaceRows, verdict } from "./failing-commands.ts";

/** Of nobody else in these tests. */
const STRANGER = { idToken: "REMOTE01", type: "ISO14443" } as const;

export const FAILING_RESERVATION_COMMANDS: InterfaceRows = {
  declared: reservationInterface,
  commands: {
    reserve_now: {
      place: RESERVATION_PLACE,
      outcome: async (station) => verdict(await reserveNow(station)),
      expected: "Rejected InternalError",
    },
    cancel_reservation: {
      place: RESERVATION_PLACE,
      prepare: (station) => reserved(station),
      outcome: async ({ csms }) =>
        verdict(await csms.call("CancelReservation", { reservationId: RESERVATION_ID })),
      // It is still there, and may be cancelled once more.
      expected: "Rejected InternalError",
    },
    exists_reservation: {
      place: RESERVATION_PLACE,
      async prepare(station) {
        const { csms } = station;
        await configured(station, { "AuthCtrlr.AuthorizeRemoteStart": "true" });
        csms.on("Authorize", ({ idToken }) => ({
          idTokenInfo: { status: idToken.idToken === STRANGER.idToken ? "Invalid" : "Accepted" },
        }));
        // By somebody whom we do not know.
        await station.evse(1).reserve(99);
        await assertReported(station, "Reserved", [1]);
      },
      // Whether the token may charge here is decided when it is shown.
      outcome: async ({ csms }) =>
        verdict(
          await csms.call("RequestStartTransaction", { idToken: STRANGER, remoteStartId: 1, evseId: 1 }),
        ),
      expected: "Accepted",
    },
  },
};
