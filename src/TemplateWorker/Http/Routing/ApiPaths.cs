namespace TemplateWorker.Http.Routing;

/// <summary>The paths of the API, and the names of their parameters.</summary>
internal static class ApiPaths
{
    public const string OwnerType = "owner_type";
    public const string OwnerId = "owner_id";
    public const string Template = "template";
    public const string Key = "key";
    public const string Worker = "worker";

    public const string Tenant = $"/v1/tenants/{{{OwnerType}}}/{{{OwnerId}}}";
    public const string Events = $"{Tenant}/events";
    public const string Templates = $"{Tenant}/templates";
    public const string OneTemplate = $"{Templates}/{{{Template}}}";
    public const string Activate = $"{OneTemplate}/activate";
    public const string Keys = $"{Tenant}/kv";
    public const string OneKey = $"{Keys}/{{{Key}}}";
    public const string State = $"{Tenant}/state";
    public const string Ban = $"{Tenant}/ban";
    public const string Unban = $"{Tenant}/unban";
    public const string Workers = "/v1/workers";
    public const string RestartWorker = $"{Workers}/{{{Worker}}}/restart";
    public const string Live = "/livez";
    public const string Ready = "/readyz";
    public const string Document = "/openapi/v1.json";
}
