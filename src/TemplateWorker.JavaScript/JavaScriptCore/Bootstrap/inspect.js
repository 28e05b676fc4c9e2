// Text for people: what console shows of a value. It never runs a getter, so that logging changes nothing.

var INSPECT_DEPTH = 4;
var INSPECT_ITEMS = 50;
var INSPECT_LENGTH = 4096;

/** The arguments of one console call as one line of at most INSPECT_LENGTH characters. */
function inspectAll(values) {
  var text = '';
  for (var i = 0; i < values.length && text.length < INSPECT_LENGTH; i++) {
    text += (i === 0 ? '' : ' ') + (typeof values[i] === 'string' ? cut(values[i], INSPECT_LENGTH) : inspect(values[i], 0));
  }
  return scrub(cut(text, INSPECT_LENGTH));
}

function inspect(value, depth) {
  switch (typeof value) {
    case 'string':
      return jsonStringify(cut(value, 1024));
    case 'bigint':
      return value + 'n';
    case 'symbol':
      return cut(apply(symbolToString, value, none), 128);
    case 'function':
      if (isProxy(value)) {
        return '[Proxy]';
      }
      var name = nameOf(value);
      return name === '' ? '[Function]' : '[Function ' + name + ']';
    case 'object':
      if (value !== null) {
        try {
          return inspectObject(value, depth);
        } catch (refusal) {
          return '[Object that cannot be read]';
        }
      }
  }
  return '' + value;
}

/** Whatever is asked of a proxy runs the template's code. */
function isProxy(value) {
  return apply(isInWeakSet, proxies, [value]);
}

/** Whether an object or one of its prototypes is a proxy. */
function hasProxy(value) {
  for (; value !== null; value = getPrototype(value)) {
    if (isProxy(value)) {
      return true;
    }
  }
  return false;
}

function nameOf(maker) {
  var name = typeof maker === 'function' ? ownValue(maker, 'name') : undefined;
  return typeof name === 'string' ? cut(name, 64) : '';
}

/** An own data property's value; undefined for an accessor. */
function ownValue(object, key) {
  var descriptor = getDescriptor(object, key);
  return descriptor && descriptor.value;
}

function inspectObject(value, depth) {
  if (hasProxy(value)) {
    return '[Proxy]';
  }
  var kind = kindOf(value);
  switch (kind) {
    case 'Date':
      var time = apply(dateTime, value, none);
      return time === time ? apply(dateToIso, value, none) : 'Invalid Date';
    case 'Error':
      return inspectError(value);
    case 'Map':
      return inspectEntries(kind, mapForEach, value, depth);
    case 'Set':
      return inspectEntries(kind, setForEach, value, depth);
    case 'Promise':
    case 'WeakMap':
    case 'WeakSet':
    case 'ArrayBuffer':
      return '[' + kind + ']';
    case undefined:
      break;
    default:
      return kind + (value.length === undefined ? '' : inspectList(value, depth, value.length));
  }
  if (depth >= INSPECT_DEPTH) {
    return isArray(value) ? '[Array]' : '[Object]';
  }
  return isArray(value) ? inspectList(value, depth, value.length) : inspectProperties(value, depth);
}

function inspectError(error) {
  var message = ownValue(error, 'message');
  var name = ownValue(error, 'name') || ownValue(getPrototype(error), 'name');
  return (typeof name === 'string' ? cut(name, 64) : 'Error') + (typeof message === 'string' && message !== '' ? ': ' + cut(message, 1024) : '');
}

function inspectList(list, depth, length) {
  var text = '';
  for (var i = 0; i < length && i < INSPECT_ITEMS && text.length < INSPECT_LENGTH; i++) {
    text += (i === 0 ? '' : ', ') + inspectProperty(list, i, depth);
  }
  return '[' + text + (i < length ? ', \u2026 ' + (length - i) + ' more' : '') + ']';
}

function inspectProperty(object, key, depth) {
  var descriptor = getDescriptor(object, key);
  return descriptor && (descriptor.get || descriptor.set) ? '[Getter]' : inspect(descriptor && descriptor.value, depth + 1);
}

function inspectProperties(object, depth) {
  var keys = objectKeys(object);
  var text = '';
  for (var i = 0; i < keys.length && i < INSPECT_ITEMS && text.length < INSPECT_LENGTH; i++) {
    var name = step(keys[i]);
    text += (i === 0 ? ' ' : ', ') + (name[0] === '.' ? keys[i] : jsonStringify(cut(keys[i], 64))) + ': ' + inspectProperty(object, keys[i], depth);
  }
  var prototype = getPrototype(object);
  var label = prototype === null || prototype === objectPrototype ? '' : nameOf(ownValue(prototype, 'constructor'));
  var rest = i < keys.length ? ', \u2026 ' + (keys.length - i) + ' more' : '';
  return (label === '' ? '' : label + ' ') + (text === '' ? '{}' : '{' + text + rest + ' }');
}

function inspectEntries(name, forEach, collection, depth) {
  if (depth >= INSPECT_DEPTH) {
    return '[' + name + ']';
  }
  var text = '';
  var count = 0;
  apply(forEach, collection, [function (value, key) {
    if (count < INSPECT_ITEMS && text.length < INSPECT_LENGTH) {
      text += (count === 0 ? ' ' : ', ') + (name === 'Map' ? inspect(key, depth + 1) + ' => ' : '') + inspect(value, depth + 1);
    }
    count++;
  }]);
  return name + '(' + count + ') {' + text + (count > INSPECT_ITEMS ? ', \u2026' : '') + (text === '' ? '}' : ' }');
}
