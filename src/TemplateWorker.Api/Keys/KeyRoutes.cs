using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Api.Keys;

internal static class KeyRoutes
{
    private static readonly RouteGroup Routes = new("keys", RouteAccess.Tenant);

    private static readonly ParameterDescription Scopes = ParameterDescription.Query(
        KeyParameters.Scope, ParameterType.Texts,
        "A scope of the key, repeated for each, at most `limits.scopes` times; the order does not matter.");

    private static readonly ParameterDescription KeyInQuery = ParameterDescription.Query(
        ApiPaths.Key, "The key, required. In the query, no proxy on the way takes the dots and slashes of a key for a path.");

    private static readonly ParameterDescription Ttl = ParameterDescription.Query(
        KeyParameters.Ttl, "The key expires after this time, such as `90s` or `1h30m`. Default: never.");

    public static IReadOnlyList<ApiRoute> Of(KeysEndpoint keys) =>
    [
        Routes.Get(ApiPaths.Keys, keys.ListAsync, "list_keys", "Lists the keys under exactly the given scopes, with their values, page by page.")
            .With(
                Scopes,
                ParameterDescription.Query(KeyParameters.Prefix, "Only keys that start with it."),
                ParameterDescription.Query(KeyParameters.After, "Only keys after this one: the `next_after` of the previous page."),
                ParameterDescription.Query(
                    KeyParameters.Limit, ParameterType.Integer,
                    $"At most this many keys, 1 to {KeyParameters.MaxPage}. Default: {KeyParameters.DefaultPage}. A page ends early at {KeyListing.MaxCharacters >> 20} Mi characters of values."))
            .Answers<KeyPageAnswer>(),
        Get(keys, ApiPaths.OneKey, "get_key", Scopes),
        Put(keys, ApiPaths.OneKey, "put_key", Scopes),
        Delete(keys, ApiPaths.OneKey, "delete_key", Scopes),
        Get(keys, ApiPaths.KeyInQuery, "get_key_by_query", KeyInQuery, Scopes),
        Put(keys, ApiPaths.KeyInQuery, "put_key_by_query", KeyInQuery, Scopes),
        Delete(keys, ApiPaths.KeyInQuery, "delete_key_by_query", KeyInQuery, Scopes),
    ];

    private static ApiRoute Get(KeysEndpoint keys, string path, string id, params ParameterDescription[] name) =>
        Routes.Get(path, keys.GetAsync, id, "Reads a key.").With(name).Answers<KeyAnswer>().Refuses(ProblemKinds.UnknownKey);

    private static ApiRoute Put(KeysEndpoint keys, string path, string id, params ParameterDescription[] name) =>
        Routes.Put(path, keys.PutAsync, id, "Stores a value and replaces the previous one. The body is the value itself.")
            .With([.. name, Ttl])
            .Takes<RawJson>().Answers<KeyAnswer>().Refuses(ProblemKinds.ValueRefused);

    private static ApiRoute Delete(KeysEndpoint keys, string path, string id, params ParameterDescription[] name) =>
        Routes.Delete(path, keys.DeleteAsync, id, "Removes a key.").With(name).Refuses(ProblemKinds.UnknownKey);
}
