// What the host calls. Nothing here catches a template's error: the host sees it as it was thrown.

var MAX_CAUSES = 5;
var PENDING = true;
var settlement;
var resultFault;

/** Runs the entry file; returns the subscribed event names as a JSON array. */
function load() {
  loadModule(info.entry);
  phase = 'loaded';
  return '[' + subscriptionNames + ']';
}

/**
 * Runs one handler; returns its result as JSON text, undefined for none, or PENDING while a promise is open.
 * The context needs no walk for wrappers: its deadline comes as milliseconds.
 */
function run(index, event, context, limit) {
  phase = 'run';
  resultFault = undefined;
  var handler = handlers[index];
  currentContext = typeof context === 'string' ? jsonParse(context) : context;
  if (currentContext.deadline !== undefined) {
    currentContext.deadline = new DateType(currentContext.deadline);
  }
  var result = handler(parse(event), currentContext);
  if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
    follow(result, limit);
    return PENDING;
  }
  return encodeResult(result, limit);
}

function follow(promise, limit) {
  var mine = settlement = { __proto__: null, state: 'pending', value: undefined, limit: limit };
  apply(promiseThen, apply(promiseResolve, PromiseType, [promise]), [
    function (value) {
      mine.state = 'fulfilled';
      mine.value = value;
    },
    function (reason) {
      mine.state = 'rejected';
      mine.value = reason;
    }
  ]);
}

/** The result of a run that returned PENDING, once no job is left; PENDING again when nothing can settle it. */
function settle() {
  if (settlement.state === 'rejected') {
    throw settlement.value;
  }
  return settlement.state === 'fulfilled' ? encodeResult(settlement.value, settlement.limit) : PENDING;
}

function encodeResult(value, limit) {
  try {
    return encode(value, 'result', limit);
  } catch (error) {
    resultFault = error;
    throw error;
  }
}

/** What can be read of a thrown value, which may be anything, as JSON text. */
function describe(thrown) {
  var isObject = thrown !== null && (typeof thrown === 'object' || typeof thrown === 'function');
  var message = isObject ? readText(thrown, 'message') : undefined;
  var isError = message !== undefined;
  return jsonStringify({
    __proto__: null,
    name: isError ? readText(thrown, 'name') || 'Error' : undefined,
    message: isError ? message : 'something that is not an Error was thrown: ' + scrub(cut(inspect(thrown, 0), 1024)),
    stack: isError ? readText(thrown, 'stack') : undefined,
    causes: isError ? readCauses(thrown) : undefined,
    file: isError ? readText(thrown, 'sourceURL') : undefined,
    delay: isError ? readNumber(thrown, 'delay') : undefined,
    line: isError ? readNumber(thrown, 'line') : undefined,
    column: isError ? readNumber(thrown, 'column') : undefined,
    unparsableFile: isError && thrown === syntaxFault ? syntaxFaultFile : undefined,
    ofResult: thrown === resultFault && resultFault !== undefined,
    tooLarge: isError && thrown === resultFault && read(thrown, 'tooLarge') === true
  });
}

/** What it was thrown for, outermost first. */
function readCauses(thrown) {
  var causes = { __proto__: null, length: 0 };
  for (var cause = read(thrown, 'cause'); cause !== undefined && causes.length < MAX_CAUSES; cause = isObject ? read(cause, 'cause') : undefined) {
    var isObject = cause !== null && (typeof cause === 'object' || typeof cause === 'function');
    var message = isObject ? readText(cause, 'message') : undefined;
    causes[causes.length++] = message === undefined ? scrub(cut(inspect(cause, 0), 1024)) : cut((readText(cause, 'name') || 'Error') + ': ' + message, 1024);
  }
  var list = [];
  for (var i = 0; i < causes.length; i++) {
    hidden(list, i, causes[i]);
  }
  return list;
}

function read(object, key) {
  try {
    return object[key];
  } catch (refusal) {
    return undefined;
  }
}

function readText(object, key) {
  var value = read(object, key);
  return typeof value === 'string' ? scrub(cut(value, 8192)) : undefined;
}

function readNumber(object, key) {
  var value = read(object, key);
  return typeof value === 'number' && value - value === 0 ? value : undefined;
}

/** The error that a refusing host function becomes. */
function makeError(name, message) {
  var error = name === 'TypeError' ? new TypeErrorType(message)
    : name === 'RangeError' ? new RangeErrorType(message)
    : new ErrorType(message);
  if (error.name !== name) {
    defineProperty(error, 'name', { __proto__: null, value: name, writable: true, enumerable: false, configurable: true });
  }
  return error;
}

function reportRejection(promise, reason) {
  host(Log, 'error', inspectAll(['Unhandled promise rejection:', reason]));
}
