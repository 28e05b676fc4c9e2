using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Administration;

/// <summary>
/// Every change of a token, by plain SQL too, notifies the supervisors at its commit: on the channel <c>template_worker_token</c> with its prefix.
/// </summary>
/// <remarks>The time of its last use, which is written each minute, notifies no one.</remarks>
internal sealed class TokenNotifications() : SqlMigration("token_notifications", """
    create function template_worker_token_changed() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
        if tg_op = 'DELETE' then
            perform pg_notify('template_worker_token', old.prefix);
        else
            perform pg_notify('template_worker_token', new.prefix);
        end if;
        return null;
    end $$;
    create trigger tokens_made_or_removed after insert or delete on tokens
        for each row execute function template_worker_token_changed();
    create trigger tokens_changed after update of hash, name, role, owner_type, owner_id, expires_at, revoked_at on tokens
        for each row execute function template_worker_token_changed()
    """, """
    drop trigger tokens_changed on tokens;
    drop trigger tokens_made_or_removed on tokens;
    drop function template_worker_token_changed()
    """);
