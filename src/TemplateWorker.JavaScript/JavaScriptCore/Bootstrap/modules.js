// CommonJS within the files of the template.

var modules = createObject(null);
var syntaxFault;
var syntaxFaultFile;

/** The file that `request` names in `from`; throws an Error that says what was looked for. */
function resolve(request, from) {
  if (typeof request !== 'string' || request === '') {
    throw new TypeErrorType('require: the module name must be a non-empty string, was ' + inspect(request, 0));
  }
  var path = host(RESOLVE, request, from);
  if (path === undefined) {
    throw notFound(request, from);
  }
  return path;
}

function notFound(request, from) {
  var reason = host(MODULE_FAULT, request, from);
  var error = new ErrorType('Cannot find module ' + jsonStringify(cut(request, 256)) + ' required in ' + from + ': ' + reason);
  error.code = 'MODULE_NOT_FOUND';
  return error;
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
  return endsWith(path, '.json');
}

function endsWith(path, ending) {
  return path.length > ending.length && apply(sliceString, path, [path.length - ending.length]) === ending;
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
    var path = resolve(request, from);
    var module = modules[path];
    return module !== undefined && !module.loaded && isConverted(from) ? viewUnfinished(module, path, from) : loadModule(path);
  };
}

function isConverted(path) {
  return endsWith(path, '.ts') || endsWith(path, '.mjs');
}

/** The exports of a module for one in a cycle with it; see ImportCycle.cs. */
function viewUnfinished(module, path, from) {
  var exports = module.exports;
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) {
    return exports;
  }
  function requireSet(name) {
    if (!module.loaded && typeof name === 'string' && name !== '__esModule' && !(name in exports)) {
      throw new ReferenceErrorType(host(CYCLE, name, path, from));
    }
  }
  return new ProxyType(exports, {
    __proto__: null,
    get: function (target, name) {
      requireSet(name);
      return target[name];
    },
    ownKeys: function (target) {
      requireSet('*');
      return ownKeys(target);
    }
  });
}
