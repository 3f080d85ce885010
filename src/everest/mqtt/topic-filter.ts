const MAX_TOPIC_BYTES = 65_535;
const utf8 = new TextEncoder();

/** Why a message cannot be published under this name; undefined when it can (MQTT 3.1.1, 4.7). */
export function topicNameViolation(topic: string): string | undefined {
  if (/[+#]/.test(topic)) return "topic has a wildcard";
  return textViolation(topic);
}

/** Why this is not a topic filter; undefined when it is one. */
export function topicFilterViolation(filter: string): string | undefined {
  const levels = filter.split("/");
  for (const [index, level] of levels.entries()) {
    if (level.includes("+") && level !== "+") return "'+' is not alone in its level"; // MQTT-4.7.1-3
    if (level.includes("#") && level !== "#") return "'#' is not alone in its level"; // MQTT-4.7.1-2
    if (level === "#" && index !== levels.length - 1) return "'#' is not the last level"; // MQTT-4.7.1-2
  }
  return textViolation(filter);
}

function textViolation(text: string): string | undefined {
  if (text === "") return "topic is empty"; // MQTT-4.7.3-1
  if (text.includes("\u0000")) return "topic has U+0000"; // MQTT-4.7.3-2
  if (!text.isWellFormed()) return "topic is not valid UTF-8"; // MQTT-1.5.3-1
  // Only a long text can exceed the limit, a character being at most three bytes per UTF-16 unit.
  if (text.length * 3 > MAX_TOPIC_BYTES && utf8.encode(text).length > MAX_TOPIC_BYTES) {
    return "topic is too long";
  }
  return undefined;
}

/** True when messages on `topic` are delivered to subscribers of `filter`. Both must be valid. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split("/");
  const actual = topic.split("/");
  // MQTT-4.7.2-1: a wildcard in the first level does not match topics of the broker itself.
  if (topic.startsWith("$") && (wanted[0] === "+" || wanted[0] === "#")) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === "#") return true; // also the parent level itself (MQTT 3.1.1, 4.7.1.2)
    if (index >= actual.length) return false;
    if (level !== "+" && level !== actual[index]) return false;
  }
  return wanted.length === actual.length;
}
