// Works off everything that is queued: says "ready" and waits to be told to begin, and says "drained" when nothing is
// left. The settings are those that the project publishes for its own benchmark, but for the batched completion of jobs
// (completeJobBatchDelay): with named queues its batches deadlock on the rows of the queues, and the jobs stay locked.
import { run } from "graphile-worker";
import pg from "pg";

const pool = new pg.Pool({ max: 30 });

const taskList = {
  increment: async ({ tenant }, helpers) => {
    await helpers.query(
      "insert into baseline_jobs.tenant_kv (owner_type, owner_id, key, scopes, value) values ('guild', $1, 'count', '{}', '1') " +
        "on conflict (owner_id, owner_type, key, scopes) do update set value = to_jsonb((tenant_kv.value)::int + 1), last_updated_at = now()",
      [tenant],
    );
  },
};

process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const runner = await run({
  pgPool: pool,
  taskList,
  noHandleSignals: true,
  preset: {
    worker: {
      concurrentJobs: 24,
      pollInterval: 1000,
      localQueue: { size: 500 },
    },
  },
});

for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { rows } = await pool.query("select exists (select from graphile_worker._private_jobs) as more");
  if (!rows[0].more) break;
}

process.stdout.write("drained\n");
await runner.stop();
await pool.end();
process.exit(0);
