using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>
/// What handlers returned for stored events, and the actions that they sent; and the way from an event to its lines of history.
/// </summary>
/// <remarks>
/// <c>bytes</c> is the size of what the handler returned: null when it returned nothing, and there without a <c>result</c> when that was too
/// large to be kept. Most ids of events begin with the time, so that new rows of history go to one end of their index.
/// </remarks>
internal sealed class EventResultTable() : SqlMigration("event_results", """
    create table event_results (
        owner_type text not null,
        owner_id text not null,
        event_id uuid not null,
        template text not null,
        result json,
        bytes int,
        actions uuid[],
        created_at timestamptz not null default now(),
        primary key (owner_type, owner_id, event_id, template)
    );
    create index event_results_created_at on event_results (created_at);
    create index history_event on history (event_id)
    """, """
    drop index history_event;
    drop table event_results
    """);
