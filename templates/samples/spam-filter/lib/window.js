/** A flood must not make the window grow without end: this many messages are enough to judge one. */
const MOST_MESSAGES = 20;

/** Adds a message to the window and drops what has become too old: `span` is in milliseconds. */
exports.slide = (window, message, span) =>
  [...window.filter(({ at }) => at > message.at - span), message].slice(-MOST_MESSAGES);
