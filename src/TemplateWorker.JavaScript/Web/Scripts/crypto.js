// Random values, digests and signatures. The host computes them, a slice at a time, so that the limits of the run are looked at between.

const { DOMException, apply, none, bytesOf, ofHost, requireMany, tagOf } = use('errors');
const SLICE = 1 << 20;
const MAX_RANDOM = 65536;
const hashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];
const { isView } = ArrayBuffer;
const { freeze } = Object;
const mine = {};
let keyBytes;

function nameOf(algorithm, what) {
  const name = typeof algorithm === 'string' ? algorithm : algorithm?.name;
  if (typeof name !== 'string') {
    throw new TypeError(`${what}: the algorithm must be a name or an object with a name, was ${native.inspect(algorithm)}`);
  }
  return name.toUpperCase();
}

function hashOf(algorithm, what) {
  const name = nameOf(algorithm, what);
  if (!hashes.includes(name)) {
    throw new DOMException(`${what}: the algorithm ${native.inspect(name)} is not available; there are ${hashes.join(', ')}`, 'NotSupportedError');
  }
  return name;
}

function requireHmac(algorithm, what) {
  const name = nameOf(algorithm, what);
  if (name !== 'HMAC') {
    throw new DOMException(`${what}: the algorithm ${native.inspect(name)} is not available; there is HMAC alone`, 'NotSupportedError');
  }
}

function requireKey(key, usage, what) {
  if (!(key instanceof CryptoKey)) {
    throw new TypeError(`${what}: the key must be a CryptoKey, was ${native.inspect(key)}; make one with crypto.subtle.importKey`);
  }
  if (!key.usages.includes(usage)) {
    throw new DOMException(`${what}: the key was imported without the usage '${usage}'`, 'InvalidAccessError');
  }
}

/** The digest of bytes, or their signature when there is a key. */
function compute(hash, key, bytes) {
  native.hashStart(hash, key);
  for (let offset = 0; offset < bytes.length; offset += SLICE) {
    native.hashAppend(bytes.subarray(offset, offset + SLICE));
  }
  return native.hashFinish();
}

class CryptoKey {
  #bytes;

  static {
    keyBytes = key => key.#bytes;
  }

  constructor(token, bytes, hash, extractable, usages) {
    if (token !== mine) {
      throw new TypeError('CryptoKey: make keys with crypto.subtle.importKey');
    }
    this.#bytes = bytes;
    this.type = 'secret';
    this.extractable = extractable;
    this.algorithm = freeze({ name: 'HMAC', hash: freeze({ name: hash }), length: bytes.length * 8 });
    this.usages = freeze(usages);
    freeze(this);
  }

  toJSON() {
    throw new TypeError('A CryptoKey cannot be stored or returned');
  }
}

class SubtleCrypto {
  async digest(algorithm, data) {
    requireMany(arguments.length, 2, 'crypto.subtle.digest');
    const hash = hashOf(algorithm, 'crypto.subtle.digest');
    return compute(hash, undefined, bytesOf(data, 'crypto.subtle.digest: the data')).buffer;
  }

  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    const what = 'crypto.subtle.importKey';
    requireMany(arguments.length, 5, what);
    if (format !== 'raw') {
      throw new DOMException(`${what}: the format ${native.inspect(format)} is not available; there is 'raw' alone`, 'NotSupportedError');
    }
    requireHmac(algorithm, what);
    const hash = hashOf(algorithm.hash ?? '', `${what}: hash`);
    const bytes = bytesOf(keyData, `${what}: the key`).slice();
    if (bytes.length === 0 || (algorithm.length !== undefined && algorithm.length !== bytes.length * 8)) {
      throw new DOMException(bytes.length === 0 ? `${what}: the key is empty` : `${what}: length must be the key's ${bytes.length * 8} bits`, 'DataError');
    }
    const usages = [...keyUsages];
    for (const usage of usages) {
      if (usage !== 'sign' && usage !== 'verify') {
        throw new DOMException(`${what}: a key of HMAC has the usages 'sign' and 'verify', not ${native.inspect(usage)}`, 'SyntaxError');
      }
    }
    if (usages.length === 0) {
      throw new DOMException(`${what}: the usages are empty; name 'sign', 'verify' or both`, 'SyntaxError');
    }
    return new CryptoKey(mine, bytes, hash, Boolean(extractable), usages);
  }

  async sign(algorithm, key, data) {
    requireMany(arguments.length, 3, 'crypto.subtle.sign');
    requireHmac(algorithm, 'crypto.subtle.sign');
    requireKey(key, 'sign', 'crypto.subtle.sign');
    return compute(key.algorithm.hash.name, keyBytes(key), bytesOf(data, 'crypto.subtle.sign: the data')).buffer;
  }

  async verify(algorithm, key, signature, data) {
    requireMany(arguments.length, 4, 'crypto.subtle.verify');
    requireHmac(algorithm, 'crypto.subtle.verify');
    requireKey(key, 'verify', 'crypto.subtle.verify');
    const given = bytesOf(signature, 'crypto.subtle.verify: the signature');
    const signed = compute(key.algorithm.hash.name, keyBytes(key), bytesOf(data, 'crypto.subtle.verify: the data'));
    return given.length === signed.length && native.equal(given, signed);
  }
}

class Crypto {
  #subtle = new (ofHost(SubtleCrypto))();

  get subtle() {
    return this.#subtle;
  }

  getRandomValues(array) {
    const what = 'crypto.getRandomValues';
    const kind = isView(array) ? apply(tagOf, array, none) : undefined;
    if (kind === undefined || kind.startsWith('Float')) {
      throw new DOMException(`${what}: the argument must be a typed array of integers, was ${native.inspect(array)}`, 'TypeMismatchError');
    }
    const bytes = bytesOf(array, what);
    if (bytes.length > MAX_RANDOM) {
      throw new DOMException(`${what}: the array has ${bytes.length} bytes; at most ${MAX_RANDOM} are filled at once`, 'QuotaExceededError');
    }
    if (bytes.length > 0) {
      bytes.set(native.random(bytes.length));
    }
    return array;
  }

  randomUUID() {
    return native.uuid();
  }

  /** Whether two texts or two runs of bytes are the same, in a time that does not tell where they differ. */
  timingSafeEqual(a, b) {
    requireMany(arguments.length, 2, 'crypto.timingSafeEqual');
    const left = typeof a === 'string' ? native.encode(a) : bytesOf(a, 'crypto.timingSafeEqual: a, when it is no string,');
    const right = typeof b === 'string' ? native.encode(b) : bytesOf(b, 'crypto.timingSafeEqual: b, when it is no string,');
    return left.length === right.length && native.equal(left, right);
  }
}

return { crypto: new (ofHost(Crypto))(), CryptoKey: ofHost(CryptoKey) };
