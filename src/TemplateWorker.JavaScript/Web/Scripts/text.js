// Text as bytes and as base64.

const { DOMException, bytesOf, ofHost, requireMany } = use('errors');
const labels = ['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'];
const empty = new Uint8Array(0);

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(input = '') {
    return native.encode(`${input}`);
  }

  encodeInto(source, destination) {
    requireMany(arguments.length, 2, 'TextEncoder.encodeInto');
    if (!(destination instanceof Uint8Array)) {
      throw new TypeError(`TextEncoder.encodeInto: the destination must be a Uint8Array, was ${native.inspect(destination)}`);
    }
    const text = `${source}`;
    const bytes = native.encode(text);
    let written = bytes.length;
    if (written <= destination.length) {
      destination.set(bytes);
      return { read: text.length, written };
    }
    written = destination.length;
    while (written > 0 && (bytes[written] & 0xc0) === 0x80) {
      written--;
    }
    const part = bytes.subarray(0, written);
    destination.set(part);
    return { read: native.decode(part, false).length, written };
  }
}

/** How many bytes at the end begin a character that is not there yet. */
function unfinished(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) !== 0x80) {
      return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1) > back ? back : 0;
    }
  }
  return 0;
}

class TextDecoder {
  #fatal;
  #ignoreBOM;
  #pending = empty;
  #hasBegun = false;

  constructor(label = 'utf-8', options = {}) {
    if (!labels.includes(`${label}`.trim().toLowerCase())) {
      throw new RangeError(`TextDecoder: the encoding ${native.inspect(`${label}`)} is not available; there is utf-8 alone`);
    }
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() {
    return 'utf-8';
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  decode(input, options) {
    const given = input === undefined ? empty : bytesOf(input, 'TextDecoder.decode: the input');
    let bytes = given;
    if (this.#pending.length > 0) {
      bytes = new Uint8Array(this.#pending.length + given.length);
      bytes.set(this.#pending);
      bytes.set(given, this.#pending.length);
    }
    const isStream = Boolean(options?.stream);
    const end = bytes.length - (isStream ? unfinished(bytes) : 0);
    this.#pending = isStream ? bytes.slice(end) : empty;
    const hadBegun = this.#hasBegun;
    this.#hasBegun = isStream && (hadBegun || end > 0);
    const text = native.decode(bytes.subarray(0, end), this.#fatal);
    if (text === undefined) {
      this.#pending = empty;
      this.#hasBegun = false;
      throw new TypeError('TextDecoder.decode: the bytes are not UTF-8');
    }
    return !this.#ignoreBOM && !hadBegun && text[0] === '\ufeff' ? text.slice(1) : text;
  }
}

function atob(data) {
  requireMany(arguments.length, 1, 'atob');
  const text = native.fromBase64(`${data}`);
  if (text === undefined) {
    throw new DOMException('atob: the text is not base64', 'InvalidCharacterError');
  }
  return text;
}

function btoa(data) {
  requireMany(arguments.length, 1, 'btoa');
  const text = native.toBase64(`${data}`);
  if (text === undefined) {
    throw new DOMException('btoa: the text has characters above U+00FF; encode it with TextEncoder first', 'InvalidCharacterError');
  }
  return text;
}

return { TextEncoder: ofHost(TextEncoder), TextDecoder: ofHost(TextDecoder), atob, btoa };
