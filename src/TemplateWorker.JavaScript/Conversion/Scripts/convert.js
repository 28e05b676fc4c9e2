// Makes CommonJS without types of a template's .ts and .mjs files. A script like a tenant's: it runs in a heap of its own, within the limits of
// the publication, and its host refuses everything. Lines stay where they are; the last line of a converted file says which columns moved.

const sucrase = require('./sucrase');

const { TokenType: type, ContextualKeyword: keyword } = sucrase;
const CALL = '.call(void 0, ';
const OPTIONS = { disableESTransforms: true, preserveDynamicImport: true };

class Fault extends Error {
  constructor(message, at) {
    super(message);
    this.pos = at;
  }
}

on('convert', (event) => event.data.map(convert));

function convert({ path, text }) {
  try {
    return translate(text, path.endsWith('.ts'));
  } catch (error) {
    if (error instanceof RangeError) {
      return { fault: { message: 'The code is nested too deep to be converted; split it' } };
    }
    const message = String(error.message).replace(/ \(\d+:\d+\)$/, '');
    return { fault: error.pos === undefined ? { message } : { message, ...placeOf(error.pos, text) } };
  }
}

function translate(text, isTypeScript) {
  const file = sucrase.parse(text, false, isTypeScript, false);
  refuseWhatCannotRun(file.tokens, text, isTypeScript);
  const transforms = isTypeScript ? ['typescript', 'imports'] : ['imports'];
  const options = { ...OPTIONS, transforms };
  const nameManager = new sucrase.NameManager(text, file.tokens);
  const helperManager = new sucrase.HelperManager(nameManager);
  const tokenProcessor = new sucrase.TokenProcessor(text, file.tokens, false, true, helperManager);
  const importProcessor = new sucrase.CJSImportProcessor(nameManager, tokenProcessor, false, options, isTypeScript, false, helperManager);
  importProcessor.preprocessTokens();
  nameCalls(tokenProcessor, text);
  sucrase.identifyShadowedGlobals(tokenProcessor, file.scopes, importProcessor.getGlobalNames());
  if (isTypeScript) {
    importProcessor.pruneTypeOnlyImports();
  }
  // Before the transformation, which crosses out what it has written.
  const imports = importsOf(tokenProcessor, importProcessor, text);
  const context = { tokenProcessor, scopes: file.scopes, nameManager, importProcessor, helperManager };
  const { code, mappings } = new sucrase.RootTransformer(context, transforms, false, options).transform();
  return {
    code: `${code}\n//# columns ${columnsOf(file.tokens, mappings, text, code)}`,
    imports,
    ...exportsOf(importProcessor, code),
  };
}

/** Throws for syntax that the library drops or distorts in silence, or that the engines do not have. */
function refuseWhatCannotRun(tokens, text, isTypeScript) {
  let declaredUntil = -1;
  for (let i = 0; i < tokens.length - 2; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token.type === type._import && !token.isType && next.type === type.parenL) {
      throw new Fault("import() is not available, as a template is loaded before it runs; write import … from './file' at the top of the file", token.start);
    }
    if (next.type === type.dot && token.type === type.name && text.slice(token.start, token.end) === 'import' && tokens[i - 1]?.type !== type.dot) {
      throw new Fault('import.meta is not available; __filename names the file', token.start);
    }
    if (token.type === type.at) {
      throw new Fault('Decorators are not available; call a function with the class or the method instead', token.start);
    }
    if (token.type === type._export && declaresSeveral(tokens, i)) {
      throw new Fault('An export declares one name; write a statement for each of them', token.start);
    }
    if (token.type === type._export && next.type === type.braceL && !next.isType) {
      refuseEarlyList(tokens, i, text);
    }
    if (isTypeScript && i > declaredUntil && isNamespace(tokens, i)) {
      if (i > 0 && tokens[i - 1].contextualKeyword === keyword._declare) {
        declaredUntil = endOfBlock(tokens, i);
      } else {
        throw new Fault('Namespaces are not available; make a file of it and import that, or write declare namespace when it holds types only', token.start);
      }
    }
  }
}

