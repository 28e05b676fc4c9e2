// structuredClone. Works through a list instead of calling itself, so that depth costs memory, which is limited, and no stack.

const { DOMException, apply, hostPrototypes, none, isBuffer, tagOf } = use('errors');
const { keys: keysOf, getPrototypeOf, getOwnPropertyDescriptor, defineProperty, prototype: objectPrototype } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const dateValue = Date.prototype.getTime;
const mapForEach = Map.prototype.forEach;
const mapSet = Map.prototype.set;
const setForEach = Set.prototype.forEach;
const setAdd = Set.prototype.add;
const sliceBuffer = ArrayBuffer.prototype.slice;
const errorTypes = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const arrayTypes = { __proto__: null };
for (const name of ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  arrayTypes[name] = globalThis[name];
}

const kinds = new Map([
  [Date.prototype, 'Date'], [RegExp.prototype, 'RegExp'], [Map.prototype, 'Map'], [Set.prototype, 'Set'], [Error.prototype, 'Error'],
  [DOMException.prototype, 'DOMException'],
  [ArrayBuffer.prototype, 'ArrayBuffer'], [Number.prototype, 'Number'], [String.prototype, 'String'], [Boolean.prototype, 'Boolean'],
  [BigInt.prototype, 'BigInt'], [Symbol.prototype, 'refused'], [WeakMap.prototype, 'refused'], [WeakSet.prototype, 'refused'],
  [Promise.prototype, 'refused'],
]);
const kindOfPrototype = Map.prototype.get;

function kindOf(value) {
  if (isArray(value)) {
    return 'Array';
  }
  if (isView(value)) {
    return 'View';
  }
  for (let link = getPrototypeOf(value); link !== null && link !== objectPrototype; link = getPrototypeOf(link)) {
    const kind = apply(kindOfPrototype, kinds, [link]);
    if (kind !== undefined) {
      return kind;
    }
    if (hostPrototypes.has(link)) {
      return 'refused';
    }
  }
  return 'Object';
}

/** Where a value is, for the error: `value.items[3]`. */
function pathTo(item, key) {
  let path = '';
  let name = key;
  for (let at = item, left = 20; at !== undefined; name = at.key, at = at.up) {
    if (left-- === 0) {
      return `…${path}`;
    }
    path = (at.kind === 'Array' ? `[${name}]` : at.kind === 'Map' || at.kind === 'Set' ? `.<${at.kind}>` : `.${name}`) + path;
  }
  return `value${path}`;
}

function structuredClone(value, options) {
  if (arguments.length === 0) {
    throw new TypeError('structuredClone needs 1 argument, got 0');
  }
  if (options !== undefined && options !== null && options.transfer !== undefined && [...options.transfer].length > 0) {
    throw new DOMException('structuredClone: nothing can be transferred, as there is nowhere to; leave options.transfer out', 'DataCloneError');
  }

  const copies = new Map();
  const work = [];
  let done = 0;

  function refuse(refused, up, key) {
    return new DOMException(`structuredClone: ${pathTo(up, key)} is ${native.inspect(refused)}, which cannot be cloned`, 'DataCloneError');
  }

  function copyOf(source, up, key) {
    if (source === null || (typeof source !== 'object' && typeof source !== 'function' && typeof source !== 'symbol')) {
      return source;
    }
    if (typeof source !== 'object' || native.isProxy(source)) {
      throw refuse(source, up, key);
    }
    const known = copies.get(source);
    if (known !== undefined) {
      return known;
    }
    const kind = kindOf(source);
    const copy = begin(source, kind, up, key);
    copies.set(source, copy);
    if (kind === 'Object' || kind === 'Array' || kind === 'Map' || kind === 'Set' || kind === 'Error') {
      work.push({ source, copy, kind, up, key });
    }
    return copy;
  }

  function begin(source, kind, up, key) {
    switch (kind) {
      case 'Array': {
        const list = [];
        list.length = source.length;
        return list;
      }
      case 'View': {
        const tag = apply(tagOf, source, none);
        const buffer = copyOf(source.buffer, up, key);
        return tag === undefined ? new DataView(buffer, source.byteOffset, source.byteLength)
          : new arrayTypes[tag](buffer, source.byteOffset, source.length);
      }
      case 'ArrayBuffer': return isBuffer(source) ? apply(sliceBuffer, source, [0]) : {};
      case 'Date': return new Date(apply(dateValue, source, none));
      case 'RegExp': return new RegExp(source.source, source.flags);
      case 'Map': return new Map();
      case 'Set': return new Set();
      case 'Number': return new Number(source.valueOf());
      case 'String': return new String(source.valueOf());
      case 'Boolean': return new Boolean(source.valueOf());
      case 'BigInt': return Object(source.valueOf());
      case 'DOMException': return new DOMException(source.message, source.name);
      case 'Error': return new (errorTypes[source.name] ?? Error)();
      case 'Object': return {};
      default: throw refuse(source, up, key);
    }
  }

  function put(copy, key, copied) {
    if (key === '__proto__') {
      defineProperty(copy, key, { __proto__: null, value: copied, writable: true, enumerable: true, configurable: true });
    } else {
      copy[key] = copied;
    }
  }

  function hide(copy, key, copied) {
    defineProperty(copy, key, { __proto__: null, value: copied, writable: true, enumerable: false, configurable: true });
  }

  function fill(item) {
    const { source, copy, kind } = item;
    switch (kind) {
      case 'Map': {
        const pairs = [];
        apply(mapForEach, source, [(held, key) => { pairs.push(key, held); }]);
        for (let i = 0; i < pairs.length; i += 2) {
          apply(mapSet, copy, [copyOf(pairs[i], item), copyOf(pairs[i + 1], item)]);
        }
        return;
      }
      case 'Set': {
        const members = [];
        apply(setForEach, source, [member => { members.push(member); }]);
        for (let i = 0; i < members.length; i++) {
          apply(setAdd, copy, [copyOf(members[i], item)]);
        }
        return;
      }
      case 'Error': {
        for (const name of ['message', 'stack', 'cause']) {
          const own = getOwnPropertyDescriptor(source, name);
          if (own !== undefined || name === 'stack') {
            hide(copy, name, name === 'cause' ? copyOf(source.cause, item, name) : `${source[name]}`);
          }
        }
        return;
      }
      default: {
        const keys = keysOf(source);
        for (let i = 0; i < keys.length; i++) {
          put(copy, keys[i], copyOf(source[keys[i]], item, keys[i]));
        }
      }
    }
  }

  const result = copyOf(value);
  while (done < work.length) {
    const item = work[done];
    work[done++] = undefined;
    fill(item);
  }
  return result;
}

return { structuredClone };
