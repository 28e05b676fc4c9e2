const CURRENCIES = ['CHF', 'EUR', 'GBP', 'JPY', 'PLN', 'USD'];

const VAT_ID = {
  AT: /^ATU\d{8}$/,
  DE: /^DE\d{9}$/,
  FR: /^FR[0-9A-Z]{2}\d{9}$/,
  PL: /^PL\d{10}$/,
};

/** Tax rates are whole percents; halves of a cent are rounded up, line by line. */
const taxOf = ({ quantity, unit_price, tax_rate }) => Math.floor((quantity * unit_price * tax_rate + 50) / 100);

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** One rule per problem; a rule answers true when the invoice breaks it. */
const rules = {
  no_lines: ({ lines }) => lines.length === 0,
  bad_quantity: ({ lines }) => lines.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 1),
  unknown_currency: ({ currency }) => !CURRENCIES.includes(currency),
  bad_vat_id: ({ customer }) => customer.vat_id !== null && VAT_ID[customer.country]?.test(customer.vat_id) === false,
  due_before_issue: ({ issued_on, due_on }) => new Date(due_on) < new Date(issued_on),
  wrong_net: ({ lines, totals }) => totals.net !== sum(lines.map(({ quantity, unit_price }) => quantity * unit_price)),
  wrong_tax: ({ lines, totals }) => totals.tax !== sum(lines.map(taxOf)),
  wrong_gross: ({ totals }) => totals.gross !== totals.net + totals.tax,
};

/** The codes of all rules that the invoice breaks. */
exports.problemsOf = (invoice) => Object.keys(rules).filter((code) => rules[code](invoice));
