// What a template sees. types/template-worker.d.ts describes the same, and a test holds both together.

var MAX_EVENT_NAME = 128;
var MAX_EVENT_KEY = 85;
var MAX_DELAY = 366 * 24 * 60 * 60 * 1000;
var MAX_TIME = 32503680000000;
var MAX_TTL = 3660 * 24 * 60 * 60 * 1000;
var MAX_LISTED = 1000;
var phase = 'load';
var currentContext;
var limits;
var handlers = createObject(null);
var subscriptions = createObject(null);
var subscriptionNames = '';
var subscriptionCount = 0;

function on(name, handler) {
  if (phase !== 'load') {
    throw new ErrorType('on: handlers can only be registered while the template loads, not while one runs');
  }
  if (typeof name !== 'string' || name === '' || name.length > MAX_EVENT_NAME) {
    throw new TypeErrorType('on: the event name must be a string of 1 to ' + MAX_EVENT_NAME + ' characters, was ' + inspect(name, 0));
  }
  var fault = findUnstorable(name);
  if (fault !== undefined) {
    throw new TypeErrorType('on: the event name ' + fault);
  }
  if (typeof handler !== 'function') {
    throw new TypeErrorType('on: the handler of ' + jsonStringify(name) + ' must be a function, was ' + inspect(handler, 0));
  }
  if (subscriptions[name] !== undefined) {
    throw new ErrorType('on: ' + jsonStringify(name) + ' has a handler already; call the functions from one handler');
  }
  subscriptions[name] = true;
  subscriptionNames += (subscriptionCount === 0 ? '' : ',') + jsonStringify(name);
  handlers[subscriptionCount++] = handler;
}

/** Calls the host for a running handler. */
function call(operation, what, a, b, c, d, e, f) {
  if (phase !== 'run') {
    throw new ErrorType(what + ' works only while a handler runs, not while the template loads');
  }
  return host(operation, a, b, c, d, e, f);
}

function requireText(value, what) {
  if (typeof value !== 'string') {
    throw new TypeErrorType(what + ' must be a string, was ' + inspect(value, 0));
  }
  // Most texts have nothing that JSON escapes, and with it nothing that cannot be stored.
  if (jsonStringify(value).length !== value.length + 2) {
    var fault = findUnstorable(value);
    if (fault !== undefined) {
      throw new TypeErrorType(what + ' ' + fault);
    }
  }
  return value;
}

function requireOptions(options, what, known) {
  if (options === null || typeof options !== 'object') {
    throw new TypeErrorType(what + ': the options must be an object, were ' + inspect(options, 0));
  }
  var names = objectKeys(options);
  for (var i = 0; i < names.length; i++) {
    if (known[names[i]] !== true) {
      throw new TypeErrorType(host(UNKNOWN_OPTION, what, names[i], '' + apply(joinArray, objectKeys(known), [','])));
    }
  }
}

var SET_OPTIONS = { __proto__: null, ttl: true, expireAt: true };
var LIST_OPTIONS = { __proto__: null, prefix: true, after: true, limit: true };
var EMIT_OPTIONS = { __proto__: null, delay: true, key: true };
var SEND_OPTIONS = { __proto__: null, delay: true, key: true, channel: true };
var SCHEDULE_OPTIONS = { __proto__: null, timezone: true, event: true, data: true, catchUp: true };

var NativeProxy = global.Proxy;
var isExtensible = Object.isExtensible;
var reflectSet = Reflect.set;

/** The prototype of a frozen object, which refuses what would be added to it: without it, code that is not strict learns nothing. */
function readOnly(name) {
  return new NativeProxy(createObject(objectPrototype), {
    __proto__: null,
    set: function (target, key, value, receiver) {
      if (receiver === null || typeof receiver !== 'object' || isExtensible(receiver)) {
        return reflectSet(objectPrototype, key, value, receiver);
      }
      throw new TypeErrorType(host(READ_ONLY, name, typeof key === 'symbol' ? apply(symbolToString, key, none) : key));
    }
  });
}

var kvPrototype = readOnly('kv');

function requireEventName(name, what) {
  if (typeof name !== 'string' || name === '' || name.length > MAX_EVENT_NAME) {
    throw new TypeErrorType(what + ' must be a string of 1 to ' + MAX_EVENT_NAME + ' characters, was ' + inspect(name, 0));
  }
  var fault = findUnstorable(name);
  if (fault !== undefined) {
    throw new TypeErrorType(what + ' ' + fault);
  }
  return name;
}

