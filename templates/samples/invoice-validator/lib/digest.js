const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** What makes two invoices the same: who pays how much of what. */
const essence = ({ number, currency, customer, lines, totals }) =>
  [
    number,
    currency,
    customer.name,
    ...lines.flatMap(({ description, quantity, unit_price }) => [description, quantity, unit_price]),
    totals.gross,
  ].join('\u001f');

/** FNV-1a, 64 bits, over the UTF-16 units of the invoice's essence. It finds changes; it does not prove who made them. */
exports.digest = async (invoice) => {
  const text = essence(invoice);
  let hash = OFFSET;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * PRIME);
  }
  return Uint8Array.from({ length: 8 }, (_, index) => Number((hash >> BigInt(8 * (7 - index))) & 0xffn));
};

exports.sameBytes = (left, right) => left.length === right.length && left.every((byte, index) => byte === right[index]);
