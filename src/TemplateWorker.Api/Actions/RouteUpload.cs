using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Api.Actions;

/// <summary>The body of a route.</summary>
internal sealed record RouteUpload
{
    public static readonly BodyLimit Limit = new("a route", 16 << 10);

    private static readonly string[] Members =
    [
        "tenant", "type", "url", "secret", "old_secret", "order", "batch", "timeout", "attempts", "rate", "concurrency", "allow_private",
    ];

    private static readonly TenantSyntax Tenants = new();
    private static readonly DurationSyntax Timeouts = new(ActionRouteRules.ShortestTimeout, ActionRouteRules.LongestTimeout);

    private string? _tenant;
    private string? _type;
    private string? _url;
    private string? _secret;
    private string? _oldSecret;
    private string _order = "strict";
    private string? _timeout;
    private int? _batch;
    private int? _attempts;
    private int? _rate;
    private int? _concurrency;
    private bool _allowPrivate;

    public static RouteUpload Parse(ReadOnlyMemory<byte> utf8)
    {
        var reader = new JsonBodyReader(utf8.Span, levels: 1);
        reader.ReadObject("The body");
        var upload = new RouteUpload();
        while (reader.ReadMember(Members) is var member and >= 0)
        {
            upload.Read(ref reader, Members[member]);
        }

        return upload;
    }

    /// <summary>The route, when it obeys all rules.</summary>
    /// <param name="name">Of the path.</param>
    public Checked<ActionRoute> ToRoute(string name)
    {
        foreach (var (member, text) in new[] { ("type", _type), ("url", _url), ("secret", _secret) })
        {
            if (text is null)
            {
                return Problem.MissingParameter(member, "must be a text");
            }
        }

        if (_order is not ("strict" or "none"))
        {
            return Problem.BrokenRule("order", _order, "must be strict or none");
        }

        var (tenant, tenantFault) = _tenant is null ? default : Tenants.Parse(_tenant);
        if (tenantFault is not null)
        {
            return Problem.InvalidParameter("tenant", _tenant!, $"tenant {tenantFault}.");
        }

        var (timeout, timeoutFault) = _timeout is null ? default : Timeouts.Parse(_timeout);
        if (timeoutFault is not null)
        {
            return Problem.InvalidParameter("timeout", _timeout!, $"timeout {timeoutFault}.");
        }

        var route = new ActionRoute
        {
            Name = name,
            Tenant = _tenant is null ? null : tenant,
            Type = _type!,
            Url = _url!,
            Secret = new Secret(_secret!),
            OldSecret = _oldSecret is null ? null : new Secret(_oldSecret),
            IsStrict = _order == "strict",
            Rate = _rate,
            AllowsPrivate = _allowPrivate,
        };
        route = route with
        {
            Batch = _batch ?? route.Batch,
            Timeout = _timeout is null ? route.Timeout : timeout,
            Attempts = _attempts ?? route.Attempts,
            Concurrency = _concurrency ?? route.Concurrency,
        };
        // The value of a secret is not shown.
        return ActionRouteRules.Fault(route) is { } fault
            ? new Problem(ProblemKinds.InvalidParameter, $"{fault.Member} {fault.Rule}.", new ProblemMember("parameter", fault.Member))
            : route;
    }

    private void Read(ref JsonBodyReader reader, string member)
    {
        switch (member)
        {
            case "tenant":
                _tenant = reader.ReadString(member);
                break;
            case "type":
                _type = reader.ReadString(member);
                break;
            case "url":
                _url = reader.ReadString(member);
                break;
            case "secret":
                _secret = reader.ReadString(member);
                break;
            case "old_secret":
                _oldSecret = reader.ReadString(member);
                break;
            case "order":
                _order = reader.ReadString(member);
                break;
            case "batch":
                _batch = reader.ReadInt32(member);
                break;
            case "timeout":
                _timeout = reader.ReadString(member);
                break;
            case "attempts":
                _attempts = reader.ReadInt32(member);
                break;
            case "rate":
                _rate = reader.ReadInt32(member);
                break;
            case "concurrency":
                _concurrency = reader.ReadInt32(member);
                break;
            default:
                _allowPrivate = reader.ReadBoolean(member);
                break;
        }
    }
}
