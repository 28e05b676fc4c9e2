// A value as JSON text. Written here rather than by JSON.stringify, which no limit can interrupt: a graph of 26 shared
// objects keeps it busy for longer than any run may last. Only single strings go through the native function.

var MAX_DEPTH = 100;
var MAX_TEXT = 4194304;
// The key of what a toJSON returned: it adds nothing to the path.
var SAME = null;
var advice = {
  __proto__: null,
  Set: '; store an array of its values',
  Promise: '; await it first',
  ArrayBuffer: '; store a Uint8Array'
};

/**
 * Undefined for undefined. `what` starts the path in errors. Longer than `limit` characters is a breach of the limit that is called `reason`;
 * without one, a RangeError.
 */
function encode(value, what, limit, reason) {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (value - value === 0) {
        return '' + value;
      }
  }
  var root = { __proto__: null, parent: null, what: what, limit: limit, reason: reason, depth: 0 };
  var text = write(value, '', root);
  if (text.length > limit) {
    throw tooLarge(root, '');
  }
  return text;
}

/** `frame` stands for the container that holds `value` under its `key`; the chain of frames is the path. */
function write(value, key, frame) {
  switch (typeof value) {
    case 'string':
      return writeString(value, key, frame);
    case 'number':
      if (value - value !== 0) {
        throw refuse(frame, key, 'is ' + value + ', which JSON cannot hold');
      }
      return '' + value;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      return 'null';
    case 'bigint':
      return '{"$type":"bigint","value":"' + value + '"}';
    case 'object':
      return value === null ? 'null' : writeObject(value, key, frame);
    default:
      throw refuse(frame, key, 'is a ' + typeof value + ', which JSON cannot hold');
  }
}

function writeString(value, key, frame) {
  if (value.length > frame.limit) {
    throw tooLarge(frame, key);
  }
  var text = jsonStringify(value);
  // A text that JSON keeps as it is has nothing that cannot be stored.
  if (text.length !== value.length + 2) {
    var fault = findUnstorable(value);
    if (fault !== undefined) {
      throw refuse(frame, key, fault);
    }
  }
  return text;
}

/** PostgreSQL refuses both in jsonb, and would only say so at the commit. */
function findUnstorable(text) {
  for (var i = 0; i < text.length; i++) {
    var unit = text[i];
    if (unit === '\0') {
      return 'holds the character U+0000, which cannot be stored';
    }
    if (unit >= '\uD800' && unit <= '\uDFFF') {
      var next = text[i + 1];
      if (unit > '\uDBFF' || !(next >= '\uDC00' && next <= '\uDFFF')) {
        return 'holds half of a surrogate pair, which cannot be stored';
      }
      i++;
    }
  }
  return undefined;
}

/** `text` with U+FFFD in place of what cannot be stored; for text that must not fail. */
function scrub(text) {
  if (findUnstorable(text) === undefined) {
    return text;
  }
  var clean = '';
  for (var i = 0; i < text.length; i++) {
    var pair = text[i] >= '\uD800' && text[i] <= '\uDBFF' && i + 1 < text.length ? text[i] + text[i + 1] : text[i];
    clean += findUnstorable(pair) === undefined ? pair : findUnstorable(text[i]) === undefined ? text[i] : '\uFFFD';
    i += pair.length === 2 && findUnstorable(pair) === undefined ? 1 : 0;
  }
  return clean;
}

function writeObject(value, key, parent) {
  var frame = { __proto__: null, parent: parent, key: key, value: value, limit: parent.limit, depth: parent.depth + 1 };
  if (frame.depth > MAX_DEPTH) {
    throw refuse(parent, key, 'is nested deeper than ' + MAX_DEPTH + ' levels');
  }
  for (var ancestor = parent; ancestor !== null; ancestor = ancestor.parent) {
    if (ancestor.value === value) {
      throw refuse(parent, key, 'holds itself, a cycle, which JSON cannot hold');
    }
  }
  var prototype = getPrototype(value);
  if (prototype !== objectPrototype && prototype !== null && !isArray(value)) {
    var special = writeSpecial(value, prototype, frame);
    if (special !== undefined) {
      return special;
    }
  }
  var toJson = value.toJSON;
  if (typeof toJson === 'function') {
    var replaced = replace(toJson, value, key, frame);
    if (replaced !== value) {
      return write(replaced, SAME, frame);
    }
  }
  return isArray(value) ? writeArray(value, frame) : writeProperties(value, frame);
}

function writeArray(value, frame) {
  var text = '[';
  for (var i = 0; i < value.length; i++) {
    text += (i === 0 ? '' : ',') + write(readMember(value, i, frame), i, frame);
    if (text.length > frame.limit) {
      throw tooLarge(frame, i);
    }
  }
  return text + ']';
}

