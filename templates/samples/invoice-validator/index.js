// Checks invoices as they are created, remembers what is open, and settles it when payments arrive.
// Money is counted in minor units (cents): integers, never fractions.
//
// Stored under the scope "invoices":
//   invoice/<id>     { number, status, currency, gross, paid, issued, due }; the last two are Dates
//   digest/<id>      8 bytes over the invoice's content (a Uint8Array): tells a repeat from a change
//   outcome/<what>   how many invoices were valid, invalid, repeated
//   problem/<code>   how often each problem was found
//   paid/<currency>  everything received, as a bigint
//   unmatched        payments that name no invoice we accepted
// Sends:
//   invoice.reject { invoice, number, problems }
//   receipt.send { invoice, number, amount, currency } once it is paid exactly

const { digest, sameBytes } = require('./lib/digest');
const { problemsOf } = require('./lib/rules');

const store = kv.scope('invoices');

on('invoice.created', async (event) => {
  const invoice = event.data;
  const known = store.get(`digest/${invoice.id}`);
  const seen = await digest(invoice);

  if (known && sameBytes(known, seen)) {
    store.increment('outcome/repeated');
    return { status: 'repeated', problems: [] };
  }

  const problems = known ? ['altered'] : problemsOf(invoice);
  for (const problem of problems) {
    store.increment(`problem/${problem}`);
  }
  if (problems.length > 0) {
    store.increment('outcome/invalid');
    actions.send('invoice.reject', { invoice: invoice.id, number: invoice.number, problems });
    return { status: 'invalid', problems };
  }

  store.increment('outcome/valid');
  store.set(`digest/${invoice.id}`, seen);
  store.set(`invoice/${invoice.id}`, {
    number: invoice.number,
    status: 'open',
    currency: invoice.currency,
    gross: invoice.totals.gross,
    paid: 0,
    issued: new Date(invoice.issued_on),
    due: new Date(invoice.due_on),
  });
  return { status: 'open', problems };
});

on('payment.received', (event) => {
  const { amount, currency, invoice: id, at } = event.data;
  const invoice = store.get(`invoice/${id}`);
  if (!invoice || invoice.currency !== currency) {
    store.increment('unmatched');
    return { matched: false };
  }

  store.set(`paid/${currency}`, (store.get(`paid/${currency}`) ?? 0n) + BigInt(amount));
  const paid = invoice.paid + amount;
  const status = paid < invoice.gross ? 'partly_paid' : paid === invoice.gross ? 'paid' : 'overpaid';
  store.set(`invoice/${id}`, { ...invoice, paid, status });
  if (status === 'paid') {
    actions.send('receipt.send', { invoice: id, number: invoice.number, amount: paid, currency });
  }
  return { matched: true, status, late: new Date(at) > invoice.due };
});
