// Jobs and the clock.

const { apply, ofHost } = use('errors');
const { then } = Promise.prototype;
const settled = Promise.resolve();
const now = Date.now;

function queueMicrotask(callback) {
  if (typeof callback !== 'function') {
    throw new TypeError(`queueMicrotask: the argument must be a function, was ${native.inspect(callback)}`);
  }
  apply(then, settled, [() => { callback(); }]);
}

class Performance {
  #origin = now();
  #latest = 0;

  get timeOrigin() {
    return this.#origin;
  }

  /** Whole milliseconds that never decrease, whatever happens to the clock of the machine. */
  now() {
    const passed = now() - this.#origin;
    if (passed > this.#latest) {
      this.#latest = passed;
    }
    return this.#latest;
  }

  toJSON() {
    return { timeOrigin: this.#origin };
  }
}

return { queueMicrotask, performance: new (ofHost(Performance))() };
