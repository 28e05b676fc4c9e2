namespace TemplateWorker.Api.Routing;

/// <summary>The paths of the API, and the names of their parameters.</summary>
internal static class ApiPaths
{
    public const string OwnerType = "owner_type";
    public const string OwnerId = "owner_id";
    public const string Template = "template";
    public const string Key = "key";
    public const string Worker = "worker";
    public const string Delivery = "delivery";
    public const string Schedule = "schedule";
    public const string Action = "action";
    public const string ActionRoute = "route";
    public const string Event = "event";
    public const string IdempotencyKey = "idempotency_key";

    public const string Tenant = $"/v1/tenants/{{{OwnerType}}}/{{{OwnerId}}}";
    public const string Events = $"{Tenant}/events";
    public const string OneEvent = $"{Events}/{{{Event}}}";
    public const string OneIdempotencyKey = $"{Tenant}/idempotency-keys/{{{IdempotencyKey}}}";
    public const string Templates = $"{Tenant}/templates";
    public const string OneTemplate = $"{Templates}/{{{Template}}}";
    public const string Activate = $"{OneTemplate}/activate";
    public const string Policy = $"{OneTemplate}/policy";
    public const string Schedules = $"{Tenant}/schedules";
    public const string OneSchedule = $"{Schedules}/{{{Schedule}}}";
    public const string History = $"{Tenant}/history";
    public const string Logs = $"{Tenant}/logs";
    public const string Keys = $"{Tenant}/kv";
    public const string OneKey = $"{Keys}/{{{Key}}}";
    public const string KeyInQuery = $"{Tenant}/key";
    public const string Deliveries = $"{Tenant}/deliveries";
    public const string ReplayDeliveries = $"{Deliveries}/replay";
    public const string DropDeliveries = $"{Deliveries}/drop";
    public const string OneDelivery = $"{Deliveries}/{{{Delivery}}}";
    public const string ReplayDelivery = $"{OneDelivery}/replay";
    public const string Actions = $"{Tenant}/actions";
    public const string ReplayActions = $"{Actions}/replay";
    public const string DropActions = $"{Actions}/drop";
    public const string ActionsStream = $"{Actions}/stream";
    public const string OneAction = $"{Actions}/{{{Action}}}";
    public const string ReplayAction = $"{OneAction}/replay";
    public const string AllActionsStream = "/v1/actions/stream";
    public const string ClaimActions = "/v1/actions/claim";
    public const string AckActions = "/v1/actions/ack";
    public const string NackActions = "/v1/actions/nack";
    public const string ExtendActions = "/v1/actions/extend";
    public const string ActionRoutes = "/v1/action-routes";
    public const string OneActionRoute = $"{ActionRoutes}/{{{ActionRoute}}}";
    public const string Lanes = $"{Tenant}/lanes";
    public const string PauseLane = $"{Lanes}/{{{Template}}}/pause";
    public const string ResumeLane = $"{Lanes}/{{{Template}}}/resume";
    public const string PauseTenant = $"{Tenant}/pause";
    public const string ResumeTenant = $"{Tenant}/resume";
    public const string State = $"{Tenant}/state";
    public const string Usage = $"{Tenant}/usage";
    public const string Ban = $"{Tenant}/ban";
    public const string Unban = $"{Tenant}/unban";
    public const string AllEvents = "/v1/events";
    public const string Workers = "/v1/workers";
    public const string RestartWorker = $"{Workers}/{{{Worker}}}/restart";
    public const string Live = "/livez";
    public const string Ready = "/readyz";
    public const string Metrics = "/metrics";
    public const string Console = "/console";
    public const string Document = "/openapi/v1.json";
}
