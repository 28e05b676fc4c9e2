// The web's globals. Their scripts, which both engines share, are asked of the host when a template first reads one of them.

var webParts = createObject(null);
var webNative;

function usePart(part) {
  if (webParts[part] === undefined) {
    if (webNative === undefined) {
      webNative = makeWebNative();
    }
    webParts[part] = host(WEB_SCRIPT, part)(webNative, usePart);
  }
  return webParts[part];
}

function bytesFrom(text) {
  return apply(bytesFromBase64, BytesType, [text]);
}

function textFrom(bytes) {
  return apply(bytesToBase64, bytes, none);
}

/** Only texts, as a template may have replaced what made them: the host would run code of an object to read it. */
function web(operation, a, b, c) {
  if ((a !== undefined && typeof a !== 'string') || (b !== undefined && typeof b !== 'string') || (c !== undefined && typeof c !== 'string')) {
    throw new TypeErrorType(WEB_FAULT);
  }
  return host(WEB_CALL, '' + operation, a, b, c);
}

function makeWebNative() {
  return {
    __proto__: null,
    inspect: function (value) { return inspect(value, 0); },
    isProxy: function (value) { return apply(isInWeakSet, proxies, [value]); },
    encode: function (text) { return bytesFrom(web(WebEncode, text)); },
    decode: function (bytes, fatal) { return web(WebDecode, textFrom(bytes), fatal ? 'fatal' : undefined); },
    fromBase64: function (text) { return web(WebFromBase64, text); },
    toBase64: function (text) { return web(WebToBase64, text); },
    random: function (count) { return bytesFrom(web(WebRandom, '' + (count >>> 0))); },
    uuid: function () { return web(WebUuid); },
    hashStart: function (hash, key) { web(WebHashStart, hash, key === undefined ? undefined : textFrom(key)); },
    hashAppend: function (bytes) { web(WebHashAppend, textFrom(bytes)); },
    hashFinish: function () { return bytesFrom(web(WebHashFinish)); },
    equal: function (a, b) { return web(WebEqual, textFrom(a), textFrom(b)) === 'true'; },
    parseUrl: function (url, base) { return web(WebParseUrl, url, base); },
    changeUrl: function (url, part, value) { return web(WebChangeUrl, url, part, value); },
    parseQuery: function (query) { return web(WebParseQuery, query); },
    encodeForm: function (text) { return web(WebEncodeForm, text); }
  };
}

function provide(name, part) {
  function settle(value) {
    defineProperty(global, name, { __proto__: null, value: value, writable: true, enumerable: false, configurable: true });
    return value;
  }
  defineProperty(global, name, {
    __proto__: null,
    get: function () { return settle(usePart(part)[name]); },
    set: settle,
    enumerable: false,
    configurable: true
  });
}

for (var webIndex = 0; webIndex < WEB_GLOBALS.length; webIndex += 2) {
  provide(WEB_GLOBALS[webIndex], WEB_GLOBALS[webIndex + 1]);
}
