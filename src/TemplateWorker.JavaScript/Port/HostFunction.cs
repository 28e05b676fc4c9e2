namespace TemplateWorker.JavaScript.Port;

/// <summary>
/// The functions a template's bootstrap calls on its host. <c>scopes</c> is a JSON array of strings, <c>value</c> is
/// JSON text, an optional argument that was not given is null.
/// </summary>
internal enum HostFunction
{
    /// <summary>(scopes, key) → value, or null when absent.</summary>
    KvGet,

    /// <summary>(scopes, key) → <c>{"key","value","scopes","createdAt","updatedAt","expiresAt"?}</c> (dates in <c>$type</c> form), or null when absent.</summary>
    KvGetRecord,

    /// <summary>
    /// (scopes, key, value, milliseconds after which it expires or null, milliseconds since 1970 at which it expires or null) →
    /// null. Never both; neither means that it does not expire.
    /// </summary>
    KvSet,

    /// <summary>(scopes, key) → <c>true</c> when the key was there, else <c>false</c>.</summary>
    KvDelete,

    /// <summary>(scopes, key, by as a JSON number) → the new number. An absent key counts as 0.</summary>
    KvIncrement,

    /// <summary>(scopes, key, expected value or null for "absent", value or null for "delete") → <c>true</c> or <c>false</c>.</summary>
    KvCompareAndSet,

    /// <summary>(scopes, keys as a JSON array of strings) → a JSON array in their order: of each key an array of its value, empty when it is absent.</summary>
    KvGetMany,

    /// <summary>(scopes, prefix, after or null, limit as a JSON number) → <c>{"entries","next"?}</c>: an array of <c>{"key","value"}</c> in key order (by UTF-8 bytes), and the key after which there may be more.</summary>
    KvList,

    /// <summary>() → the tenant state's data.</summary>
    StateData,

    /// <summary>() → the tenant state's events: a JSON array of strings.</summary>
    StateEvents,

    /// <summary>(value) → null; replaces the tenant state's data.</summary>
    StateSet,

    /// <summary>(name, data, delay in milliseconds as a JSON number, key or null) → the event's id as a JSON string.</summary>
    EventsEmit,

    /// <summary>(name, cron, time zone, event's name, data, catchUp: none | last | all) → null.</summary>
    EventsSchedule,

    /// <summary>(name) → <c>true</c> when there was such a schedule, else <c>false</c>.</summary>
    EventsUnschedule,

    /// <summary>(type, data, delay in milliseconds as a JSON number, key or null, channel or null) → the action's id as a JSON string.</summary>
    ActionsSend,

    /// <summary>(id) → <c>true</c> when the action had not left, else <c>false</c>.</summary>
    ActionsCancel,

    /// <summary>(level: debug | info | warn | error, text) → null.</summary>
    Log,

    /// <summary>() → a JSON array of three numbers: the most bytes of a stored value, of an event's data, and of an action's.</summary>
    Limits,

    /// <summary>(the limit's reason, message) → never; ends the run as one that has breached the limit.</summary>
    Breach,
}
