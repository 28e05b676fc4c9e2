using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.TestKit;

/// <summary>
/// Holds the commits that write keys of one tenant until the test opens it, and so the committer that sends them: by a trigger that waits, because
/// a lock would be given up. Once open, it stays so.
/// </summary>
public sealed class CommitGate
{
    private readonly TestDatabase _database;

    private CommitGate(TestDatabase database) => _database = database;

    /// <summary>Closes the gate.</summary>
    /// <param name="database">Where.</param>
    /// <param name="ownerId">Of the tenants whose keys are held.</param>
    public static async Task<CommitGate> CloseAsync(TestDatabase database, string ownerId)
    {
        await database.ExecuteAsync($$"""
            create table gate (is_open boolean not null);
            create function wait_for_gate() returns trigger language plpgsql as $$
            begin
              perform set_config('application_name', 'at the gate', true);
              while not exists (select from public.gate) loop perform pg_sleep(0.005); end loop;
              return new;
            end $$;
            create trigger wait_for_gate before insert or update on tenant_kv
              for each row when (new.owner_id = '{{ownerId}}') execute function wait_for_gate();
            """);
        return new CommitGate(database);
    }

    /// <summary>Whether a commit stands there. The name of its session says so from there to the end of its transaction.</summary>
    public async Task<bool> IsReachedAsync() =>
        await _database.ReadAsync<long>("select count(*) from pg_stat_activity where application_name = 'at the gate' and datname = current_database()") > 0;

    /// <summary>Lets all through.</summary>
    public Task OpenAsync() => _database.ExecuteAsync("insert into gate values (true)");
}
