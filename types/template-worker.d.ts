/**
 * What a TemplateWorker template sees besides the language itself.
 *
 * In a folder of templates, add a `jsconfig.json` so that editors complete and check them:
 *
 *     { "compilerOptions": { "checkJs": true, "lib": ["ES2024"], "types": [] }, "include": ["**\/*.js", "path/to/template-worker.d.ts"] }
 *
 * and for templates in TypeScript a `tsconfig.json`:
 *
 *     {
 *       "compilerOptions": {
 *         "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "allowImportingTsExtensions": true, "resolveJsonModule": true,
 *         "isolatedModules": true, "strict": true, "noEmit": true, "lib": ["ES2024"], "types": []
 *       },
 *       "include": ["**\/*.ts", "path/to/template-worker.d.ts"]
 *     }
 *
 * There is no DOM and no Node.js: no `setTimeout`, no `process`, no `fetch`. Of the web there is what stands at the end of this file.
 */

/** A value that can be stored, passed in an event, and returned from a handler. It comes back as what it was. */
type Value =
  | null
  | boolean
  | number
  | string
  | bigint
  | Date
  | Uint8Array
  | Interval
  | Vector
  | TimeZone
  | Map<Value, Value>
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** A span of time in data taken over from an older database. It can be read and stored again, not made or changed. */
interface Interval {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** A vector in data taken over from an older database. It can be read and stored again, not made or changed. */
interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A time zone in data taken over from an older database. It can be read and stored again, not made or changed. */
interface TimeZone {
  /** The zone's IANA name, such as `Europe/Berlin`. */
  readonly name: string;
}

/** The event that a handler is called for. */
interface TemplateEvent<Data = any> {
  /** The event's id, a UUID. It stays the same when the run is repeated. */
  readonly id: string;
  /** The event's name, as given to {@link on}. */
  readonly name: string;
  /** The payload; a fresh copy for each handler. Numbers are exact up to 2^53, so ids are best sent as text. */
  readonly data: Data;
}

/** What is known of the run that calls a handler. */
interface RunContext {
  /** The run's id, a UUID. */
  readonly runId: string;
  /** 1 for the first attempt, one more for each repeat. */
  readonly attempt: number;
  /** The tenant, such as `guild:1234`. */
  readonly tenant: string;
  /** When the run is ended at the latest. */
  readonly deadline: Date;
}

/** A key with its value. */
interface KeyValueEntry {
  readonly key: string;
  readonly value: any;
}

/** A key with everything that is stored about it. */
interface KeyValueRecord extends KeyValueEntry {
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When the key expires. Missing when it does not. */
  readonly expiresAt?: Date;
}

/** When a key expires: one of the two. */
interface SetOptions {
  /** After so many milliseconds, counted from the end of this run. From 1 to 3,660 days. */
  ttl?: number;
  /** At this time: a Date, or milliseconds since 1970. It must be in the future. */
  expireAt?: Date | number;
}

/** Which keys {@link KeyValueStore.list} returns. */
interface KeyRange {
  /** Only keys that start with this. Default: all. */
  prefix?: string;
  /** Only keys after this one: `next` of the page before. */
  after?: string;
  /** At most this many, from 1 to 1,000. Default: 100. */
  limit?: number;
}

/**
 * The tenant's keys. A run sees its own writes at once; everyone else sees them when the run has ended well, all of
 * them together. When it fails, none is written. Keys are strings without U+0000.
 */
interface KeyValueStore {
  /** The value of a key, or `undefined` when there is none. Each call returns a copy of its own. */
  get<T = any>(key: string): T | undefined;

  /** The value of a key with its scopes and times, or `undefined` when there is none. */
  getRecord(key: string): KeyValueRecord | undefined;

  /**
   * Stores a value. Without options it does not expire, whatever was set before. A key that has expired is gone at once; when it is
   * removed, which takes moments, the tenant's templates get the event `key.expired` with `{key, scopes, value}`.
   * @throws TypeError when JSON cannot hold the value (a function, NaN, a cycle, a Set, …); the message names the path.
   */
  set(key: string, value: Value, options?: SetOptions): void;

