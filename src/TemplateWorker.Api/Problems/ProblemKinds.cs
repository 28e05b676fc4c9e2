namespace TemplateWorker.Api.Problems;

/// <summary>All kinds of problems that the API answers; <c>docs/http-api.md</c> lists the same.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind BadJson = new(
        "bad_json", 400, "The body is not the JSON that is asked for",
        "`position` has `line`, `column` (both from 1) and `byte` (from 0) of the first fault. "
        + "In what is stored, U+0000 and half of a surrogate pair are faults too.");

    public static readonly ProblemKind InvalidParameter = new(
        "invalid_parameter", 400, "A parameter or a member of the body is not valid",
        "`parameter` names it and `value` shows what was given, cut at 100 characters.");

    public static readonly ProblemKind ValueRefused = new(
        "value_refused", 400, "The database cannot store the value",
        "It is JSON, but more than PostgreSQL's `jsonb` can hold, such as a number out of its range.");

    public static readonly ProblemKind BadRequest = new(
        "bad_request", 400, "The request is not valid HTTP", "Its framing is broken, or its body ended early.");

    public static readonly ProblemKind Unauthorized = new(
        "unauthorized", 401, "A valid bearer token is needed", "The `Authorization` header is missing, or its token is not known.");

    public static readonly ProblemKind Forbidden = new(
        "forbidden", 403, "The token does not allow this", "A tenant's token reaches its own tenant only, and no bans and workers.");

    public static readonly ProblemKind TenantBanned = new(
        "tenant_banned", 403, "The tenant is banned", "Its events are refused until `unban`.");

    public static readonly ProblemKind UnknownRoute = new(
        "unknown_route", 404, "There is no such resource", "Nothing of the API has this path.");

    public static readonly ProblemKind UnknownTemplate = new(
        "unknown_template", 404, "The tenant has no such template", "Tenants that nobody has heard of answer the same.");

    public static readonly ProblemKind UnknownVersion = new(
        "unknown_version", 404, "The template has no such version", "`GET` of the template lists those that it has.");

    public static readonly ProblemKind UnknownKey = new(
        "unknown_key", 404, "The tenant has no such key", "The same key under other scopes is another key.");

    public static readonly ProblemKind UnknownDelivery = new(
        "unknown_delivery", 404, "The tenant has no such delivery", "It is done, was dropped, or never was.");

    public static readonly ProblemKind UnknownSchedule = new(
        "unknown_schedule", 404, "The tenant has no such schedule", "The list of schedules shows those that it has.");

    public static readonly ProblemKind UnknownWorker = new(
        "unknown_worker", 404, "There is no worker of that number", "Workers are numbered from 0.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method_not_allowed", 405, "The resource does not have this method", "The `Allow` header lists those that it has.");

    public static readonly ProblemKind RequestTimeout = new(
        "request_timeout", 408, "The request's body came too slowly", "Bodies must arrive at 240 bytes/s or more.");

    public static readonly ProblemKind TooManyTemplates = new(
        "too_many_templates", 409, "The tenant has as many templates as it may", "`limit` is `limits.templates`; delete one first.");

    public static readonly ProblemKind TooManySchedules = new(
        "too_many_schedules", 409, "The tenant has as many schedules as it may", "`limit` is `limits.schedules`; remove one first.");

    public static readonly ProblemKind NotGivenUp = new(
        "not_given_up", 409, "The delivery was not given up", "Only parked and dead deliveries are replayed; the others are on their way.");

    public static readonly ProblemKind WorkerNotReady = new(
        "worker_not_ready", 409, "The worker is not ready", "It is being started or replaced already, so there is nothing to restart.");

    public static readonly ProblemKind BodyTooLarge = new(
        "body_too_large", 413, "The body, or a part of it, is too large",
        "`limit` is the most bytes, `value` how many there were, when known; `detail` names the limit.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported_media_type", 415, "The body must be JSON",
        "Send `Content-Type: application/json`, in UTF-8, without `Content-Encoding`.");

    public static readonly ProblemKind TemplateRejected = new(
        "template_rejected", 422, "The template does not pass the check",
        "`reason`, and `file`, `line` and `column` when known. Nothing was published; the version that was active stays active.");

    public static readonly ProblemKind IdempotencyKeyReused = new(
        "idempotency_key_reused", 422, "The idempotency key was used for another event",
        "A key belongs to one name and one payload of one tenant for 24 hours.");

    public static readonly ProblemKind BulkRejected = new(
        "bulk_rejected", 422, "Some events of the request cannot be stored, so none was",
        "`errors` has the first 100 with `line`, `problem` and `detail`. With `mode=each` the others are stored.");

    public static readonly ProblemKind QueueFull = new(
        "queue_full", 429, "Too much is waiting already", "Nothing was run or stored. Repeat after `Retry-After`.");

    public static readonly ProblemKind InternalError = new(
        "internal_error", 500, "The server failed", "The log has the cause; this is a defect or a wrong set-up.");

    public static readonly ProblemKind WorkerLost = new(
        "worker_lost", 503, "The worker died under the call",
        "The effect is there once, or not at all. Repeat after `Retry-After`, best with an `Idempotency-Key`.");

    public static readonly ProblemKind NoWorkerReady = new(
        "no_worker_ready", 503, "The tenant's worker is not ready", "Nothing was run. Repeat after `Retry-After`.");

    public static readonly ProblemKind Draining = new(
        "draining", 503, "The server is stopping", "Nothing was run. Repeat after `Retry-After`.");

    public static readonly ProblemKind StorageUnavailable = new(
        "storage_unavailable", 503, "The database cannot be used right now", "Repeat after `Retry-After`; the log has the cause.");

    public static readonly ProblemKind DeadlineExceeded = new(
        "deadline_exceeded", 504, "The runs were not done in time",
        "What was not committed yet may still be, once. An `Idempotency-Key` finds out.");

    /// <summary>In the order of their statuses.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        BadJson, InvalidParameter, ValueRefused, BadRequest, Unauthorized, Forbidden, TenantBanned, UnknownRoute, UnknownTemplate,
        UnknownVersion, UnknownKey, UnknownDelivery, UnknownSchedule, UnknownWorker, MethodNotAllowed, RequestTimeout, TooManyTemplates,
        TooManySchedules, NotGivenUp, WorkerNotReady, BodyTooLarge,
        UnsupportedMediaType, TemplateRejected, IdempotencyKeyReused, BulkRejected, QueueFull, InternalError, WorkerLost,
        NoWorkerReady, Draining, StorageUnavailable, DeadlineExceeded,
    ];
}
