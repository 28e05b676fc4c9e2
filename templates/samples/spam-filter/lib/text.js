/**
 * A short number for a text, the same for texts that differ only in case, spaces and punctuation:
 * FNV-1a over what is left, 32 bits.
 */
exports.fingerprint = (text) => {
  let hash = 0x811c9dc5;
  for (const character of text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')) {
    hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  }
  return hash;
};

exports.linksIn = (text) => (text.match(/https?:\/\//gi) ?? []).length;
