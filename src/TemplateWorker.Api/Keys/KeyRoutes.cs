using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Keys;

/// <summary>The routes of keys.</summary>
internal static class KeyRoutes
{
    private const string Tag = "keys";

    private static readonly ParameterDescription Scopes = new(
        KeyParameters.Scope, ParameterLocation.Query, ParameterType.Texts,
        "A scope of the key, repeated for each of them, at most `limits.scopes` times; the order makes no difference.");

    public static IReadOnlyList<ApiRoute> Of(KeysEndpoint keys) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Keys,
            Access = RouteAccess.Tenant,
            Handler = keys.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_keys",
                Tag = Tag,
                Summary = "Lists the keys under exactly the given scopes, with their values, page by page.",
                Parameters =
                [
                    Scopes,
                    new ParameterDescription(
                        KeyParameters.Prefix, ParameterLocation.Query, ParameterType.Text, "Only keys that start with it."),
                    new ParameterDescription(
                        KeyParameters.After, ParameterLocation.Query, ParameterType.Text,
                        "Only keys behind this one: the `next_after` of the page before."),
                    new ParameterDescription(
                        KeyParameters.Limit, ParameterLocation.Query, ParameterType.Integer,
                        $"The most keys of the page, 1 to {KeyParameters.MaxPage}; {KeyParameters.DefaultPage} when it is left out."),
                ],
                Answer = typeof(KeyPageAnswer),
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.OneKey,
            Access = RouteAccess.Tenant,
            Handler = keys.GetAsync,
            Description = new RouteDescription
            {
                Id = "get_key",
                Tag = Tag,
                Summary = "Reads a key.",
                Parameters = [Scopes],
                Answer = typeof(KeyAnswer),
                Problems = [ProblemKinds.UnknownKey],
            },
        },
        new ApiRoute
        {
            Method = "PUT",
            Path = ApiPaths.OneKey,
            Access = RouteAccess.Tenant,
            Handler = keys.PutAsync,
            Description = new RouteDescription
            {
                Id = "put_key",
                Tag = Tag,
                Summary = "Stores a value, whatever was there before. The body is the value itself.",
                Parameters =
                [
                    Scopes,
                    new ParameterDescription(
                        KeyParameters.Ttl, ParameterLocation.Query, ParameterType.Text,
                        "After which time the key expires, such as `90s` or `1h30m`; it does not when this is left out."),
                ],
                Body = typeof(RawJson),
                Answer = typeof(KeyAnswer),
                Problems = [ProblemKinds.ValueRefused],
            },
        },
        new ApiRoute
        {
            Method = "DELETE",
            Path = ApiPaths.OneKey,
            Access = RouteAccess.Tenant,
            Handler = keys.DeleteAsync,
            Description = new RouteDescription
            {
                Id = "delete_key",
                Tag = Tag,
                Summary = "Removes a key.",
                Parameters = [Scopes],
                Status = 204,
                Problems = [ProblemKinds.UnknownKey],
            },
        },
    ];
}
