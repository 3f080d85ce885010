import assert from "node:assert/strict";
import type { MessageInfoType, MessageStateEnumType, RequestOf } from "../../../src/ocpp/messages.ts";
import { WITH_DISPLAY } from "../../fakes/everest/simulated-display.ts";
import {
  arrived,
  evConnectedPostSession,
  evDisconnected,
  parkingBayUnoccupied,
  stopAuthorized,
  type Visit,
} from "./reusable-states.ts";
import { startStation, type StationOptions, type StationUnderTest } from "./station-under-test.ts";

/** A station with a display that removes nothing by itself. */
export function startWithDisplay(options: StationOptions = {}): Promise<StationUnderTest> {
  return startStation({ ...options, everest: { ...WITH_DISPLAY, ...options.everest } });
}

/** The message of the cases, with `id` in its content. */
export function message(id: number, more: Partial<MessageInfoType> = {}): MessageInfoType {
  return { id, priority: "NormalCycle", message: { format: "UTF8", content: `message ${id}` }, ...more };
}

/** SetDisplayMessage; resolves with the status. */
export async function setMessage({ csms }: StationUnderTest, message: MessageInfoType): Promise<string> {
  return (await csms.call("SetDisplayMessage", { message })).status;
}

let requests = 0;

/**
 * GetDisplayMessages; resolves with what NotifyDisplayMessages told, or with "Unknown". Every page carries the requestId
 * of the request.
 */
export async function getMessages(
  { csms }: StationUnderTest,
  query: Omit<RequestOf<"GetDisplayMessages">, "requestId"> = {},
): Promise<"Unknown" | readonly MessageInfoType[]> {
  const requestId = ++requests;
  const { status } = await csms.call("GetDisplayMessages", { requestId, ...query });
  if (status === "Unknown") return status;
  const messages: MessageInfoType[] = [];
  for (let tbc: boolean | undefined = true; tbc;) {
    const { payload } = await csms.expect("NotifyDisplayMessages");
    assert.equal(payload.requestId, requestId);
    messages.push(...payload.messageInfo ?? []);
    tbc = payload.tbc;
  }
  return messages;
}

/** What a driver reads now, when the station is in this state. */
export function shown(
  { everest, clock }: StationUnderTest,
  state: MessageStateEnumType = "Idle",
): readonly string[] {
  return everest.display.shown(clock.wallMs(), state);
}

/** So many seconds from now. */
export function inSeconds({ clock }: StationUnderTest, seconds: number): string {
  return new Date(clock.wallMs() + seconds * 1000).toISOString();
}

/** Boots a station whose memory state is one message, as `SetDisplayMessage` of errata 2025-06. */
export async function withMessage(station: StationUnderTest, message: MessageInfoType): Promise<Visit> {
  const visit = await arrived(station);
  assert.equal(await setMessage(station, message), "Accepted");
  return visit;
}

/** The states StopAuthorized to ParkingBayUnoccupied. */
export async function left(visit: Visit): Promise<void> {
  await stopAuthorized(visit);
  await evConnectedPostSession(visit);
  await evDisconnected(visit);
  await parkingBayUnoccupied(visit);
  await visit.station.settle();
}