function requireDelay(delay, what) {
  if (typeof delay !== 'number' || !(delay >= 0) || delay > MAX_DELAY) {
    throw new TypeErrorType(what + ' must be a number of milliseconds from 0 to ' + MAX_DELAY + ', was ' + inspect(delay, 0));
  }
}

function requireEventKey(key, what) {
  if (key !== undefined && (requireText(key, what) === '' || key.length > MAX_EVENT_KEY)) {
    throw new TypeErrorType(what + ' must be a string of 1 to ' + MAX_EVENT_KEY + ' characters, was ' + inspect(key, 0));
  }
}

/** The length in UTF-8 of a text without halves of surrogate pairs. */
function countBytes(text) {
  var bytes = text.length;
  for (var i = 0; i < text.length && bytes <= MAX_SCHEDULE_NAME; i++) {
    var unit = text[i];
    if (unit >= '\u0080') {
      bytes += unit < '\u0800' || (unit >= '\uD800' && unit <= '\uDFFF') ? 1 : 2;
    }
  }
  return bytes;
}

function requireScheduleName(name, what) {
  if (requireText(name, what) === '' || countBytes(name) > MAX_SCHEDULE_NAME) {
    throw new TypeErrorType(what + ' must be a string of 1 to ' + MAX_SCHEDULE_NAME + ' bytes of UTF-8, was ' + inspect(name, 0));
  }
  return name;
}

/** The host counts bytes: it refuses some texts that are not longer than this. */
function limitOf(index) {
  if (limits === undefined) {
    limits = parse(host(Limits));
  }
  return limits[index] < MAX_TEXT ? limits[index] : MAX_TEXT;
}

function encodeValue(value, what) {
  return phase === 'run' ? encode(value, what, limitOf(0), 'ValueTooLarge') : encode(value, what, MAX_TEXT);
}

function encodeData(data, limit, reason) {
  data = data === undefined ? null : data;
  return phase === 'run' ? encode(data, 'data', limitOf(limit), reason) : encode(data, 'data', MAX_TEXT);
}

function requireValue(value, what) {
  var text = encodeValue(value, 'value');
  if (text === undefined) {
    throw new TypeErrorType(what + ': the value is undefined; to remove a key, call kv.delete');
  }
  return text;
}

/** The functions of kv for a list of scopes and the same list as JSON text. */
function makeKv(scopeList, scopes) {
  return freeze({
    __proto__: kvPrototype,
    get: function (key) {
      return parse(call(KvGet, 'kv.get', scopes, requireText(key, 'kv.get: the key')));
    },
    getMany: function (keys) {
      return getMany(scopes, keys);
    },
    getRecord: function (key) {
      return parse(call(KvGetRecord, 'kv.getRecord', scopes, requireText(key, 'kv.getRecord: the key')));
    },
    set: function (key, value, options) {
      requireText(key, 'kv.set: the key');
      var text = requireValue(value, 'kv.set');
      if (options === undefined) {
        call(KvSet, 'kv.set', scopes, key, text);
      } else {
        setWithExpiry(scopes, key, text, options);
      }
    },
    'delete': function (key) {
      return parse(call(KvDelete, 'kv.delete', scopes, requireText(key, 'kv.delete: the key')));
    },
    increment: function (key, by) {
      if (by === undefined) {
        by = 1;
      }
      if (typeof by !== 'number' || by - by !== 0) {
        throw new TypeErrorType('kv.increment: the step must be a finite number, was ' + inspect(by, 0));
      }
      return parse(call(KvIncrement, 'kv.increment', scopes, requireText(key, 'kv.increment: the key'), '' + by));
    },
    compareAndSet: function (key, expected, value) {
      return parse(call(KvCompareAndSet, 'kv.compareAndSet', scopes, requireText(key, 'kv.compareAndSet: the key'),
        encode(expected, 'expected', MAX_TEXT, phase === 'run' ? 'ValueTooLarge' : undefined), encodeValue(value, 'value')));
    },
    list: function (options) {
      return list(scopes, options);
    },
    scope: function () {
      return scope(scopeList, arguments);
    }
  });
}