function writeProperties(value, frame) {
  var keys = objectKeys(value);
  var text = '{';
  var wrapped = false;
  for (var i = 0; i < keys.length; i++) {
    var key = keys[i];
    var child = readMember(value, key, frame);
    if (child !== undefined) {
      var name = jsonStringify(key);
      if (name.length !== key.length + 2) {
        var fault = findUnstorable(key);
        if (fault !== undefined) {
          throw refuse(frame.parent, frame.key, 'has a key that ' + fault);
        }
      }
      wrapped = wrapped || key === '$type';
      text += (text === '{' ? '' : ',') + name + ':' + write(child, key, frame);
      if (text.length > frame.limit) {
        throw tooLarge(frame, key);
      }
    }
  }
  text += '}';
  return wrapped ? '{"$type":"object","value":' + text + '}' : text;
}

/** Undefined when the object is to be written by its properties. */
function writeSpecial(value, prototype, frame) {
  switch (prototype) {
    case Interval.prototype:
      return wrap('interval', [value.seconds, value.nanoseconds], frame);
    case Vector.prototype:
      return wrap('vector', [value.x, value.y, value.z], frame);
    case TimeZone.prototype:
      return wrap('timezone', value.name, frame);
  }
  var kind = kindOf(value);
  switch (kind) {
    case undefined:
    case 'Error':
      return undefined;
    case 'Date':
      return writeDate(value, frame);
    case 'Map':
      return writeMap(value, frame);
    case 'Uint8Array':
      if (value.length > frame.limit) {
        throw tooLarge(frame.parent, frame.key);
      }
      return '{"$type":"bytes","value":"' + apply(bytesToBase64, value, none) + '"}';
    case 'Number':
      return write(apply(valueOfNumber, value, none), SAME, frame);
    case 'String':
      return write(apply(valueOfString, value, none), SAME, frame);
    case 'Boolean':
      return write(apply(valueOfBoolean, value, none), SAME, frame);
    default:
      throw refuse(frame.parent, frame.key, 'is a ' + kind + ', which JSON cannot hold' + (advice[kind] || ''));
  }
}

function wrap(type, inner, frame) {
  return '{"$type":' + writeString(type, 'type', frame) + ',"value":' + write(inner, 'value', frame) + '}';
}

function writeDate(value, frame) {
  var time = apply(dateTime, value, none);
  if (time !== time) {
    throw refuse(frame.parent, frame.key, 'is an invalid Date, which cannot be stored');
  }
  return '{"$type":"date","value":"' + apply(dateToIso, value, none) + '"}';
}

function writeMap(value, frame) {
  var text = '{"$type":"map","value":[';
  var first = true;
  apply(mapForEach, value, [function (child, key) {
    text += (first ? '[' : ',[') + write(key, 'key', frame) + ',' + write(child, typeof key === 'string' ? key : 'value', frame) + ']';
    first = false;
    if (text.length > frame.limit) {
      throw tooLarge(frame, typeof key === 'string' ? key : 'value');
    }
  }]);
  return text + ']}';
}

/** A property's value. What its getter throws is thrown again with its path. */
function readMember(container, key, frame) {
  try {
    return container[key];
  } catch (thrown) {
    throw located(frame, key, 'cannot be read', thrown);
  }
}

/** What toJSON makes of the object that `frame` stands for. */
function replace(toJson, value, key, frame) {
  try {
    return apply(toJson, value, ['' + key]);
  } catch (thrown) {
    throw located(frame.parent, frame.key, 'has a toJSON that failed', thrown);
  }
}

function located(frame, key, problem, thrown) {
  var error = refuse(frame, key, problem + ': ' + cut(inspect(thrown, 0), 1024));
  var stack = thrown !== null && typeof thrown === 'object' && !isProxy(thrown) ? ownValue(thrown, 'stack') : undefined;
  if (typeof stack === 'string') {
    defineProperty(error, 'stack', { __proto__: null, value: stack, writable: true, enumerable: false, configurable: true });
  }
  return error;
}

/** The limit is the whole value's; the path is where it was reached. */
function tooLarge(frame, key) {
  var root = frame;
  while (root.parent !== null) {
    root = root.parent;
  }
  var place = pathOf(frame, key);
  var message = root.what + ' is larger than ' + root.limit + ' characters of JSON' + (place === root.what ? '' : '; it reaches them at ' + place);
  if (root.reason !== undefined) {
    host(Breach, root.reason, message);
  }
  var error = new RangeErrorType(message);
  hidden(error, 'tooLarge', true);
  return error;
}

/** The error for the value under `key` of the container that `frame` stands for. */
function refuse(frame, key, problem) {
  return new TypeErrorType(pathOf(frame, key) + ' ' + problem);
}

function pathOf(frame, key) {
  var path = '';
  for (; frame.parent !== null; frame = frame.parent) {
    path = step(key) + path;
    key = frame.key;
  }
  return frame.what + path;
}

function step(key) {
  if (key === SAME) {
    return '';
  }
  if (typeof key === 'number') {
    return '[' + key + ']';
  }
  for (var i = 0; i < key.length; i++) {
    var unit = key[i];
    var letter = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z') || unit === '_' || unit === '$' || unit > '\x7F';
    if (!letter && !(i > 0 && unit >= '0' && unit <= '9')) {
      return '[' + jsonStringify(cut(key, 64)) + ']';
    }
  }
  return key.length > 0 && key.length <= 64 ? '.' + key : '[' + jsonStringify(cut(key, 64)) + ']';
}
