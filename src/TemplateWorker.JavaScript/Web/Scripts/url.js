// URL and URLSearchParams. The host parses; a URL is its text and the parts of it.

const { ofHost, requireMany } = use('errors');
const { parse } = JSON;
let changeQuery;
let readQuery;
let bind;

function text(value) {
  return `${value}`.toWellFormed();
}

class URL {
  #parts;
  #params;

  static {
    changeQuery = (url, query) => { url.#change('search', query); };
  }

  static canParse(url, base) {
    requireMany(arguments.length, 1, 'URL.canParse');
    return native.parseUrl(text(url), base === undefined ? undefined : text(base)) !== undefined;
  }

  static parse(url, base) {
    requireMany(arguments.length, 1, 'URL.parse');
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }

  constructor(url, base) {
    requireMany(arguments.length, 1, 'URL');
    const parts = native.parseUrl(text(url), base === undefined ? undefined : text(base));
    if (parts === undefined) {
      throw new TypeError(base === undefined ? `Invalid URL: ${native.inspect(text(url))}; without a base, it needs a scheme such as https:`
        : `Invalid URL: ${native.inspect(text(url))} with the base ${native.inspect(text(base))}`);
    }
    this.#parts = parse(parts);
  }

  get href() { return this.#parts.href; }
  get origin() { return this.#parts.origin; }
  get protocol() { return this.#parts.protocol; }
  get username() { return this.#parts.username; }
  get password() { return this.#parts.password; }
  get host() { return this.#parts.host; }
  get hostname() { return this.#parts.hostname; }
  get port() { return this.#parts.port; }
  get pathname() { return this.#parts.pathname; }
  get search() { return this.#parts.search; }
  get hash() { return this.#parts.hash; }

  get searchParams() {
    if (this.#params === undefined) {
      this.#params = new URLSearchParams(this.#parts.search);
      bind(this.#params, this);
    }
    return this.#params;
  }

  set href(value) {
    const parts = native.parseUrl(text(value), undefined);
    if (parts === undefined) {
      throw new TypeError(`Invalid URL: ${native.inspect(text(value))}`);
    }
    this.#parts = parse(parts);
    this.#readQuery();
  }

  set protocol(value) { this.#change('protocol', text(value)); }
  set username(value) { this.#change('username', text(value)); }
  set password(value) { this.#change('password', text(value)); }
  set host(value) { this.#change('host', text(value)); }
  set hostname(value) { this.#change('hostname', text(value)); }
  set port(value) { this.#change('port', text(value)); }
  set pathname(value) { this.#change('pathname', text(value)); }
  set hash(value) { this.#change('hash', text(value)); }

  set search(value) {
    this.#change('search', text(value));
    this.#readQuery();
  }

  toString() { return this.#parts.href; }
  toJSON() { return this.#parts.href; }

  #change(part, value) {
    const parts = native.changeUrl(this.#parts.href, part, value);
    if (parts !== undefined) {
      this.#parts = parse(parts);
    }
  }

  #readQuery() {
    if (this.#params !== undefined) {
      readQuery(this.#params, this.#parts.search);
    }
  }
}

class URLSearchParams {
  // [name, value] of each parameter.
  #list = [];
  #url;

  static {
    readQuery = (params, search) => { params.#list = listOf(search); };
    bind = (params, url) => { params.#url = url; };
  }

  constructor(init = '') {
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      this.#list = listOf(text(init));
    } else if (init[Symbol.iterator] !== undefined && init[Symbol.iterator] !== null) {
      for (const pair of init) {
        const members = pair !== null && typeof pair === 'object' ? [...pair] : [];
        if (members.length !== 2) {
          throw new TypeError(`URLSearchParams: each parameter must be a pair of name and value, was ${native.inspect(pair)}`);
        }
        this.#list.push([text(members[0]), text(members[1])]);
      }
    } else {
      for (const name of Object.keys(init)) {
        this.#list.push([text(name), text(init[name])]);
      }
    }
  }

  get size() {
    return this.#list.length;
  }

  append(name, value) {
    requireMany(arguments.length, 2, 'URLSearchParams.append');
    this.#list.push([text(name), text(value)]);
    this.#changed();
  }

  delete(name, value) {
    requireMany(arguments.length, 1, 'URLSearchParams.delete');
    const isThat = matching(name, value);
    this.#list = this.#list.filter(pair => !isThat(pair));
    this.#changed();
  }

  get(name) {
    requireMany(arguments.length, 1, 'URLSearchParams.get');
    return this.#list.find(matching(name))?.[1] ?? null;
  }

  getAll(name) {
    requireMany(arguments.length, 1, 'URLSearchParams.getAll');
    return this.#list.filter(matching(name)).map(pair => pair[1]);
  }

  has(name, value) {
    requireMany(arguments.length, 1, 'URLSearchParams.has');
    return this.#list.some(matching(name, value));
  }

  set(name, value) {
    requireMany(arguments.length, 2, 'URLSearchParams.set');
    const isThat = matching(name);
    const first = this.#list.find(isThat);
    if (first === undefined) {
      this.#list.push([text(name), text(value)]);
    } else {
      first[1] = text(value);
      this.#list = this.#list.filter(pair => pair === first || !isThat(pair));
    }
    this.#changed();
  }

  sort() {
    this.#list.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
    this.#changed();
  }

  forEach(callback, self) {
    if (typeof callback !== 'function') {
      throw new TypeError(`URLSearchParams.forEach: the argument must be a function, was ${native.inspect(callback)}`);
    }
    for (const [name, value] of this) {
      callback.call(self, value, name, this);
    }
  }

  *entries() {
    for (let i = 0; i < this.#list.length; i++) {
      yield [this.#list[i][0], this.#list[i][1]];
    }
  }

  *keys() {
    for (let i = 0; i < this.#list.length; i++) {
      yield this.#list[i][0];
    }
  }

  *values() {
    for (let i = 0; i < this.#list.length; i++) {
      yield this.#list[i][1];
    }
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  toString() {
    let query = '';
    for (const [name, value] of this.#list) {
      query += `${query === '' ? '' : '&'}${native.encodeForm(name)}=${native.encodeForm(value)}`;
    }
    return query;
  }

  #changed() {
    if (this.#url !== undefined) {
      changeQuery(this.#url, this.toString());
    }
  }
}

function matching(name, value) {
  const wanted = text(name);
  if (value === undefined) {
    return pair => pair[0] === wanted;
  }
  const held = text(value);
  return pair => pair[0] === wanted && pair[1] === held;
}

function listOf(query) {
  const list = parse(native.parseQuery(query[0] === '?' ? query.slice(1) : query));
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) {
    pairs.push([list[i], list[i + 1]]);
  }
  return pairs;
}

return { URL: ofHost(URL), URLSearchParams: ofHost(URLSearchParams) };
