// The parts of this folder are joined, in the order of Bootstrap.cs, into one strict function with the parameters
// `global`, `host`, `infoText` that is called once per template, before any of its code. They are written in ES5, since
// Jint runs them too. Whatever they use of the language is captured here: a template may replace every built-in.

var objectPrototype = Object.prototype;
var createObject = Object.create;
var defineProperty = Object.defineProperty;
var freeze = Object.freeze;
var getDescriptor = Object.getOwnPropertyDescriptor;
var getNames = Object.getOwnPropertyNames;
var getPrototype = Object.getPrototypeOf;
var objectKeys = Object.keys;
var isArray = Array.isArray;
var jsonParse = JSON.parse;
var jsonStringify = JSON.stringify;
var ErrorType = global.Error;
var TypeErrorType = global.TypeError;
var RangeErrorType = global.RangeError;
var DateType = global.Date;
var BigIntType = global.BigInt;
// Without the base64 functions of 2025 bytes are Foreign, as in ES5.
var BytesType = global.Uint8Array && global.Uint8Array.fromBase64 ? global.Uint8Array : undefined;
var MapType = global.Map;
var PromiseType = global.Promise;
var apply = global.Reflect ? Reflect.apply : Function.prototype.call.bind(Function.prototype.apply);
var none = freeze([]);
var info = jsonParse(infoText);

function prototypeOf(type) {
  return type && type.prototype;
}

var datePrototype = DateType.prototype;
var mapPrototype = prototypeOf(MapType);
var setPrototype = prototypeOf(global.Set);
var weakMapPrototype = prototypeOf(global.WeakMap);
var weakSetPrototype = prototypeOf(global.WeakSet);
var promisePrototype = prototypeOf(PromiseType);
var bufferPrototype = prototypeOf(global.ArrayBuffer);
var typedArrayPrototype = BytesType && getPrototype(BytesType.prototype);
var errorPrototype = ErrorType.prototype;
var numberPrototype = Number.prototype;
var stringPrototype = String.prototype;
var booleanPrototype = Boolean.prototype;

var dateParse = DateType.parse;
var dateTime = datePrototype.getTime;
var dateToIso = datePrototype.toISOString;
var mapForEach = mapPrototype && mapPrototype.forEach;
var mapSet = mapPrototype && mapPrototype.set;
var setForEach = setPrototype && setPrototype.forEach;
var promiseThen = promisePrototype && promisePrototype.then;
var promiseResolve = PromiseType && PromiseType.resolve;
var typedArrayName = typedArrayPrototype && getDescriptor(typedArrayPrototype, Symbol.toStringTag).get;
var bytesFromBase64 = BytesType && BytesType.fromBase64;
var bytesToBase64 = BytesType && BytesType.prototype.toBase64;
var valueOfNumber = numberPrototype.valueOf;
var valueOfString = stringPrototype.valueOf;
var valueOfBoolean = booleanPrototype.valueOf;
var sliceString = stringPrototype.slice;
var proxies = global.Proxy && global.WeakSet ? new global.WeakSet() : undefined;
var addToWeakSet = weakSetPrototype && weakSetPrototype.add;
var isInWeakSet = weakSetPrototype && weakSetPrototype.has;
var symbolToString = global.Symbol && Symbol.prototype.toString;

// Only a stringify that escapes lone surrogates makes every string it cannot keep longer.
var escapesSurrogates = jsonStringify('\uD800').length > 3;

/** Which built-in an object is made of, or undefined for plain objects, arrays and classes of the template. */
function kindOf(value) {
  for (var link = getPrototype(value); link !== null && link !== objectPrototype; link = getPrototype(link)) {
    switch (link) {
      case datePrototype: return 'Date';
      case typedArrayPrototype: return apply(typedArrayName, value, none);
      case mapPrototype: return 'Map';
      case setPrototype: return 'Set';
      case promisePrototype: return 'Promise';
      case errorPrototype: return 'Error';
      case weakMapPrototype: return 'WeakMap';
      case weakSetPrototype: return 'WeakSet';
      case bufferPrototype: return 'ArrayBuffer';
      case numberPrototype: return 'Number';
      case stringPrototype: return 'String';
      case booleanPrototype: return 'Boolean';
    }
  }
  return undefined;
}

/** `text`, or its start when it is longer than `length`. */
function cut(text, length) {
  return text.length <= length ? text : apply(sliceString, text, [0, length - 1]) + '\u2026';
}

function hidden(object, name, value) {
  defineProperty(object, name, { __proto__: null, value: value, writable: false, enumerable: true, configurable: false });
}
