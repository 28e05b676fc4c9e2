using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>
/// Which templates an event is for: a row per tenant, event and template, kept by a trigger on the active version, so that
/// accepting an event finds its subscribers by one index scan, as they are at that moment.
/// </summary>
/// <remarks>
/// The second index finds the subscribers of one event among all tenants, as for <c>startup</c>. The third is for the rows of
/// one template; it begins with the template, so that no plan takes it for the look-up of an event's subscribers.
/// </remarks>
internal sealed class TemplateSubscriptions() : SqlMigration("template_subscriptions", """
    create table template_subscriptions (
        owner_type text not null,
        owner_id text not null,
        event text not null,
        template text not null,
        primary key (owner_type, owner_id, event, template),
        foreign key (owner_type, owner_id, template) references templates (owner_type, owner_id, name) on delete cascade
    );
    create index template_subscriptions_event on template_subscriptions (event, owner_type, owner_id);
    create index template_subscriptions_template on template_subscriptions (template, owner_type, owner_id);
    insert into template_subscriptions (owner_type, owner_id, event, template)
    select distinct t.owner_type, t.owner_id, e.event, t.name
    from templates t
    join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name and v.version = t.active_version
    cross join unnest(v.subscriptions) e(event);
    create function templates_keep_subscriptions() returns trigger language plpgsql as $$
    begin
        delete from template_subscriptions
        where owner_type = new.owner_type and owner_id = new.owner_id and template = new.name;
        insert into template_subscriptions (owner_type, owner_id, event, template)
        select distinct new.owner_type, new.owner_id, e.event, new.name
        from template_versions v
        cross join unnest(v.subscriptions) e(event)
        where v.owner_type = new.owner_type and v.owner_id = new.owner_id and v.name = new.name and v.version = new.active_version;
        return null;
    end $$;
    create trigger templates_subscribed after insert on templates
        for each row execute function templates_keep_subscriptions();
    create trigger templates_resubscribed after update on templates
        for each row when (old.active_version is distinct from new.active_version) execute function templates_keep_subscriptions()
    """, """
    drop trigger templates_resubscribed on templates;
    drop trigger templates_subscribed on templates;
    drop function templates_keep_subscriptions();
    drop table template_subscriptions
    """);