  /** Removes a key. Returns whether it was there. */
  delete(key: string): boolean;

  /**
   * Adds to a number and returns the sum. A key that is not there counts as 0. When it expires stays as it is.
   * @param by Default: 1.
   */
  increment(key: string, by?: number): number;

  /**
   * The values of several keys, in their order, `undefined` for one that is absent; read with few requests to the database.
   * @param keys At most 1,000. All values together may have 4 Mi characters of JSON.
   */
  getMany<T = any>(keys: readonly string[]): (T | undefined)[];

  /**
   * Stores `value` when the key holds `expected`, compared by content. Returns whether it did; then the key does not expire.
   * @param expected `undefined` for "there is no such key".
   * @param value `undefined` to remove the key.
   */
  compareAndSet(key: string, expected: Value | undefined, value: Value | undefined): boolean;

  /**
   * Keys with their values, sorted by the bytes of the key. A page also ends once its values have 4 Mi characters of JSON. `next` is the key
   * to give as `after` for the next page; it is `undefined` when there is nothing more.
   */
  list(range?: KeyRange): KeyValueEntry[] & { readonly next?: string };

  /**
   * The same operations on the keys of these scopes. The order of scopes does not matter; a scope of a scope has the names of
   * both. The same key in other scopes, or in none, is another key.
   */
  scope(name: string, ...names: string[]): KeyValueStore;
}

/** The tenant's state: one document, shared by the templates of the tenant, part of the run like the keys are. */
interface TenantState {
  /** A copy of the document; changing it changes nothing. */
  readonly data: any;

  /** The names of the events the tenant has switched on. */
  readonly events: string[];

  /**
   * Changes the document: `change` gets a copy, and either changes that or returns another. Returns the new document.
   * @param change Must not be async.
   */
  update(change: (data: any) => Value | void): any;
}

/** How an event is emitted. */
interface EmitOptions {
  /** Milliseconds that the event waits before it may run, counted from the end of this run. Default: 0. At most 366 days. */
  delay?: number;
  /** For 24 hours, an event of the tenant with the same key is not stored again. 1 to 85 characters. Default: none. */
  key?: string;
}

/** What a schedule sends, and in which zone its times are. */
interface ScheduleOptions {
  /** The IANA time zone of the expression, such as `Europe/Berlin`. Default: `UTC`. */
  timezone?: string;
  /** The event's name. Default: the schedule's name. */
  event?: string;
  /** The event's data. Default: null. */
  data?: Value;
  /** What becomes of times that passed while nothing ran: left out, the last one made up for, or all (at most 100). Default: `none`. */
  catchUp?: 'none' | 'last' | 'all';
}

/** Follow-up events and schedules of the tenant. */
interface TenantEvents {
  /**
   * Emits an event: each template of the tenant that subscribes to it gets it, once this run has ended well. When the run
   * fails, nothing is emitted. Returns the event's id.
   * @param data Default: null.
   * @throws TypeError when JSON cannot hold the data.
   */
  emit(name: string, data?: Value, options?: EmitOptions): string;

  /**
   * Makes a schedule, or replaces the one of that name, once this run has ended well: the tenant gets an event at each time that the
   * expression names.
   * @param name 1 to 512 bytes of UTF-8, unique in the tenant. Above 128 characters, `options.event` must be given.
   * @param cron Five fields (minute, hour, day of month, month, weekday), such as `30 6 * * mon-fri`, or a name such as `@hourly`.
   * @throws RangeError when the expression or the time zone is not one; the message says what is wrong with it.
   */
  schedule(name: string, cron: string, options?: ScheduleOptions): void;

