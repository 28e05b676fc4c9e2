namespace TemplateWorker.Api.Problems;

/// <summary>All kinds of problems that the API answers; <c>docs/http-api.md</c> lists the same.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind BadJson = new(
        "bad_json", 400, "The body is not valid JSON for this route",
        "`position` has `line`, `column` (both from 1) and `byte` (from 0) of the first fault. "
        + "Values of keys, state and settings must not contain U+0000 or half of a surrogate pair.");

    public static readonly ProblemKind InvalidParameter = new(
        "invalid_parameter", 400, "A parameter or body member is not valid",
        "`parameter` names it; `value` shows the given text, cut at 100 characters.");

    public static readonly ProblemKind ValueRefused = new(
        "value_refused", 400, "The database cannot store the value",
        "It is JSON, but more than PostgreSQL's `jsonb` can hold, such as a number out of its range.");

    public static readonly ProblemKind BadRequest = new(
        "bad_request", 400, "The request is not valid HTTP", "Its framing is broken, or its body ended early.");

    public static readonly ProblemKind Unauthorized = new(
        "unauthorized", 401, "A valid bearer token is needed", "The `Authorization` header is missing, or its token is unknown, expired or revoked.");

    public static readonly ProblemKind Forbidden = new(
        "forbidden", 403, "The token does not allow this", "A tenant's token is valid for that tenant only, and never for what concerns all tenants; `operator` and `tenant-read` tokens only read.");

    public static readonly ProblemKind TenantBanned = new(
        "tenant_banned", 403, "The tenant is banned", "Its events are refused until `unban`.");

    public static readonly ProblemKind TenantSuspended = new(
        "tenant_suspended", 403, "The tenant is suspended",
        "`reason` says why; `until` when it ends by itself, if it does. Its events are refused; what is queued waits.");

    public static readonly ProblemKind CrossSiteRequest = new(
        "cross_site_request", 403, "A web page of another site sent the request",
        "`Origin` or `Sec-Fetch-Site` says so, and the request would change something. No token helps: send it from a program.");

    public static readonly ProblemKind UnknownRoute = new(
        "unknown_route", 404, "No such resource", "No route of the API has this path. Letter case and a slash at the end count.");

    public static readonly ProblemKind UnknownTemplate = new(
        "unknown_template", 404, "The tenant has no such template", "Unknown tenants answer the same.");

    public static readonly ProblemKind UnknownVersion = new(
        "unknown_version", 404, "The template has no such version", "`GET` of the template lists its versions.");

    public static readonly ProblemKind UnknownKey = new(
        "unknown_key", 404, "The tenant has no such key", "The same key under other scopes is another key.");

    public static readonly ProblemKind UnknownEvent = new(
        "unknown_event", 404, "The event is not known", "It had no subscriber, its deliveries were dropped before they ran, or `retention.history` is over.");

    public static readonly ProblemKind UnknownDelivery = new(
        "unknown_delivery", 404, "The tenant has no such delivery", "It is done, was dropped, or never existed.");

    public static readonly ProblemKind UnknownAction = new(
        "unknown_action", 404, "The tenant has no such action", "It was taken, cancelled or dropped, or never existed.");

    public static readonly ProblemKind UnknownActionRoute = new(
        "unknown_action_route", 404, "There is no such route of actions", "`GET` of the routes lists them.");

    public static readonly ProblemKind UnknownIdempotencyKey = new(
        "unknown_idempotency_key", 404, "Nothing is recorded under this idempotency key", "Keys are kept for 24 hours, failures of the platform under none.");

    public static readonly ProblemKind UnknownSchedule = new(
        "unknown_schedule", 404, "The tenant has no such schedule", "`GET` of the schedules lists them.");

    public static readonly ProblemKind UnknownToken = new(
        "unknown_token", 404, "There is no token with this prefix", "`GET` of the tokens lists them. Tokens of the configuration are not among them.");

    public static readonly ProblemKind UnknownWorker = new(
        "unknown_worker", 404, "No worker has this number", "Workers are numbered from 0.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method_not_allowed", 405, "The resource does not have this method", "The `Allow` header lists its methods.");

    public static readonly ProblemKind RequestTimeout = new(
        "request_timeout", 408, "The request's body arrived too slowly", "Bodies must arrive at 240 bytes/s or more.");

    public static readonly ProblemKind TooManyTemplates = new(
        "too_many_templates", 409, "The tenant has reached its limit of templates", "`limit` is `limits.templates`; delete one first.");

    public static readonly ProblemKind TooManySchedules = new(
        "too_many_schedules", 409, "The tenant has reached its limit of schedules", "`limit` is `limits.schedules`; remove one first.");

    public static readonly ProblemKind TooManyTokens = new(
        "too_many_tokens", 409, "There are as many tokens as there may be", "`limit` is how many may be there without being revoked; revoke one first.");

    public static readonly ProblemKind TokenEnded = new(
        "token_ended", 409, "The token is not valid any more", "It was revoked or has expired, so it cannot be replaced; create another one.");

    public static readonly ProblemKind NotGivenUp = new(
        "not_given_up", 409, "The delivery is neither parked nor dead", "Only parked and dead deliveries can be replayed; the others are still being tried.");

    public static readonly ProblemKind ActionOnItsWay = new(
        "action_on_its_way", 409, "A consumer has the action's channel", "The action may have left already. Try again when its state has changed.");

    public static readonly ProblemKind WorkerNotReady = new(
        "worker_not_ready", 409, "The worker is not ready", "It is already being started or replaced.");

    public static readonly ProblemKind BodyTooLarge = new(
        "body_too_large", 413, "The body or a part of it is too large",
        "`limit` is the maximum in bytes (of a body of many events also in events), `value` the size when known; `detail` names the limit.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported_media_type", 415, "The body must be JSON",
        "Send `Content-Type: application/json`, in UTF-8, without `Content-Encoding`.");

    public static readonly ProblemKind MisdirectedRequest = new(
        "misdirected_request", 421, "The host is not a name of this server",
        "`host` is the `Host` header, cut at 100 characters. Send a valid token, use the address that the server listens on, or have its operator add the name to `addrs.hosts`.");

    public static readonly ProblemKind TemplateRejected = new(
        "template_rejected", 422, "The template does not pass the check",
        "`reason`, and `file`, `line` and `column` when known. Nothing was published; the version that was active stays active.");

    public static readonly ProblemKind IdempotencyKeyReused = new(
        "idempotency_key_reused", 422, "The idempotency key was used for another event",
        "A key belongs to one name and one payload of one tenant for 24 hours.");

    public static readonly ProblemKind BulkRejected = new(
        "bulk_rejected", 422, "Some events of the request cannot be stored, so none was stored",
        "`errors` has the first 100 with `line`, `problem` and `detail`. With `mode=each` the valid events are stored.");

    public static readonly ProblemKind QueueFull = new(
        "queue_full", 429, "Too much work is queued", "Nothing was run or stored. Retry once `Retry-After` has passed.");

    public static readonly ProblemKind RateLimited = new(
        "rate_limited", 429, "The tenant has used up one of its rates",
        "`setting` names it, `limit` is its value: a number, bytes, or milliseconds of thread time. Nothing was run or stored. Retry once `Retry-After` has passed.");

    public static readonly ProblemKind TooManyBytes = new(
        "too_many_bytes", 429, "The tenant's requests hold too much memory", "Nothing was stored. Retry once `Retry-After` has passed, with fewer bytes at a time.");

    public static readonly ProblemKind TooManyConnections = new(
        "too_many_connections", 429, "The address or the token has too many connections",
        "`limit` is the limit that `detail` names. The connection is closed; others of the client stay open.");

    public static readonly ProblemKind TooManyStreams = new(
        "too_many_streams", 429, "Too many streams are open", "`limit` is how many there may be, of all callers. Close one, or retry once `Retry-After` has passed.");

    public static readonly ProblemKind InternalError = new(
        "internal_error", 500, "The server failed", "The log has the cause, a defect or a wrong set-up.");

    public static readonly ProblemKind WorkerLost = new(
        "worker_lost", 503, "The worker died during the call",
        "The call had its effect once, or none. Retry once `Retry-After` has passed, with an `Idempotency-Key` if you can.");

    public static readonly ProblemKind NoWorkerReady = new(
        "no_worker_ready", 503, "The tenant's worker is not ready", "Nothing was run. Retry once `Retry-After` has passed.");

    public static readonly ProblemKind Draining = new(
        "draining", 503, "The server is stopping", "Nothing was run. Retry once `Retry-After` has passed.");

    public static readonly ProblemKind Overloaded = new(
        "overloaded", 503, "All requests together hold too much memory", "Retry once `Retry-After` has passed.");

    public static readonly ProblemKind TenantResting = new(
        "tenant_resting", 503, "A template of the tenant hangs, and its immediate calls rest",
        "Nothing was run. Retry once `Retry-After` has passed; the history has the call that hung.");

    public static readonly ProblemKind StorageUnavailable = new(
        "storage_unavailable", 503, "The database is unavailable", "Retry once `Retry-After` has passed; the log has the cause.");

    public static readonly ProblemKind DeadlineExceeded = new(
        "deadline_exceeded", 504, "The runs did not finish in time",
        "Runs that had not committed may still commit, once. Repeat with the same `Idempotency-Key` to learn the outcome.");

    public static readonly ProblemKind QuotaExceeded = new(
        "quota_exceeded", 507, "The tenant keeps as much as it may",
        "`quota` is the limit's name under `limits`, `used` what is there, `limit` the most; nothing was stored. A retry helps once there is room: delete keys.");

    /// <summary>In the order of their statuses.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        BadJson, InvalidParameter, ValueRefused, BadRequest, Unauthorized, Forbidden, TenantBanned, TenantSuspended, CrossSiteRequest, UnknownRoute, UnknownTemplate,
        UnknownVersion, UnknownKey, UnknownEvent, UnknownDelivery, UnknownAction, UnknownActionRoute, UnknownSchedule, UnknownIdempotencyKey, UnknownToken, UnknownWorker, MethodNotAllowed, RequestTimeout, TooManyTemplates,
        TooManySchedules, TooManyTokens, TokenEnded, NotGivenUp, ActionOnItsWay, WorkerNotReady, BodyTooLarge,
        UnsupportedMediaType, MisdirectedRequest, TemplateRejected, IdempotencyKeyReused, BulkRejected, QueueFull, RateLimited, TooManyBytes, TooManyConnections, TooManyStreams, InternalError, WorkerLost,
        NoWorkerReady, Draining, Overloaded, TenantResting, StorageUnavailable, DeadlineExceeded, QuotaExceeded,
    ];
}