function setWithExpiry(scopes, key, text, options) {
  requireOptions(options, 'kv.set', SET_OPTIONS);
  var ttl = options.ttl;
  var expireAt = options.expireAt;
  if (ttl !== undefined && expireAt !== undefined) {
    throw new TypeErrorType('kv.set: give ttl or expireAt, not both');
  }
  if (ttl !== undefined && (typeof ttl !== 'number' || !(ttl >= 1) || ttl > MAX_TTL)) {
    throw new TypeErrorType('kv.set: ttl must be a number of milliseconds from 1 to ' + MAX_TTL + ', was ' + inspect(ttl, 0));
  }
  var time = expireAt;
  if (expireAt !== undefined && typeof expireAt !== 'number') {
    time = expireAt !== null && typeof expireAt === 'object' && kindOf(expireAt) === 'Date' ? apply(dateTime, expireAt, none) : NaN;
  }
  if (expireAt !== undefined && (!(time >= 0) || time > MAX_TIME)) {
    throw new TypeErrorType('kv.set: expireAt must be a Date or a number of milliseconds since 1970, before the year 3000, was ' + inspect(expireAt, 0));
  }
  call(KvSet, 'kv.set', scopes, key, text, ttl === undefined ? undefined : '' + ttl, time === undefined ? undefined : '' + time);
}

function getMany(scopes, keys) {
  if (!isArray(keys)) {
    throw new TypeErrorType('kv.getMany: the argument must be an array of keys, was ' + inspect(keys, 0));
  }
  if (keys.length > MAX_LISTED) {
    throw new RangeErrorType('kv.getMany: at most ' + MAX_LISTED + ' keys at once, were ' + keys.length);
  }
  var text = '';
  for (var i = 0; i < keys.length; i++) {
    text += (i === 0 ? '' : ',') + jsonStringify(requireText(keys[i], 'kv.getMany: key ' + i));
  }
  var values = parse(call(KvGetMany, 'kv.getMany', scopes, '[' + text + ']'));
  for (i = 0; i < values.length; i++) {
    defineProperty(values, i, { __proto__: null, value: values[i].length === 0 ? undefined : values[i][0], writable: true, enumerable: true, configurable: true });
  }
  return values;
}

function list(scopes, options) {
  if (options === undefined) {
    options = none;
  }
  requireOptions(options, 'kv.list', LIST_OPTIONS);
  var prefix = options.prefix;
  var after = options.after;
  var limit = options.limit;
  prefix = prefix === undefined ? '' : requireText(prefix, 'kv.list: prefix');
  after = after === undefined ? undefined : requireText(after, 'kv.list: after');
  limit = limit === undefined ? 100 : limit;
  if (typeof limit !== 'number' || limit % 1 !== 0 || limit < 1 || limit > MAX_LISTED) {
    throw new TypeErrorType('kv.list: limit must be a whole number from 1 to ' + MAX_LISTED + ', was ' + inspect(limit, 0));
  }
  var page = parse(call(KvList, 'kv.list', scopes, prefix, after, '' + limit));
  var entries = page.entries;
  defineProperty(entries, 'next', { __proto__: null, value: page.next, writable: true, enumerable: false, configurable: true });
  return entries;
}

/** kv for the scopes of `outer` and `names` together; the host sorts them and drops repeats. */
function scope(outer, names) {
  if (names.length === 0) {
    throw new TypeErrorType('kv.scope: name at least one scope');
  }
  var joined = [];
  var text = '';
  for (var i = 0; i < outer.length + names.length; i++) {
    var name = i < outer.length ? outer[i] : requireText(names[i - outer.length], 'kv.scope: a scope');
    if (name === '') {
      throw new TypeErrorType('kv.scope: a scope must not be empty');
    }
    hidden(joined, i, name);
    text += (i === 0 ? '' : ',') + jsonStringify(name);
  }
  return makeKv(freeze(joined), '[' + text + ']');
}

var state = freeze({
  __proto__: readOnly('state'),
  get data() {
    return parse(call(StateData, 'state.data'));
  },
  set data(value) {
    throw new TypeErrorType(host(READ_ONLY, 'state', 'data'));
  },
  get events() {
    return parse(call(StateEvents, 'state.events'));
  },
  set events(value) {
    throw new TypeErrorType(host(READ_ONLY, 'state', 'events'));
  },
  update: function (change) {
    if (typeof change !== 'function') {
      throw new TypeErrorType('state.update: the argument must be a function, was ' + inspect(change, 0));
    }
    var data = parse(call(StateData, 'state.update'));
    var changed = change(data);
    if (changed !== null && typeof changed === 'object' && kindOf(changed) === 'Promise') {
      throw new TypeErrorType('state.update: the function must not be async; await before the update');
    }
    data = changed === undefined ? data : changed;
    call(StateSet, 'state.update', encodeValue(data, 'data'));
    return data;
  }
});

