// Errors by which a handler says whether its event is tried again. The host knows them by their name.

const { defineProperty } = Object;
const MAX_DELAY = 7 * 24 * 60 * 60 * 1000;

function hide(target, name, value) {
  defineProperty(target, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/** The attempt failed; the next one starts after the delay. */
class RetryLater extends Error {
  constructor(delay, message, options) {
    if (typeof delay !== 'number' || !(delay >= 0) || delay > MAX_DELAY) {
      throw new TypeError(`RetryLater: the delay must be a number of milliseconds from 0 to ${MAX_DELAY} (7 days), was ${native.inspect(delay)}`);
    }
    super(message ?? `the next attempt is wanted in ${delay} ms`, options);
    hide(this, 'delay', delay);
  }
}

/** No further attempt can succeed. */
class Permanent extends Error {
}

hide(RetryLater.prototype, 'name', 'RetryLater');
hide(Permanent.prototype, 'name', 'Permanent');

return { RetryLater, Permanent };
