/**
 * Every bound on what others may make us hold, in one place. Each has a test at the limit and one past it.
 */

/** Largest OCPP-J text message accepted from the CSMS, in bytes. */
export const MAX_OCPP_MESSAGE_BYTES = 1024 * 1024;
/** Largest MQTT packet accepted from the broker, in bytes. */
export const MAX_MQTT_PACKET_BYTES = 16 * 1024 * 1024;
/** Station events held while the stack is not running yet. */
export const MAX_EVENTS_BEFORE_START = 10_000;
