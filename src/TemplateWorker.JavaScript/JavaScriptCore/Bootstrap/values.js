// How values cross: JSON text with {"$type", "value"} wrappers for what JSON cannot say. See docs/templates.md.

/** Legacy values without a counterpart in the language: they can be read, kept and stored again unchanged. */
function Interval(seconds, nanoseconds) {
  this.seconds = seconds;
  this.nanoseconds = nanoseconds;
  freeze(this);
}

function Vector(x, y, z) {
  this.x = x;
  this.y = y;
  this.z = z;
  freeze(this);
}

function TimeZone(name) {
  this.name = name;
  freeze(this);
}

freeze(Interval.prototype);
freeze(Vector.prototype);
freeze(TimeZone.prototype);

/**
 * A value from the host. Text is JSON, and starts with a space when it may hold wrappers; anything else has been parsed by the
 * engine itself, which spares this heap the text.
 */
function parse(value) {
  if (typeof value !== 'string') {
    return value;
  }
  var parsed = jsonParse(value);
  return value[0] === ' ' ? decode(parsed) : parsed;
}

/** Replaces the wrappers in a tree that JSON.parse has just made. What is not a well-formed wrapper stays what it is. */
function decode(value) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (isArray(value)) {
    for (var i = 0; i < value.length; i++) {
      value[i] = decode(value[i]);
    }
    return value;
  }
  var keys = objectKeys(value);
  if (keys.length === 2 && (keys[0] === '$type' || keys[1] === '$type') && (keys[0] === 'value' || keys[1] === 'value')) {
    var unwrapped = unwrap(value.$type, value.value);
    if (unwrapped !== undefined) {
      return unwrapped;
    }
  }
  return decodeProperties(value, keys);
}

function decodeProperties(value, keys) {
  for (var i = 0; i < keys.length; i++) {
    var key = keys[i];
    var child = value[key];
    if (child !== null && typeof child === 'object') {
      // Not an assignment: that would set the prototype for the key __proto__.
      defineProperty(value, key, { __proto__: null, value: decode(child), writable: true, enumerable: true, configurable: true });
    }
  }
  return value;
}

/** Undefined when `inner` is not what a wrapper of this type holds. */
function unwrap(type, inner) {
  switch (type) {
    case 'date':
      var date = typeof inner === 'string' ? new DateType(dateParse(inner)) : undefined;
      return date && apply(dateTime, date, none) === apply(dateTime, date, none) ? date : undefined;
    case 'bigint':
      return typeof inner === 'string' ? toBigInt(inner) : undefined;
    case 'bytes':
      return typeof inner === 'string' ? toBytes(inner) : undefined;
    case 'map':
      return isArray(inner) ? toMap(inner) : undefined;
    case 'interval':
      return isNumbers(inner, 2) ? new Interval(inner[0], inner[1]) : undefined;
    case 'vector':
      return isNumbers(inner, 3) ? new Vector(inner[0], inner[1], inner[2]) : undefined;
    case 'timezone':
      return typeof inner === 'string' ? new TimeZone(inner) : undefined;
    case 'object':
      return inner !== null && typeof inner === 'object' && !isArray(inner)
        ? decodeProperties(inner, objectKeys(inner))
        : undefined;
    default:
      return undefined;
  }
}

function isNumbers(list, length) {
  if (!isArray(list) || list.length !== length) {
    return false;
  }
  for (var i = 0; i < length; i++) {
    if (typeof list[i] !== 'number') {
      return false;
    }
  }
  return true;
}

function isDecimal(text) {
  var start = text[0] === '-' ? 1 : 0;
  for (var i = start; i < text.length; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
  }
  return text.length > start;
}

function toBigInt(text) {
  if (!isDecimal(text)) {
    return undefined;
  }
  return BigIntType(text);
}

function toBytes(text) {
  try {
    return apply(bytesFromBase64, BytesType, [text]);
  } catch (malformed) {
    return undefined;
  }
}

function toMap(pairs) {
  for (var i = 0; i < pairs.length; i++) {
    if (!isArray(pairs[i]) || pairs[i].length !== 2) {
      return undefined;
    }
  }
  var map = new MapType();
  for (var n = 0; n < pairs.length; n++) {
    apply(mapSet, map, [decode(pairs[n][0]), decode(pairs[n][1])]);
  }
  return map;
}

function freezeTree(value) {
  if (value !== null && typeof value === 'object') {
    var keys = objectKeys(value);
    for (var i = 0; i < keys.length; i++) {
      freezeTree(value[keys[i]]);
    }
    freeze(value);
  }
  return value;
}
