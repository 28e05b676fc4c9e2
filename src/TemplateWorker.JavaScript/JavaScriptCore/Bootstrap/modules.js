// CommonJS within the files of the template.

var files = createObject(null);
var modules = createObject(null);
var syntaxFault;
var syntaxFaultFile;

for (var fileIndex = 0; fileIndex < info.files.length; fileIndex++) {
  files[info.files[fileIndex]] = true;
}

/** The file that `request` names in `from`; throws an Error that says what was looked for. */
function resolve(request, from) {
  if (typeof request !== 'string' || request === '') {
    throw new TypeErrorType('require: the module name must be a non-empty string, was ' + inspect(request, 0));
  }
  if (request[0] === '/') {
    throw notFound(request, from);
  }
  if (!startsRelative(request)) {
    throw notFound(request, from);
  }
  var path = join(from, request);
  if (path === undefined) {
    throw notFound(request, from);
  }
  var index = path === '' ? 'index.js' : path + '/index.js';
  var found = files[path] ? path
    : files[path + '.js'] ? path + '.js'
    : files[path + '.json'] ? path + '.json'
    : files[index] ? index
    : undefined;
  if (found === undefined) {
    throw notFound(request, from);
  }
  return found;
}

function notFound(request, from) {
  var reason = host(MODULE_FAULT, request, from);
  var error = new ErrorType('Cannot find module ' + jsonStringify(cut(request, 256)) + ' required in ' + from + ': ' + reason);
  error.code = 'MODULE_NOT_FOUND';
  return error;
}

function startsRelative(request) {
  return request[0] === '.' && (request.length === 1 || request[1] === '/'
    || (request[1] === '.' && (request.length === 2 || request[2] === '/')));
}

/** The normal form of `request` seen from the folder of the file `from`; undefined when it leaves the template. */
function join(from, request) {
  var segments = { __proto__: null, length: 0 };
  var parts = split(from);
  for (var i = 0; i < parts.length - 1; i++) {
    segments[segments.length++] = parts[i];
  }
  parts = split(request);
  for (var n = 0; n < parts.length; n++) {
    if (parts[n] === '..') {
      if (segments.length === 0) {
        return undefined;
      }
      segments.length--;
    } else if (parts[n] !== '.' && parts[n] !== '') {
      segments[segments.length++] = parts[n];
    }
  }
  var path = '';
  for (var k = 0; k < segments.length; k++) {
    path += (k === 0 ? '' : '/') + segments[k];
  }
  return path;
}

function split(path) {
  var parts = { __proto__: null, length: 0 };
  var part = '';
  for (var i = 0; i < path.length; i++) {
    if (path[i] === '/') {
      parts[parts.length++] = part;
      part = '';
    } else {
      part += path[i];
    }
  }
  parts[parts.length++] = part;
  return parts;
}

function loadModule(path) {
  var cached = modules[path];
  if (cached !== undefined) {
    return cached.exports;
  }
  var module = { id: path, exports: {}, loaded: false };
  modules[path] = module;
  var complete = false;
  try {
    var body = readModule(path);
    if (isJson(path)) {
      module.exports = body;
    } else {
      apply(body, module.exports, [module.exports, makeRequire(path), module, path]);
    }
    complete = true;
  } finally {
    if (!complete) {
      delete modules[path];
    }
  }
  module.loaded = true;
  return module.exports;
}

function isJson(path) {
  return path.length > 5 && path[path.length - 5] === '.' && path[path.length - 4] === 'j' && path[path.length - 3] === 's'
    && path[path.length - 2] === 'o' && path[path.length - 1] === 'n';
}

/** A JSON file's value or a module's function; remembers the error of a file that does not parse. */
function readModule(path) {
  try {
    return isJson(path) ? jsonParse(host(READ, path)) : host(COMPILE, path);
  } catch (error) {
    syntaxFault = error;
    syntaxFaultFile = path;
    throw error;
  }
}

function makeRequire(from) {
  return function require(request) {
    return loadModule(resolve(request, from));
  };
}