/** Whether an export is a declaration of variables that goes on after the first one. */
function declaresSeveral(tokens, start) {
  const word = tokens[start + 1].type;
  if (word !== type._const && word !== type._let && word !== type._var) {
    return false;
  }
  let depth = 0;
  for (let i = start + 2; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type === type.eq && depth === 0) {
      return token.rhsEndIndex !== null && tokens[token.rhsEndIndex]?.type === type.comma;
    }
    if (token.type === type.braceL || token.type === type.bracketL) {
      depth++;
    } else if (token.type === type.braceR || token.type === type.bracketR) {
      depth--;
    } else if (depth === 0 && !token.isType && token.type !== type.name) {
      return token.type === type.comma;
    }
  }
  return false;
}

/** A list of exports takes the values where it stands. */
function refuseEarlyList(tokens, start, text) {
  const names = new Set();
  let i = start + 2;
  for (; tokens[i].type !== type.braceR && tokens[i].type !== type.eof; i++) {
    if (tokens[i - 1].type === type.braceL || tokens[i - 1].type === type.comma) {
      names.add(text.slice(tokens[i].start, tokens[i].end));
    }
  }
  if (tokens[i + 1]?.contextualKeyword === keyword._from) {
    return;
  }
  for (; i < tokens.length; i++) {
    const name = tokens[i].type === type.name && !tokens[i].isType && sucrase.isTopLevelDeclaration(tokens[i])
      ? text.slice(tokens[i].start, tokens[i].end)
      : undefined;
    if (names.has(name) && tokens[i - 1].type !== type._function && tokens[i - 2].type !== type._function) {
      throw new Fault(`The list of exports stands before the declaration of ${name}; move it to the end of the file`, tokens[start].start);
    }
  }
}

function isNamespace(tokens, i) {
  const word = tokens[i].contextualKeyword;
  const after = tokens[i + 2].type;
  return tokens[i].isType && ((word === keyword._global && tokens[i + 1].type === type.braceL)
    || ((word === keyword._namespace || word === keyword._module)
      && ((tokens[i + 1].type === type.name && (after === type.braceL || after === type.dot)) || (tokens[i + 1].type === type.string && after === type.braceL))));
}

function endOfBlock(tokens, start) {
  let depth = 0;
  for (let i = start; i < tokens.length; i++) {
    if (tokens[i].type === type.braceL) {
      depth++;
    } else if (tokens[i].type === type.braceR && --depth === 0) {
      return i;
    }
  }
  return tokens.length;
}

/**
 * Calls imported functions as `(0, f)(…)`, with which stacks name f. The library writes `f.call(void 0, …)`, with which one engine names call, lest the
 * parenthesis continue the line before it; where a line before may end without a semicolon, there is one here, or the call stays as it is.
 */
function nameCalls(tokenProcessor, text) {
  const replace = tokenProcessor.replaceToken;
  tokenProcessor.replaceToken = function (code) {
    const start = code.endsWith(CALL) ? startOfCall(this.tokens, this.currentIndex(), text) : undefined;
    return replace.call(this, start === undefined ? code : `${start}(0, ${code.slice(0, -CALL.length)})(`);
  };
}

/** What makes a parenthesis at a token the start of an expression: nothing, or a semicolon; undefined when neither is certain to. */
function startOfCall(tokens, index, text) {
  const before = tokens[index - 1];
  if (before === undefined || !text.slice(before.end, tokens[index].start).includes('\n')) {
    return '';
  }
  switch (before.type) {
    case type.semi:
    case type.braceL:
    case type.parenL:
    case type.bracketL:
    case type.comma:
    case type.arrow:
    case type.eq:
      return '';
    case type.braceR:
    case type.bracketR:
    case type.num:
    case type.string:
    case type.backQuote:
      return ';';
    default:
      return undefined;
  }
}