var events = freeze({
  __proto__: readOnly('events'),
  emit: function (name, data, options) {
    requireEventName(name, 'events.emit: the event name');
    if (options === undefined) {
      options = none;
    }
    requireOptions(options, 'events.emit', EMIT_OPTIONS);
    var delay = options.delay;
    var key = options.key;
    if (delay === undefined) {
      delay = 0;
    }
    requireDelay(delay, 'events.emit: delay');
    requireEventKey(key, 'events.emit: key');
    var text = encodeData(data, 1, 'EventTooLarge');
    return parse(call(EventsEmit, 'events.emit', name, text, '' + delay, key));
  },
  schedule: function (name, cron, options) {
    requireScheduleName(name, 'events.schedule: the name');
    requireText(cron, 'events.schedule: the cron expression');
    if (options === undefined) {
      options = none;
    }
    requireOptions(options, 'events.schedule', SCHEDULE_OPTIONS);
    var timezone = options.timezone;
    var event = options.event;
    var data = options.data;
    var catchUp = options.catchUp;
    timezone = timezone === undefined ? 'UTC' : requireText(timezone, 'events.schedule: timezone');
    event = requireEventName(event === undefined ? name : event, 'events.schedule: event');
    catchUp = catchUp === undefined ? 'none' : catchUp;
    if (catchUp !== 'none' && catchUp !== 'last' && catchUp !== 'all') {
      throw new TypeErrorType("events.schedule: catchUp must be 'none', 'last' or 'all', was " + inspect(catchUp, 0));
    }
    call(EventsSchedule, 'events.schedule', name, cron, timezone, event, encodeData(data, 1, 'EventTooLarge'), catchUp);
  },
  unschedule: function (name) {
    return parse(call(EventsUnschedule, 'events.unschedule', requireScheduleName(name, 'events.unschedule: the name')));
  }
});

var actions = freeze({
  __proto__: readOnly('actions'),
  send: function (type, data, options) {
    requireEventName(type, 'actions.send: the type');
    if (options === undefined) {
      options = none;
    }
    requireOptions(options, 'actions.send', SEND_OPTIONS);
    var delay = options.delay;
    var key = options.key;
    var channel = options.channel;
    if (delay === undefined) {
      delay = 0;
    }
    requireDelay(delay, 'actions.send: delay');
    requireEventKey(key, 'actions.send: key');
    if (channel !== undefined) {
      requireEventName(channel, 'actions.send: channel');
    }
    var text = encodeData(data, 2, 'ActionTooLarge');
    return parse(call(ActionsSend, 'actions.send', type, text, '' + delay, key, channel));
  },
  cancel: function (id) {
    return parse(call(ActionsCancel, 'actions.cancel', requireText(id, 'actions.cancel: the id')));
  }
});

function logger(level) {
  return function () {
    host(Log, level, inspectAll(arguments));
  };
}

var templateConsole = freeze({
  __proto__: readOnly('console'),
  debug: logger('debug'),
  log: logger('info'),
  info: logger('info'),
  warn: logger('warn'),
  error: logger('error')
});

// Set to undefined, not deleted: JavaScriptCore would make every built-in of the global object at once, 30 KB of them.
var withheld = ['Atomics', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'WebAssembly'];
for (var withheldIndex = 0; withheldIndex < withheld.length; withheldIndex++) {
  if (withheld[withheldIndex] in global) {
    global[withheld[withheldIndex]] = undefined;
  }
}

/** Proxies look like their targets to everything but their makers, so these are remembered. */
function traceProxies(Native) {
  function Proxy(target, handler) {
    if (this === undefined) {
      throw new TypeErrorType('Proxy must be called with new');
    }
    return remember(new Native(target, handler));
  }
  function remember(proxy) {
    apply(addToWeakSet, proxies, [proxy]);
    return proxy;
  }
  Proxy.prototype = undefined;
  defineProperty(Proxy, 'revocable', {
    __proto__: null,
    value: function revocable(target, handler) {
      var made = Native.revocable(target, handler);
      remember(made.proxy);
      return made;
    },
    writable: true,
    enumerable: false,
    configurable: true
  });
  return Proxy;
}

defineProperty(global, 'Proxy', { __proto__: null, value: traceProxies(global.Proxy), writable: true, enumerable: false, configurable: true });

hidden(global, 'on', on);
hidden(global, 'kv', makeKv(none, '[]'));
hidden(global, 'state', state);
hidden(global, 'events', events);
hidden(global, 'actions', actions);
hidden(global, 'console', templateConsole);
hidden(global, 'template', freeze({ __proto__: readOnly('template'), name: info.name, version: info.version, settings: freezeTree(info.settings) }));
defineProperty(global, 'ctx', { __proto__: null, get: function () { return currentContext; }, set: function () { throw new TypeErrorType(host(READ_ONLY, 'ctx')); }, enumerable: true, configurable: false });
