/**
 * Every bound on memory and disk that peers can make us use, in one place. Each has a test at the limit and
 * one past it.
 */

/** Largest OCPP-J text message accepted from the CSMS, in bytes. */
export const MAX_OCPP_MESSAGE_BYTES = 1024 * 1024;
/** Largest MQTT packet accepted from the broker, in bytes. */
export const MAX_MQTT_PACKET_BYTES = 16 * 1024 * 1024;
/** Station events queued until the station runs. */
export const MAX_EVENTS_BEFORE_START = 10_000;
/** Unsent bytes for a broker; more means that it has stopped reading. */
export const MAX_MQTT_UNSENT_BYTES = 32 * 1024 * 1024;
/** Longest message id of OCPP-J, in UTF-16 units (part 4, table 4). */
export const MAX_MESSAGE_ID_LENGTH = 36;
/** CALLs waiting to be sent that are not persisted; with one more the least important one is not sent. */
export const MAX_WAITING_ORDINARY_CALLS = 256;
/** As above for the control lane, which never competes with ordinary traffic. */
export const MAX_WAITING_CONTROL_CALLS = 64;
/** Kinds of CALLs that are not sent for a while, because connections ended with them; the oldest is forgotten. */
export const MAX_SET_ASIDE_CALLS = 64;
/** CALLs of the CSMS being handled at once; it should never send a second one before the first is answered. */
export const MAX_CALLS_BEING_ANSWERED = 32;
/** Queued messages that are answered but not yet removed on disk; a power cut sends them a second time. */
export const MAX_UNSETTLED_MESSAGES = 2;
/** Connect, TLS handshake and HTTP upgrade together; mobile networks take seconds, not half a minute. */
export const CONNECT_TIMEOUT_MS = 30_000;
/** Nothing is read while an answer waits to be written; a peer that takes none of it for so long is given up. */
export const WRITE_STALL_MS = 60_000;
/** TLS connections that were given up and one server holds; with them, its next handshakes are spaced far apart. */
export const MAX_ABANDONED_CONNECTIONS_OF_TARGET = 8;
/** Between two handshakes with such a server. */
export const HANDSHAKE_SPACING_MS = 10 * 60 * 1000;
/** As above, of all servers; with them the process ends. A quarter of the usual limit of file descriptors. */
export const MAX_ABANDONED_CONNECTIONS = 256;
/**
 * Events that wait for the CSMS; beyond it alerts that were raised and cleared unreported are dropped, and
 * series are thinned.
 */
export const MAX_WAITING_EVENTS = 500;
/** Errors that are raised at the same time; further ones are not reported. */
export const MAX_RAISED_ERRORS = 1000;
/** Longest bus message that modules of EVerest up to 2026.02 can receive: their buffer less MQTT's own header. */
export const MAX_OLD_EVEREST_MESSAGE_BYTES = 500 * 1024 - 64;
/** Commands of other modules queued until our initialisation is done. */
export const MAX_COMMANDS_BEFORE_START = 1000;
/** Variables and calls of ours queued until every module is ready. */
export const MAX_MESSAGES_BEFORE_READY = 1000;
/** Errors of other modules queued until our initialisation is done, or while their EVSE is being looked up. */
export const MAX_QUEUED_BUS_ERRORS = 1000;
/** Errors of other modules that are active at the same time. */
export const MAX_ACTIVE_BUS_ERRORS = 10_000;
/** Different problems that one log reports once; further ones count as repetitions. */
export const MAX_DISTINCT_REPORTS = 200;
/** Messages in the durable outbox; beyond it intermediate transaction events are thinned, nothing else is dropped. */
export const MAX_OUTBOX_MESSAGES = 10_000;
/** Changes, and bytes of messages in them, that memory holds while the disk refuses them; with more, events wait at their EVSE. */
export const MAX_UNSTORED_CHANGES = 5_000;
export const MAX_UNSTORED_BYTES = 8 * 1024 * 1024;
/** Sessions that are over and remembered per EVSE, so that late events of them are known as such. */
export const MAX_PAST_SESSIONS = 8;
/** Meter values stored for one Ended event; beyond it intermediate ones are thinned. */
export const MAX_ENDED_METER_VALUES = 100;
/** Largest HTTP response head accepted from the CSMS during the WebSocket upgrade, in bytes. */
export const MAX_HTTP_HEAD_BYTES = 16 * 1024;
/** Variables that other modules monitor; one more is not monitored. */
export const MAX_MONITORED_VARIABLES = 10_000;
/** Accepted remote starts that wait for their session; one more is rejected. */
export const MAX_PENDING_REMOTE_STARTS = 256;
/** Reservations that are open at the same time; one more is rejected. */
export const MAX_RESERVATIONS = 256;
/** Ended reservations that are remembered, so that their end is not reported twice. */
export const MAX_ENDED_RESERVATIONS = 256;
/** Longest file of EVerest's definitions that is read, in UTF-16 units; the longest of 2026-08 has 69 000. */
export const MAX_DEFINITION_CHARACTERS = 1_000_000;
/** How deep its values may be nested. */
export const MAX_DEFINITION_DEPTH = 64;
/** How many values it may unfold to, aliases included. */
export const MAX_DEFINITION_VALUES = 100_000;
/** Largest file of the component configuration that is read; ours of 2026-08 have at most 19 000 bytes. */
export const MAX_COMPONENT_FILE_BYTES = 1024 * 1024;
/** Charging profiles of the CSMS that are installed at the same time; one more is rejected. */
export const MAX_CHARGING_PROFILES = 2000;
/**
 * The JSON of all of them together, those of remote starts among them, in UTF-16 units: 160 profiles of 1024 periods, or 2000
 * of 80. What exceeds it is rejected; it takes some 12 MB of memory.
 */
export const MAX_CHARGING_PROFILE_CHARACTERS = 8 * 1024 * 1024;
