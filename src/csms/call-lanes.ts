/** A lane whose messages wait on disk until they are delivered. */
export type QueuedLane = "transactions" | "notifications";

/** A lane whose CALLs wait in memory for their turn. */
export type UnqueuedLane = "control" | "ordinary";

/**
 * How a CALL that is not persisted is to be sent; a `promised` one waits for the acceptance of the station, and then goes
 * as control does.
 */
export type CallUrgency = UnqueuedLane | "promised";

/** Where a CALL of ours waits for its turn (architecture §3.3). */
export type Lane = UnqueuedLane | QueuedLane;

export const QUEUED_LANES: readonly QueuedLane[] = ["transactions", "notifications"];

/** Whether each lane is open and has something to send now. */
export type ReadyLanes = Readonly<Record<Lane, boolean>>;

/** Lanes, least recently served first. */
export type LaneOrder = readonly Lane[];

/** Control first, so that nothing overtakes BootNotification. */
export const INITIAL_LANE_ORDER: LaneOrder = ["control", "ordinary", "transactions", "notifications"];

/**
 * Picks the lane that sends next: the one that has waited longest of those with something to send. So a backlog of
 * thousands delays a Heartbeat by two exchanges at most, and chatter delays the backlog by three.
 */
export function nextLane(order: LaneOrder, ready: ReadyLanes): { lane: Lane; order: LaneOrder } | undefined {
  const lane = order.find((candidate) => ready[candidate]);
  if (lane === undefined) return undefined;
  return { lane, order: [...order.filter((other) => other !== lane), lane] };
}
