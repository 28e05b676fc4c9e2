// Misbehaves on purpose, to show what its neighbours notice of it: nothing.
//
// A run that is ended by a limit leaves nothing behind: the attempt counted below is never stored, the alarm never sent.
// Stored under the scope "runaway":
//   pings     how often it was asked whether it is still there
//   attempts  never there
// Sends:
//   alarm.raise  never

const store = kv.scope('runaway');

on('stress.ping', () => ({ pings: store.increment('pings') }));

on('stress.loop', ({ data }) => {
  store.increment('attempts');
  actions.send('alarm.raise');
  return data.stubborn ? loopAndRefuseToStop() : loop();
});

function loop() {
  for (;;) {}
}

// A limit cannot be caught: neither `catch` nor `finally` runs.
function loopAndRefuseToStop() {
  for (;;) {
    try {
      loop();
    } catch {
      continue;
    } finally {
      store.set('attempts', 'caught');
    }
  }
}