  /** Removes a schedule, once this run has ended well. Returns whether there was one. */
  unschedule(name: string): boolean;
}

/** How an action is sent. */
interface ActionOptions {
  /** Milliseconds that the action waits before it may leave, counted from the end of this run. Default: 0. At most 366 days. */
  delay?: number;
  /** For 24 hours, an action of the tenant with the same key is not sent again, also when it was cancelled. 1 to 85 characters. Default: none. */
  key?: string;
  /** Actions of one channel of the tenant leave in order. 1 to 128 characters. Default: the template's name. */
  channel?: string;
}

/** What templates ask the product around them to do. */
interface TenantActions {
  /**
   * Sends an action: it leaves once this run has ended well, after those that were sent before it in its channel. When the run fails, nothing is
   * sent. Returns the action's id, a UUID.
   * @param type 1 to 128 characters, such as `mail.send`.
   * @param data Default: null.
   * @throws TypeError when JSON cannot hold the data.
   */
  send(type: string, data?: Value, options?: ActionOptions): string;

  /**
   * Takes an action of the tenant back, once this run has ended well. Returns whether it had not left yet.
   * @param id What {@link TenantActions.send} returned, in this run or an earlier one.
   */
  cancel(id: string): boolean;
}

/** Writes to the tenant's log. Values are shown to a depth of 4, lines are cut to 4,096 characters. */
interface TemplateConsole {
  debug(...values: unknown[]): void;
  /** The same as {@link TemplateConsole.info}. */
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

/** What this template is. */
interface TemplateInfo {
  readonly name: string;
  /** From 1; each publication that changes something makes one more. */
  readonly version: number;
  /**
   * The settings it was published with; frozen. `return: {action: TYPE}` is for the product: what a handler returns for a stored event is then
   * sent as an action of that type.
   */
  readonly settings: any;
}

/** The module object of CommonJS. */
interface TemplateModule {
  /** The file's path in the template. */
  readonly id: string;
  /** What `require` of this file returns. */
  exports: any;
  /** Whether the file has run to its end. */
  readonly loaded: boolean;
}

/**
 * Subscribes to an event; only while the template loads, once per name. What the handler returns is the result of the run:
 * a {@link Value}, nothing, or a promise of one. In TypeScript, `on<Message>(…)` gives the payload a type, which nothing checks when it runs.
 * @param name 1 to 128 characters, such as `message.create`.
 */
declare function on<Data = any>(
  name: string,
  handler: (event: TemplateEvent<Data>, ctx: RunContext) => Value | void | Promise<Value | void>,
): void;

/** The tenant's keys, outside of all scopes. Works only while a handler runs. */
declare const kv: KeyValueStore;

/** The tenant's state. Works only while a handler runs. */
declare const state: TenantState;

/** Follow-up events. */
declare const events: TenantEvents;

/** Actions for the product around the templates. Works only while a handler runs. */
declare const actions: TenantActions;

/** The tenant's log. */
declare const console: TemplateConsole;

/** What this template is. */
declare const template: TemplateInfo;

/** The current run, also the handler's second argument; `undefined` while the template loads. */
declare const ctx: RunContext | undefined;

/**
 * Another file of the template, as CommonJS has it: `./x`, `../x`, with or without `.ts`, `.mjs`, `.js` or `.json`, or a folder
 * with an index file. Each file runs once. Files that end in `.ts` or `.mjs` have `import` for it.
 */
declare function require(path: string): any;

/** The module object of this file. */
declare const module: TemplateModule;

/** What `require` of this file returns, unless `module.exports` is replaced. */
declare const exports: any;

/** This file's path in the template. */
declare const __filename: string;

/**
 * Throw it when the event should be tried again at a time that you know, such as a receiver's `Retry-After`. The run writes nothing, the attempt
 * counts as failed, and the template's policy still bounds the number of attempts; only the wait is yours.
 */
declare class RetryLater extends Error {
  /** @param delay Milliseconds from the end of this run, 0 to 7 days. */
  constructor(delay: number, message?: string, options?: { cause?: unknown });
  readonly name: string;
  readonly delay: number;
}

/** Throw it when no further attempt can succeed: the event is given up at once, as after its last attempt. The run writes nothing. */
declare class Permanent extends Error {
  constructor(message?: string, options?: { cause?: unknown });
  readonly name: string;
}

/** Bytes, as the functions of the web take them. */
type BufferSource = ArrayBuffer | ArrayBufferView;

/** An error of the functions of the web; `name` says which, such as `DataCloneError`. */
declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly name: string;
  /** The number that old code asks for; 0 for newer errors. */
  readonly code: number;
}

/** Text to bytes in UTF-8; at most 4 Mi characters at once. */
declare class TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array;
  /** Writes as much as there is room for, whole characters only. */
  encodeInto(text: string, destination: Uint8Array): { read: number; written: number };
}

