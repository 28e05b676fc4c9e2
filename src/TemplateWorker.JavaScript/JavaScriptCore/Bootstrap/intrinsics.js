// The parts of this folder are joined, in the order of BootstrapScript.cs, into one strict function with the parameters
// `global`, `host`, `infoText` that is called once per template, before any of its code. What they use of the language is captured
// here, because a template may replace every built-in.

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
var ReferenceErrorType = global.ReferenceError;
var ProxyType = global.Proxy;
var DateType = global.Date;
var BigIntType = global.BigInt;
var BytesType = global.Uint8Array;
var MapType = global.Map;
var PromiseType = global.Promise;
var apply = Reflect.apply;
var ownKeys = Reflect.ownKeys;
var none = freeze([]);
var info = jsonParse(infoText);

var datePrototype = DateType.prototype;
var mapPrototype = MapType.prototype;
var setPrototype = Set.prototype;
var weakMapPrototype = WeakMap.prototype;
var weakSetPrototype = WeakSet.prototype;
var promisePrototype = PromiseType.prototype;
var bufferPrototype = ArrayBuffer.prototype;
var typedArrayPrototype = getPrototype(BytesType.prototype);
var errorPrototype = ErrorType.prototype;
var numberPrototype = Number.prototype;
var stringPrototype = String.prototype;
var booleanPrototype = Boolean.prototype;

var dateParse = DateType.parse;
var dateTime = datePrototype.getTime;
var dateToIso = datePrototype.toISOString;
var mapForEach = mapPrototype.forEach;
var mapSet = mapPrototype.set;
var setForEach = setPrototype.forEach;
var promiseThen = promisePrototype.then;
var promiseResolve = PromiseType.resolve;
var typedArrayName = getDescriptor(typedArrayPrototype, Symbol.toStringTag).get;
var bytesFromBase64 = BytesType.fromBase64;
var bytesToBase64 = BytesType.prototype.toBase64;
var valueOfNumber = numberPrototype.valueOf;
var valueOfString = stringPrototype.valueOf;
var valueOfBoolean = booleanPrototype.valueOf;
var joinArray = Array.prototype.join;
var sliceString = stringPrototype.slice;
var proxies = new WeakSet();
var addToWeakSet = weakSetPrototype.add;
var isInWeakSet = weakSetPrototype.has;
var symbolToString = Symbol.prototype.toString;

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
