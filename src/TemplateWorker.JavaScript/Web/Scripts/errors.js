// What the other parts share: the errors of the web's functions, and the bytes of what they are given.

const codes = {
  __proto__: null, InvalidCharacterError: 5, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12, InvalidAccessError: 15,
  TypeMismatchError: 17, AbortError: 20, QuotaExceededError: 22, TimeoutError: 23, DataCloneError: 25
};
const { apply } = Reflect;
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isView } = ArrayBuffer;
const none = [];
const typedArray = getPrototypeOf(Uint8Array.prototype);
const typed = placeOf(typedArray);
const viewed = placeOf(DataView.prototype);
const tagOf = getOwnPropertyDescriptor(typedArray, Symbol.toStringTag).get;
const sizeOfBuffer = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;

class DOMException extends Error {
  constructor(message = '', options = 'Error') {
    super(`${message}`);
    const name = options !== null && typeof options === 'object' ? options.name ?? 'Error' : options;
    defineProperty(this, 'name', { __proto__: null, value: `${name}`, writable: true, enumerable: false, configurable: true });
    if (options !== null && typeof options === 'object' && 'cause' in options) {
      defineProperty(this, 'cause', { __proto__: null, value: options.cause, writable: true, enumerable: false, configurable: true });
    }
  }

  get code() {
    return codes[this.name] ?? 0;
  }
}

const hostPrototypes = new Set();

/** Makes a class known as one of the host's: its objects have a name, and are not cloned. */
function ofHost(Type) {
  defineProperty(Type.prototype, Symbol.toStringTag, { __proto__: null, value: Type.name, writable: false, enumerable: false, configurable: true });
  hostPrototypes.add(Type.prototype);
  return Type;
}

function placeOf(prototype) {
  const getter = name => getOwnPropertyDescriptor(prototype, name).get;
  return { buffer: getter('buffer'), offset: getter('byteOffset'), size: getter('byteLength') };
}

function isBuffer(value) {
  try {
    apply(sizeOfBuffer, value, none);
    return true;
  } catch {
    return false;
  }
}

/** The bytes of an ArrayBuffer, a typed array or a DataView, not copied. */
function bytesOf(source, what) {
  if (isView(source)) {
    const place = apply(tagOf, source, none) === undefined ? viewed : typed;
    return new Uint8Array(apply(place.buffer, source, none), apply(place.offset, source, none), apply(place.size, source, none));
  }
  if (isBuffer(source)) {
    return new Uint8Array(source);
  }
  throw new TypeError(`${what} must be an ArrayBuffer, a typed array or a DataView, was ${native.inspect(source)}`);
}

function requireMany(given, least, what) {
  if (given < least) {
    throw new TypeError(`${what} needs ${least} argument${least === 1 ? '' : 's'}, got ${given}`);
  }
}

return { DOMException, apply, none, bytesOf, hostPrototypes, isBuffer, ofHost, requireMany, tagOf };
