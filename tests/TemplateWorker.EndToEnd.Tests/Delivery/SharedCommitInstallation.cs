using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>With one worker, in whose commits of keys each tenant waits whose id is in <c>closed_gates</c>.</summary>
public sealed class SharedCommitInstallation() : InstallationFixture("", "--process-workers", "1")
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Database.ExecuteAsync("""
            create table closed_gates (owner text primary key);
            create function wait_for_gate() returns trigger language plpgsql as $$
            begin
              while exists (select from public.closed_gates where owner = new.owner_id) loop perform pg_sleep(0.005); end loop;
              return new;
            end $$;
            create trigger wait_for_gate before insert or update on tenant_kv
              for each row when (new.owner_id like 'blocker-%') execute function wait_for_gate();
            """);
    }
}
