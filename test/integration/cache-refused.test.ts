import assert from "node:assert/strict";
import { join } from "node:path";
import {
  csmsSays,
  nobodyPlugsIn,
  swipeAsked,
  swipeUnasked,
  VALID_TOKEN_2 as OTHER_TOKEN,
} from "../conformance/harness/known-tokens.ts";
import { OFFLINE_VARIABLES } from "../conformance/harness/offline-authorization.ts";
import { processRestarted, processRestartedOffline } from "../conformance/harness/process-restart.ts";
import { arrived, goneOffline, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { makeCoreEarlier } from "../fakes/core-database.ts";
import { type SmallDisk, testOnSmallDisk } from "../fakes/small-disk.ts";

const VARIABLES = { ...OFFLINE_VARIABLES, "AuthCtrlr.LocalPreAuthorize": "false" };

/** Two tokens are cached as Accepted; then the disk is full, the CSMS says this of the first, and the line is lost. */
async function saidOnFullDisk(
  station: StationUnderTest,
  disk: SmallDisk,
  status: "Accepted" | "Blocked",
): Promise<void> {
  await arrived(station, { variables: VARIABLES });
  for (const token of [OTHER_TOKEN, VALID_TOKEN]) {
    await swipedAndGone(station, () => swipeAsked(station, token));
  }
  disk.fill();
  csmsSays(station, { status });
  if (status === "Accepted") await swipedAndGone(station, () => swipeAsked(station, VALID_TOKEN));
  else assert.equal(await swipeAsked(station, VALID_TOKEN), "Rejected");
  await station.settle();
  await goneOffline(station);
}

/** The token is accepted, and nobody plugs in. */
async function swipedAndGone(station: StationUnderTest, swipe: () => Promise<unknown>): Promise<void> {
  assert.equal(await swipe(), "UsedToStart");
  await nobodyPlugsIn(station);
}

const options = (disk: SmallDisk) => ({ everest: { parameters: { CoreDatabasePath: disk.directory } } });

testOnSmallDisk(
  "a cached token that the CSMS blocks while the disk is full does not charge offline",
  async (disk) => {
    await using station = await startStation(options(disk));
    await saidOnFullDisk(station, disk, "Blocked");
    assert.equal(await swipeUnasked(station, VALID_TOKEN), "Rejected");
    await swipedAndGone(station, () => swipeUnasked(station, OTHER_TOKEN));
    disk.free();
    // The sweep removes what the disk knew.
    await station.pass(16 * 60_000);
    await processRestartedOffline(station);
    assert.equal(await swipeUnasked(station, VALID_TOKEN), "Rejected");
    await swipedAndGone(station, () => swipeUnasked(station, OTHER_TOKEN));
  },
);

testOnSmallDisk(
  "after a restart, on a full disk or not, the cache knows nobody when the disk had refused a word of the CSMS",
  async (disk) => {
    await using station = await startStation(options(disk));
    await saidOnFullDisk(station, disk, "Blocked");
    for (const room of ["none", "enough"]) {
      if (room === "enough") disk.free();
      await processRestartedOffline(station);
      for (const token of [VALID_TOKEN, OTHER_TOKEN]) {
        assert.equal(await swipeUnasked(station, token), "Rejected");
      }
    }
    // What was removed stays removed, and what is learned from now on counts.
    await processRestartedOffline(station);
    assert.equal(await swipeUnasked(station, OTHER_TOKEN), "Rejected");
  },
);

testOnSmallDisk(
  "what the CSMS says again while the disk is full is still known, also after a restart",
  async (disk) => {
    await using station = await startStation(options(disk));
    await saidOnFullDisk(station, disk, "Accepted");
    await swipedAndGone(station, () => swipeUnasked(station, VALID_TOKEN));
    await processRestartedOffline(station);
    await swipedAndGone(station, () => swipeUnasked(station, VALID_TOKEN));
  },
);

testOnSmallDisk(
  "a token that the CSMS blocks while an update waits for room in the database does not charge offline afterwards",
  async (disk) => {
    await using station = await startStation(options(disk));
    await arrived(station, { variables: VARIABLES });
    await swipedAndGone(station, () => swipeAsked(station, VALID_TOKEN));
    await station.stop();
    makeCoreEarlier(join(disk.directory, "cp.db"));
    disk.fill();
    await processRestarted(station);
    csmsSays(station, { status: "Blocked" });
    assert.equal(await swipeAsked(station, VALID_TOKEN), "Rejected");
    await goneOffline(station);
    assert.equal(await swipeUnasked(station, VALID_TOKEN), "Rejected");
    disk.free();
    await processRestartedOffline(station);
    assert.equal(await swipeUnasked(station, VALID_TOKEN), "Rejected");
  },
);