/** Bytes in UTF-8 to text; at most 4 MiB at once. */
declare class TextDecoder {
  /**
   * @param label `utf-8`, or another name of it.
   * @throws RangeError for other encodings.
   */
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  /** @throws TypeError when the bytes are not UTF-8 and the decoder is `fatal`. */
  decode(bytes?: BufferSource, options?: { stream?: boolean }): string;
}

/** Base64 to characters up to U+00FF. */
declare function atob(data: string): string;

/** Characters up to U+00FF to base64. */
declare function btoa(data: string): string;

/**
 * A deep copy: `Map`, `Set`, `Date`, `RegExp`, errors, typed arrays and cycles too. Instances of classes become plain objects.
 * @throws DOMException `DataCloneError` for functions, symbols, proxies and promises; the message names the path.
 */
declare function structuredClone<T>(value: T): T;

/** Calls the function when the code that is running has ended, before the run ends. */
declare function queueMicrotask(callback: () => void): void;

/** A clock for measuring. */
interface Performance {
  /** When the template first read `performance`, in milliseconds since 1970. */
  readonly timeOrigin: number;
  /** Whole milliseconds since `timeOrigin`; never less than before. */
  now(): number;
  toJSON(): { timeOrigin: number };
}

declare const performance: Performance;

/** A key of {@link SubtleCrypto}. It cannot be stored; import it where it is used. */
declare class CryptoKey {
  private constructor();
  readonly type: 'secret';
  readonly extractable: boolean;
  readonly algorithm: { readonly name: 'HMAC'; readonly hash: { readonly name: string }; readonly length: number };
  readonly usages: readonly ('sign' | 'verify')[];
}

/** A hash: `SHA-1`, `SHA-256`, `SHA-384` or `SHA-512`. */
type HashAlgorithm = string | { name: string };

/** Digests, and signatures by HMAC. What is refused rejects the promise. */
interface SubtleCrypto {
  digest(algorithm: HashAlgorithm, data: BufferSource): Promise<ArrayBuffer>;
  importKey(format: 'raw', key: BufferSource, algorithm: { name: 'HMAC'; hash: HashAlgorithm; length?: number }, extractable: boolean, usages: ('sign' | 'verify')[]): Promise<CryptoKey>;
  sign(algorithm: 'HMAC' | { name: 'HMAC' }, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  /** Whether the signature is right, in a time that does not tell where it is wrong. */
  verify(algorithm: 'HMAC' | { name: 'HMAC' }, key: CryptoKey, signature: BufferSource, data: BufferSource): Promise<boolean>;
}

interface Crypto {
  readonly subtle: SubtleCrypto;
  /** Fills a typed array of integers, of at most 65,536 bytes. */
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
  /** Whether two texts, or two runs of bytes, are the same, in a time that does not tell where they differ. */
  timingSafeEqual(a: string | BufferSource, b: string | BufferSource): boolean;
}

declare const crypto: Crypto;

/** A URL by the rules of the web's URL standard. */
declare class URL {
  /** @throws TypeError when it is no URL. */
  constructor(url: string | URL, base?: string | URL);
  static canParse(url: string | URL, base?: string | URL): boolean;
  /** Null when it is no URL. */
  static parse(url: string | URL, base?: string | URL): URL | null;
  href: string;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
  toJSON(): string;
}

/** The parameters of a query. */
declare class URLSearchParams {
  constructor(init?: string | URLSearchParams | Iterable<readonly [string, string]> | Record<string, string>);
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  forEach(callback: (value: string, name: string, params: URLSearchParams) => void): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  toString(): string;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
