/** The queue in which our CALL waits (architecture §3.3). */
export type Lane = "control" | "ordinary" | "outbox";

/** Whether each lane is open and has something to send now. */
export type ReadyLanes = Readonly<Record<Lane, boolean>>;

/** Lanes, least recently served first. */
export type LaneOrder = readonly Lane[];

/** Control first, so that nothing overtakes BootNotification. */
export const INITIAL_LANE_ORDER: LaneOrder = ["control", "ordinary", "outbox"];

/**
 * Picks the lane that sends next: of those with a message, the one that has waited longest. So a backlog of
 * thousands delays a Heartbeat by one exchange, and ordinary traffic delays the backlog by two.
 */
export function nextLane(order: LaneOrder, ready: ReadyLanes): { lane: Lane; order: LaneOrder } | undefined {
  const lane = order.find((candidate) => ready[candidate]);
  if (lane === undefined) return undefined;
  return { lane, order: [...order.filter((other) => other !== lane), lane] };
}