/** Each file that is imported for more than its types, with the names that it must export. */
function importsOf(tokenProcessor, importProcessor, text) {
  const { tokens } = tokenProcessor;
  const statements = new Map();
  for (let i = 0; i < tokens.length; i++) {
    if ((tokens[i].type === type._import || tokens[i].type === type._export) && !tokens[i].isType) {
      const end = endOfSpecifier(tokens, i);
      const specifier = end === -1 ? undefined : tokenProcessor.stringValueAtIndex(end);
      if (end !== -1 && importProcessor.importInfoByPath.has(specifier)) {
        const known = statements.get(specifier);
        statements.set(specifier, [...(known ?? []), { start: i, end }]);
      }
    }
  }
  const found = [];
  for (const [specifier, info] of importProcessor.importInfoByPath) {
    const places = statements.get(specifier);
    if (places !== undefined && importProcessor.importsToReplace.get(specifier) !== '') {
      const names = [
        ...info.namedImports.filter((one) => !importProcessor.shouldAutomaticallyElideImportedName(one.localName)).map((one) => one.importedName),
        ...info.namedExports.map((one) => one.importedName),
        ...info.defaultNames.filter((name) => !importProcessor.shouldAutomaticallyElideImportedName(name)).map(() => 'default'),
      ];
      found.push({
        specifier,
        ...placeOf(tokens[places[0].end].start, text),
        names: [...new Set(names)].map((name) => ({ name, ...placeOf(placeOfName(tokenProcessor, places, name), text) })),
      });
    }
  }
  return found;
}

/** The index of the string that ends an import or export of another file; -1 for other statements. */
function endOfSpecifier(tokens, start) {
  let i = start + 1;
  while (i < tokens.length && (tokens[i].type === type.name || tokens[i].type === type.star || tokens[i].type === type.comma
    || tokens[i].type === type.braceL || tokens[i].type === type.braceR || tokens[i].type === type._as || tokens[i].type === type._default
    || tokens[i].type === type._typeof)) {
    if (tokens[i].type === type.braceR && tokens[i + 1].contextualKeyword !== keyword._from) {
      return -1;
    }
    i++;
  }
  return i < tokens.length && tokens[i].type === type.string && (i === start + 1 || tokens[i - 1].contextualKeyword === keyword._from) ? i : -1;
}

function placeOfName(tokenProcessor, places, name) {
  for (const { start, end } of places) {
    for (let i = start + 1; i < end; i++) {
      const token = tokenProcessor.tokens[i];
      if (token.type !== type.comma && token.type !== type.braceL && tokenProcessor.identifierNameForToken(token) === name) {
        return token.start;
      }
    }
  }
  return tokenProcessor.tokens[places[0].start].start;
}

/** The names that a file may export, and the files all of whose exports it exports. */
function exportsOf(importProcessor, code) {
  const names = new Set();
  for (const match of code.matchAll(/\bexports\.\s*([\p{ID_Continue}$]+)/gu)) {
    names.add(match[1]);
  }
  const stars = [];
  for (const [specifier, info] of importProcessor.importInfoByPath) {
    info.namedExports.forEach((one) => names.add(one.localName));
    info.exportStarNames.forEach((name) => names.add(name));
    if (info.hasStarExport) {
      stars.push(specifier);
    }
  }
  return { exports: [...names], stars, replacesExports: /\bmodule\.exports\b/.test(code) };
}

/** Triples of line, column in the code, and what to add for the column in the text, where that changes; lines from 1, columns from 0. */
function columnsOf(tokens, mappings, text, code) {
  const moves = [];
  const written = new Lines(code);
  const read = new Lines(text);
  let line = 0;
  let shift = 0;
  for (let i = 0; i < tokens.length; i++) {
    const at = mappings[i];
    if (at !== undefined && at >= written.start) {
      written.moveTo(at);
      read.moveTo(tokens[i].start);
      if (written.line !== line) {
        line = written.line;
        shift = 0;
      }
      const now = tokens[i].start - read.start - (at - written.start);
      if (now !== shift && read.line === line) {
        shift = now;
        // Tokens that were removed are all at the place of the next one.
        if (moves.at(-3) === line && moves.at(-2) === at - written.start) {
          moves.length -= 3;
        }
        moves.push(line, at - written.start, shift);
      }
    }
  }
  return moves.join();
}

/** The line of a place, for places in ascending order. */
class Lines {
  constructor(text) {
    this.text = text;
    this.line = 1;
    this.start = 0;
    this.end = this.next();
  }

  moveTo(at) {
    while (at > this.end) {
      this.line++;
      this.start = this.end + 1;
      this.end = this.next();
    }
  }

  next() {
    const end = this.text.indexOf('\n', this.start);
    return end === -1 ? this.text.length : end;
  }
}

function placeOf(at, text) {
  const lines = new Lines(text);
  lines.moveTo(at);
  return { line: lines.line, column: at - lines.start + 1 };
}
